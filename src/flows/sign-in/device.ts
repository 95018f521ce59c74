import { hint } from "../../hints.ts";
import type { DeviceCredential } from "../../auth/credential.ts";
import {
  type DeviceCode,
  createDeviceCredential,
  signInOnDevice,
} from "../../auth/sign-in/device-sign-in.ts";
import type { Context, Render } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { LoginFlags } from "./flags.ts";

interface DeviceLogin {
  readonly orgUrl: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly flags: Pick<LoginFlags, "open">;
}

/** Shows a code, opens the browser, and waits until somebody has signed in with it. Throws what `signInOnDevice` does. */
export async function signInByDevice(context: Context, login: DeviceLogin): Promise<DeviceCredential> {
  const { orgUrl, clientId, scopes } = login;
  const tokens = await context.log.step("Sign in on any device", (update) =>
    signInOnDevice(context, {
      orgUrl,
      clientId,
      scopes,
      async onCode(code) {
        await show(context, code, login.flags);
        update("Waiting for you to sign in there");
      },
    }),
  );
  return createDeviceCredential(clientId, scopes, tokens);
}

async function show(context: Context, code: DeviceCode, { open }: Pick<LoginFlags, "open">): Promise<void> {
  const { interaction, log } = context;
  const url = code.completeUrl ?? code.verificationUrl;
  const isOpened = interaction.canAsk && open !== false && (await context.openUrl(url));
  const picture = interaction.canAsk ? await drawQrCode(url) : undefined;
  const minutes = Math.round((code.expiresAt.getTime() - context.clock.now().getTime()) / 60_000);
  log.notice({ code, minutes, isOpened }, describeCode(picture), {
    device: {
      userCode: code.userCode,
      verificationUrl: code.verificationUrl,
      verificationUrlComplete: code.completeUrl ?? null,
      expiresAt: code.expiresAt.toISOString(),
    },
  });
}

/** Throws `missing-input` in a CI job, which would wait until the code expires. */
export function assertSomebodyThere({ interaction }: Context): void {
  if (!interaction.isUnattended) return;
  throw new OktaUnlockError("missing-input", {
    message: "Signing in on another device needs a person.",
    why: "CI or --no-input means that nobody is there to do it.",
    next: `Use a service app: ${hint("login", { "client-id": "<id>", "private-key": "<key.pem>" })}`,
  });
}

/** What is shown to somebody who is going to sign in on another device. */
interface ShownCode {
  readonly code: DeviceCode;
  /** For how long the code is good. */
  readonly minutes: number;
  /** True when the page is open in the browser of this machine. */
  readonly isOpened: boolean;
}

/** Draws a QR code in half blocks; the light modules are drawn, as terminals are dark. */
async function drawQrCode(text: string): Promise<string> {
  const { renderUnicodeCompact } = await import("uqr");
  return renderUnicodeCompact(text, { border: 2 });
}

/** Address, code, and the lines of a QR code where they fit. */
function describeCode(picture: string | undefined): Render<ShownCode> {
  return ({ code, minutes, isOpened }, style, width) => {
    const fits =
      picture !== undefined && Math.max(...picture.split("\n").map((line) => line.length)) + 2 <= width;
    return [
      "",
      isOpened
        ? "  Your browser is open. On another device:"
        : "  Open this address on any device, and sign in there:",
      "",
      `    ${style.accent(code.verificationUrl)}`,
      `    Code: ${style.strong(code.userCode)}   ${style.faint(`valid for ${minutes} minutes`)}`,
      ...(fits ? ["", ...picture.split("\n").map((line) => `  ${line}`)] : []),
      "",
    ].join("\n");
  };
}

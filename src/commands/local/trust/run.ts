import { X509Certificate } from "node:crypto";
import type { Context } from "../../../context.ts";
import { OktaUnlockError } from "../../../errors.ts";
import { formatCommand } from "../../../terminal/shell-quote.ts";
import { runLocalStatus } from "../status.ts";
import { type DataDirectoryFlag, sameFolder, type WhereContext } from "../where.ts";
import { androidSteps, readDevices } from "./android.ts";
import { applySteps, notRun, type StepOutcome } from "./apply.ts";
import { desktopSteps } from "./desktop.ts";
import { iosSteps } from "./ios.ts";
import { nodeSteps } from "./node.ts";
import { type TrustPair, type TrustPlatform, trustPlatforms, type TrustSubject } from "./steps.ts";

export interface TrustFlags extends DataDirectoryFlag {
  readonly apply?: true;
  readonly remove?: true;
}

export interface LocalTrust {
  readonly url: string;
  readonly caCertificatePath: string;
  /** True when the steps take the trust back. */
  readonly remove: boolean;
  readonly steps: readonly StepOutcome[];
  /** The same command without `--apply` and `--remove`. */
  readonly command: string;
}

type Source = WhereContext &
  Pick<Context, "platform" | "env" | "spawn" | "signal" | "interaction" | "prompts" | "log">;

/**
 * What makes devices and tools trust the local org, or with `remove` what takes it back; with `apply` what needs no
 * privilege is done, after asking. Throws `missing-input` when there is no org yet, or nobody can be asked.
 */
export async function runLocalTrust(
  context: Source,
  platform: TrustPlatform | undefined,
  flags: TrustFlags,
): Promise<LocalTrust> {
  const subject = await readSubject(context, flags);
  const pairs = await pairsFor(context, platform === undefined ? trustPlatforms : [platform], subject);
  const remove = flags.remove === true;
  const steps = pairs.flatMap(({ step, undo }) => (remove ? (undo ?? []) : step));
  const outcomes = flags.apply === true ? await applySteps(context, steps) : steps.map(notRun);
  const { url, caCertificatePath } = subject;
  const words = platform === undefined ? [] : [platform];
  const command = formatCommand(
    ["okta-unlock", "local", "trust", ...words, ...sameFolder(flags)],
    context.platform,
  );
  return { url, caCertificatePath, remove, steps: outcomes, command };
}

async function readSubject(context: Source, flags: DataDirectoryFlag): Promise<TrustSubject> {
  const { url, caCertificatePath, caCertificate } = await runLocalStatus(context, flags);
  if (url === undefined || caCertificatePath === undefined || caCertificate === undefined) throw noOrgYet();
  const fingerprint = new X509Certificate(caCertificate).fingerprint.replaceAll(":", "");
  return { url, caCertificatePath, fingerprint };
}

function noOrgYet(): OktaUnlockError {
  return new OktaUnlockError("missing-input", {
    message: "There is no local org yet, so there is nothing to trust.",
    why: "Its certificate authority is made at the first start.",
    next: "Start it, in another terminal: okta-unlock local start",
  });
}

async function pairsFor(
  context: Source,
  platforms: readonly TrustPlatform[],
  subject: TrustSubject,
): Promise<TrustPair[]> {
  const { platform, env } = context;
  const devices = platforms.includes("android") ? await readDevices(context) : [];
  const all: Readonly<Record<TrustPlatform, () => TrustPair[]>> = {
    ios: () => iosSteps(platform, subject),
    android: () => androidSteps(platform, subject, devices),
    node: () => nodeSteps(platform, subject),
    desktop: () => desktopSteps(platform, subject, env["HOME"]),
  };
  return platforms.flatMap((each) => all[each]());
}

import { hint } from "../../hints.ts";
import { parseProfileName } from "../../values/profile-name.ts";
import { readRegistrationServer } from "../../auth/registration/server.ts";
import type { Context, Style } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { View } from "../../terminal/session.ts";
import { formatTable } from "../../terminal/table.ts";
import { explain } from "../read-field.ts";
import { type LoginResult, loginView, runLogin } from "../sign-in/login.ts";
import { offerAccessPolicy, type PolicyOutcome } from "./access-policy.ts";
import { registerByProtocol } from "./by-protocol.ts";
import { type LocalRegistration, registerLocally } from "./local.ts";
import type { RegistrantFlags } from "./by-protocol.ts";
import { findOrg } from "./sign-up.ts";

/** The flags of `register` as typed. */
export interface RegisterFlags extends RegistrantFlags {
  readonly org?: string;
  readonly name?: string;
  /** False with --no-open. */
  readonly open?: boolean;
  readonly withToken?: boolean;
  readonly insecureStorage?: boolean;
  readonly local?: boolean;
}

/** A signed-in org, or the local one. */
export type RegisterResult = OktaRegistration | LocalRegistration;

export interface OktaRegistration {
  readonly kind: "okta";
  readonly login: LoginResult;
  /** What became of the access policy that a fresh org lacks. */
  readonly accessPolicy: PolicyOutcome;
}

/** From no org to a signed-in one: sign-up in the browser, the old protocol, or an org on this machine. */
export async function runRegister(context: Context, flags: RegisterFlags): Promise<RegisterResult> {
  if (flags.local === true || flags.org?.toLowerCase() === "local") return registerLocally(context, flags);
  assertName(flags.name);
  const server = flags.org === undefined ? readRegistrationServer(context) : undefined;
  const login =
    server === undefined ? await signUp(context, flags) : await registerByProtocol(context, server, flags);
  return { kind: "okta", login, accessPolicy: await offerAccessPolicy(context, login.profile) };
}

async function signUp(context: Context, flags: RegisterFlags): Promise<LoginResult> {
  const { org, identity } = await findOrg(context, flags);
  return runLogin(context, { ...toLoginFlags(flags), org }, identity);
}

function toLoginFlags({ name, open, withToken, insecureStorage }: RegisterFlags) {
  return {
    ...(open !== undefined && { open }),
    ...(name !== undefined && { name }),
    ...(withToken !== undefined && { withToken }),
    ...(insecureStorage !== undefined && { insecureStorage }),
  };
}

/** Before anybody signs up: `login` would refuse it only afterwards. */
function assertName(text: string | undefined): void {
  const parsed = text === undefined ? undefined : parseProfileName(text);
  if (parsed === undefined || parsed.ok) return;
  throw new OktaUnlockError("invalid-value", {
    message: `The profile name ${JSON.stringify(text)} is not valid.`,
    why: explain(parsed),
    next: `Choose another name, for example: ${hint("register", { name: "dev" })}`,
  });
}

export const registeredView: View<RegisterResult> = {
  json: (result) => (result.kind === "local" ? toLocalJson(result) : toOktaJson(result)),
  stdout(result, style, width) {
    return result.kind === "local"
      ? formatLocalData(result, style, width)
      : loginView.stdout(result.login, style, width);
  },
  stderr(result, style, width) {
    const talk =
      result.kind === "local"
        ? describeLocal(result, style)
        : (loginView.stderr?.(result.login, style, width) ?? "");
    const covered =
      result.kind === "okta" && result.accessPolicy === "made"
        ? `${style.good("✔")} Every app can now sign in at the authorization server default.\n`
        : "";
    return `${talk}${covered}\nCreate a project: ${hint("create", { args: ["my-app"] })}\n`;
  },
};

function toOktaJson({ login, accessPolicy }: OktaRegistration): object {
  return { kind: "okta", ...(loginView.json?.(login) ?? login), accessPolicy };
}

/** Passwords have no place in a log that keeps JSON. */
function toLocalJson({ url, admin, user, overriddenBy }: LocalRegistration): object {
  return {
    kind: "local",
    profile: "local",
    org: url,
    admin: { login: admin.login },
    user: { login: user.login },
    overriddenBy,
  };
}

function formatLocalData({ url, admin, user }: LocalRegistration, style: Style, width: number): string {
  return formatTable(
    [
      ["Org", url],
      ["Admin", `${admin.login}, password ${admin.password}`],
      ["Test user", `${user.login}, password ${user.password}`],
    ],
    style,
    width,
  );
}

function describeLocal({ isLasting, overriddenBy }: LocalRegistration, style: Style): string {
  const beaten =
    overriddenBy === null
      ? ""
      : `${style.warning("!")} ${overriddenBy} is set and overrides the current one.\n`;
  return [
    `${style.good("✔")} The local org is ready, and is now the current org.\n`,
    beaten,
    isLasting ? "" : `  Apps need it running: ${hint("local start")}\n`,
  ].join("");
}

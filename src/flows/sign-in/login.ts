import { hint } from "../../hints.ts";
import { parseProfileName } from "../../values/profile-name.ts";
import type { OrgIdentity } from "../../auth/identify-org.ts";
import type { Context, Style } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { View } from "../../terminal/session.ts";
import { formatTable } from "../../terminal/table.ts";
import { escapeControls } from "../../terminal/escape-controls.ts";
import { wrap } from "../../terminal/wrap.ts";
import type { OrgUrl } from "../../values/org-url.ts";
import { engineNames, methodNames, describeMissingRights, listRights } from "../credential-view.ts";
import { type Gathering, startGathering } from "../fields.ts";
import { explain } from "../read-field.ts";
import { bootstrapSignIn } from "./bootstrap.ts";
import { type BootstrapOutcome, type CompletedSignIn, completeSignIn } from "./save-sign-in.ts";
import { assertSomebodyThere, signInByDevice } from "./device.ts";
import type { LoginFlags } from "./flags.ts";
import type { Kept } from "./save-sign-in.ts";
import { choosePlace, type KeepingPlace } from "./secret-place.ts";
import { chooseLoginOrg, checkOrg, offerOktaYaml } from "./org.ts";
import { askForToken, gatherMethod, type GatheredMethod } from "./method.ts";

/** A sign-in that was checked and kept. */
export interface LoginResult extends Kept, Pick<CompletedSignIn, "engine" | "check" | "bootstrap"> {}

/**
 * Signs in: org, then one of the methods, then the check; the profile is the current one from then on. `identity` is that of the
 * org in the flags, when it was asked already.
 */
export async function runLogin(
  context: Context,
  flags: LoginFlags,
  identity?: OrgIdentity,
): Promise<LoginResult> {
  const how = { isKeepingOptional: false, ...(identity && { identity }) };
  const { kept, engine, check, bootstrap } = await signIn(context, flags, how);
  if (kept === undefined) throw new Error("the sign-in was not kept");
  return { ...kept, engine, check, ...(bootstrap && { bootstrap }) };
}

interface SignInOptions {
  readonly isKeepingOptional: boolean;
  readonly identity?: OrgIdentity | undefined;
}

/** As `runLogin`, for a command that continues: a sign-in that is not to be kept is used for this run only. */
export async function signIn(
  context: Context,
  flags: LoginFlags,
  { isKeepingOptional, identity: known }: SignInOptions,
): Promise<CompletedSignIn> {
  const gathered = await gatherSignIn(context, flags, { identity: known, isKeepingOptional });
  const { orgUrl, identity, name, method, place } = gathered;
  const pending = { orgUrl, engine: identity.engine, name, place, flags, isKeepingOptional };
  if (method.kind === "bootstrap") {
    const { scopes } = method;
    return askAgain(context, orgUrl, method, (token) =>
      bootstrapSignIn(context, { ...pending, token: token ?? method.token, scopes }),
    );
  }
  if (method.kind === "device") {
    const credential = await signInByDevice(context, { orgUrl, ...method, flags });
    return completeSignIn(context, { ...pending, credential });
  }
  return askAgain(context, orgUrl, method, (token) => {
    const credential = token === undefined ? method.credential : ({ kind: "api-token", token } as const);
    return completeSignIn(context, { ...pending, credential });
  });
}

/** Signs in, and asks for another token as long as the org does not accept the one that a person typed. */
async function askAgain<T>(
  context: Context,
  orgUrl: OrgUrl,
  { isTokenTyped }: { readonly isTokenTyped?: boolean },
  signInWith: (token: string | undefined) => Promise<T>,
): Promise<T> {
  for (let token: string | undefined; ;) {
    try {
      return await signInWith(token);
    } catch (error) {
      const isWrong = error instanceof OktaUnlockError && error.code === "credential-rejected";
      if (isTokenTyped !== true || !isWrong) throw error;
      context.log.warn(`${error.message} ${error.why ?? ""}`.trim());
      token = await askForToken(context, orgUrl);
    }
  }
}

interface GatheredSignIn {
  readonly orgUrl: OrgUrl;
  readonly identity: OrgIdentity;
  readonly name: string | undefined;
  readonly method: GatheredMethod;
  readonly place: KeepingPlace;
}

async function gatherSignIn(
  context: Context,
  flags: LoginFlags,
  { identity: known, isKeepingOptional: isOptional }: SignInOptions,
): Promise<GatheredSignIn> {
  const gathering = startGathering(context);
  const name = readName(gathering, flags.name);
  const found = (await offerOktaYaml(context, flags)) ?? (await chooseLoginOrg(context, gathering, flags));
  const org = found && { ...found, ...(known && { identity: known }) };
  // A person hears at once that the URL is wrong, before the next question.
  const isEarly = org !== undefined && context.interaction.canAsk;
  const early = isEarly ? await checkOrg(context, org) : undefined;
  const earlyPlace = isEarly ? await choosePlace(context, { flags, isOptional }) : undefined;
  const method = await gatherMethod(context, gathering, { org, flags });
  const gathered = gathering.all({ org, method });
  if (gathered.method.kind !== "credential") assertSomebodyThere(context);
  const place = earlyPlace ?? (await choosePlace(context, { flags, isOptional }));
  const identity = early ?? (await checkOrg(context, gathered.org));
  return { orgUrl: gathered.org.orgUrl, identity, name, method: gathered.method, place };
}

function readName(gathering: Gathering, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const parsed = parseProfileName(text);
  if (parsed.ok) return parsed.value;
  const correction = { flag: "--name <name>", refused: text, value: parsed.suggestion };
  return gathering.refused(`profile (--name <name>): ${explain(parsed)}`, correction);
}

export const loginView: View<LoginResult> = {
  json: ({ profile: { name, orgUrl, login, method, storedIn }, secretPath, engine, check, bootstrap }) => ({
    profile: name,
    org: orgUrl,
    engine: engine ?? null,
    login,
    method: method.kind,
    storedIn,
    secretPath,
    scopes: check.scopes ?? null,
    rights: check.rights,
    ...(bootstrap && { bootstrap }),
  }),
  stdout: ({ profile, secretPath, engine, check }, style, width) =>
    formatTable(
      [
        ["Profile", profile.name],
        ["Org", engine === undefined ? profile.orgUrl : `${profile.orgUrl} (${engineNames[engine]})`],
        ["Signed in as", profile.login],
        ["Method", methodNames[profile.method.kind]],
        ["Secret", secretPath === null ? "in the keyring" : `plain text in ${secretPath}`],
        ...listRights(check),
      ],
      style,
      width,
    ),
  stderr({ profile, check, bootstrap }, style, width) {
    const words = `Signed in as ${escapeControls(profile.login)}. ${profile.name} is now the current profile.`;
    const signedIn = `${style.good("✔")} ${wrap(words, { width, indent: 2 })}\n`;
    return `${describeMissingRights(check, style, width)}${bootstrap ? describeTokenLeft(bootstrap, style, width) : ""}${signedIn}`;
  },
};

/** As `login` says it: with what to do next. */
export const loginCommandView: View<LoginResult> = {
  ...loginView,
  stderr: (result, style, width) =>
    `${loginView.stderr?.(result, style, width) ?? ""}\nCreate a project: ${hint("create", { args: ["my-app"] })}\n`,
};

const leftToken =
  "The API token is no longer needed but still valid. Revoke it in the Admin Console under Security > API > Tokens; next time, --revoke-token does that.";

function describeTokenLeft({ isTokenRevoked }: BootstrapOutcome, style: Style, width: number): string {
  return isTokenRevoked ? "" : `${style.warning("!")} ${wrap(leftToken, { width, indent: 2 })}\n`;
}

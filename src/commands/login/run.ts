import type { Context } from "../../context.ts";
import { checkApiToken } from "../../org/check-api-token.ts";
import { connectOrg } from "../../org/client.ts";
import type { Profile } from "../../org/profiles/profile.ts";
import { parseProfileName } from "../../org/profiles/profile-name.ts";
import type { OrgUrl } from "../../values/org-url.ts";
import { explain, type Gathering, startGathering } from "../fields.ts";
import { type FoundSignIn, offerOktaYaml } from "./okta-yaml-offer.ts";
import { chooseLoginOrg } from "./org.ts";
import { keepSecretly } from "./keep.ts";
import { gatherToken } from "./token.ts";

/** The flags of `login` as typed. */
export interface LoginFlags {
  readonly org?: string;
  readonly name?: string;
  readonly withToken?: boolean;
  readonly insecureStorage?: boolean;
}

/** A sign-in that was checked and kept. */
export interface LoginResult {
  readonly profile: Profile;
  /** The secret's file, where it is in one. */
  readonly secretPath: string | null;
  /** What the credential may not read. */
  readonly hidden: readonly string[];
}

const example = "okta-unlock login --org https://dev-1.okta.com --with-token < token.txt";

/** Signs in: org, then token, then the check; the profile is the current one from then on. */
export async function runLogin(context: Context, flags: LoginFlags): Promise<LoginResult> {
  const gathering = startGathering(context, example);
  const name = readName(gathering, flags.name);
  const { orgUrl, token } =
    (await offerOktaYaml(context, flags)) ?? (await gatherSignIn(context, gathering, flags));
  gathering.finish();
  if (orgUrl === undefined || token === undefined) throw new Error("incomplete sign-in");
  const credential = { kind: "api-token", token } as const;
  const { login, hidden } = await context.log.step(`Asking ${orgUrl} whose token it is`, () =>
    checkApiToken(connectOrg(context, { orgUrl, credential })),
  );
  const kept = await keepSecretly(
    context,
    { orgUrl, credential, login, name },
    { isFileAgreed: flags.insecureStorage === true },
  );
  return { ...kept, hidden };
}

function readName(gathering: Gathering, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const parsed = parseProfileName(text);
  return parsed.ok ? parsed.value : gathering.refused(`profile (--name <name>): ${explain(parsed)}`);
}

async function gatherSignIn(
  context: Context,
  gathering: Gathering,
  flags: LoginFlags,
): Promise<Partial<FoundSignIn>> {
  const chosen = await chooseLoginOrg(context, gathering, flags.org);
  const orgUrl: OrgUrl | undefined = chosen?.orgUrl;
  const token = await gatherToken(context, gathering, {
    orgUrl,
    fromStdin: flags.withToken === true,
    fromEnvironment: chosen?.token,
  });
  return { ...(orgUrl && { orgUrl }), ...(token !== undefined && { token }) };
}

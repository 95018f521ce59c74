import { hint, setVariable } from "../hints.ts";
import type { Context } from "../context.ts";
import { emptyVariable, OktaUnlockError } from "../errors.ts";
import { type OrgUrl, parseOrgUrl } from "../values/org-url.ts";
import { type ApiTokenCredential, type ServiceAppCredential, looksLikeApiToken } from "./credential.ts";
import { findProfileByUrl, findProfileByName } from "./profiles/find-profile.ts";
import type { Profile, ProfileBook } from "./profiles/profile.ts";

/** The org that a command works on, and the credential for it. */
export type ChosenOrg =
  /** The embedded one. */
  | { readonly kind: "local"; readonly warning?: string }
  /**
   * `notes` say what was changed on the way in (`-admin` taken off, and so on); `warning`, that the credential of the
   * environment is not used.
   */
  | {
      readonly kind: "okta";
      readonly orgUrl: OrgUrl;
      /** From the environment; it beats the profile. */
      readonly credential?: EnvironmentCredential;
      readonly profile?: Profile;
      readonly notes: readonly string[];
      readonly warning?: string;
    }
  /** What has to be given, each with its flag and environment variable. */
  | {
      readonly kind: "missing";
      readonly what: readonly string[];
      /** Names of the profiles, none of which is the current one. */
      readonly profiles: readonly string[];
      /** The credential is there all the same. */
      readonly credential?: EnvironmentCredential;
    };

type EnvironmentCredential = ApiTokenCredential | ServiceAppCredential;

/** What `--org` said, if anything. */
export interface OrgFlags {
  readonly org?: string | undefined;
}

export type ChooseContext = Pick<Context, "env" | "secrets" | "cwd">;

/** Reads the profiles; called only when the answer depends on them. */
export type ReadProfiles = () => Promise<ProfileBook>;

/** `next` is what saves naming it from then on. */
function explainMissingOrg(
  profiles: readonly string[],
  credential: EnvironmentCredential | undefined,
): string {
  if (credential !== undefined) return `org: ${explainOwnerless(credential)}; or --org <profile|url|local>`;
  const next =
    profiles.length === 0
      ? `or sign in once: ${hint("login")}`
      : `or choose a profile (${profiles.join(", ")}): ${hint("orgs use", { args: ["<name>"] })}`;
  return `org: --org <profile|url|local>, OKTA_CLIENT_ORGURL, ${next}`;
}

/**
 * Chooses org and credential: `--org` beats OKTA_UNLOCK_ORG, then OKTA_CLIENT_ORGURL, then the current profile. The
 * credential of the environment beats that of a profile, is a secret from here on, and goes to no org but the one of
 * OKTA_CLIENT_ORGURL, or the URL given beside it. Throws what `readEnvironmentCredential` does.
 */
export async function chooseOrg(
  context: ChooseContext,
  flags: OrgFlags,
  readProfiles: ReadProfiles,
): Promise<ChosenOrg> {
  const named = readNamedOrg(context, flags);
  // Pasted into the wrong place; what is refused is repeated.
  if (named !== undefined && looksLikeApiToken(named.value)) context.secrets.add(named.value);
  if (named?.value.toLowerCase() === "local") return { kind: "local" };
  const credential = await readCredential(context);
  const fromEnvironment = trimToUndefined(context.env["OKTA_CLIENT_ORGURL"]);
  if (named !== undefined && (await looksLikeUrl(named.value, readProfiles))) {
    const parsed = parseNamedUrl(named.from, named.value);
    return chooseUrl(
      parsed,
      selectCredential(parsed.value, { credential, fromEnvironment, isTyped: true }),
      readProfiles,
    );
  }
  if (named !== undefined) {
    const profile = findProfileByName(await readProfiles(), named.value, named.from);
    const choice = chooseProfile(
      profile,
      selectCredential(profile.orgUrl, { credential, fromEnvironment, isTyped: false }),
    );
    return fromEnvironment === undefined ? warnOfUnused(choice, credential) : choice;
  }
  if (fromEnvironment !== undefined)
    return chooseUrl(parseNamedUrl("OKTA_CLIENT_ORGURL", fromEnvironment), credential, readProfiles);
  return chooseCurrentOrg(await readProfiles(), credential);
}

function readNamedOrg(
  { env }: ChooseContext,
  { org }: OrgFlags,
): { readonly from: string; readonly value: string } | undefined {
  if (org !== undefined) return { from: "--org", value: org.trim() };
  const variable = env["OKTA_UNLOCK_ORG"]?.trim();
  if (variable === "") throw emptyVariable("OKTA_UNLOCK_ORG");
  return variable === undefined ? undefined : { from: "OKTA_UNLOCK_ORG", value: variable };
}

/** A credential without OKTA_CLIENT_ORGURL belongs to no org that is known, so that it is not sent to the profile's. */
function chooseCurrentOrg(
  { current, profiles }: ProfileBook,
  credential: EnvironmentCredential | undefined,
): ChosenOrg {
  if (current === "local") return warnOfUnused({ kind: "local" }, credential);
  const profile = profiles.find(({ name }) => name === current);
  if (profile === undefined) return chooseNothing(profiles, credential);
  return warnOfUnused(chooseProfile(profile, undefined), credential);
}

function chooseNothing(
  profiles: readonly Profile[],
  credential: EnvironmentCredential | undefined,
): ChosenOrg {
  const names = profiles.map(({ name }) => name);
  return {
    kind: "missing",
    what: [explainMissingOrg(names, credential)],
    profiles: names,
    ...withCredential(credential),
  };
}

interface CredentialSource {
  readonly credential: EnvironmentCredential | undefined;
  readonly fromEnvironment: string | undefined;
  /** The whole URL was typed for this run. */
  readonly isTyped: boolean;
}

function selectCredential(
  orgUrl: OrgUrl,
  { credential, fromEnvironment, isTyped }: CredentialSource,
): EnvironmentCredential | undefined {
  if (fromEnvironment === undefined) return isTyped ? credential : undefined;
  const own = parseOrgUrl(fromEnvironment);
  return own.ok && own.value === orgUrl ? credential : undefined;
}

interface ParsedUrl {
  readonly value: OrgUrl;
  readonly notes: readonly string[];
}

type OktaChoice = Extract<ChosenOrg, { readonly kind: "okta" }>;

async function chooseUrl(
  { value, notes }: ParsedUrl,
  credential: EnvironmentCredential | undefined,
  readProfiles: ReadProfiles,
): Promise<OktaChoice> {
  if (credential !== undefined) return { kind: "okta", orgUrl: value, notes, credential };
  const profile = findProfileByUrl(await readProfiles(), value);
  return { kind: "okta", orgUrl: value, notes, ...(profile !== undefined && { profile }) };
}

function chooseProfile(profile: Profile, credential: EnvironmentCredential | undefined): OktaChoice {
  const { orgUrl } = profile;
  return { kind: "okta", orgUrl, notes: [], ...(credential === undefined ? { profile } : { credential }) };
}

function withCredential(credential: EnvironmentCredential | undefined): {
  credential?: EnvironmentCredential;
} {
  return credential === undefined ? {} : { credential };
}

/** Why the credential of the environment is of no use; begins a sentence. */
export function explainOwnerless(credential: EnvironmentCredential): string {
  return `${nameVariable(credential)} is set, but OKTA_CLIENT_ORGURL, which says whose it is, is not`;
}

function nameVariable({ kind }: EnvironmentCredential): string {
  return kind === "api-token" ? "OKTA_CLIENT_TOKEN" : "OKTA_CLIENT_PRIVATEKEY";
}

/** Without OKTA_CLIENT_ORGURL the credential of the environment goes to no org, and whoever set it should know. */
function warnOfUnused<Choice extends OktaChoice | { readonly kind: "local" }>(
  choice: Choice,
  credential: EnvironmentCredential | undefined,
): Choice {
  if (credential === undefined) return choice;
  const used = choice.kind === "local" ? "The local org" : `The profile ${choice.profile?.name}`;
  return {
    ...choice,
    warning: `${nameVariable(credential)} is not used: OKTA_CLIENT_ORGURL, which says whose it is, is not set. ${used} is used instead.`,
  };
}

function parseNamedUrl(name: string, text: string): ParsedUrl {
  const parsed = parseOrgUrl(text);
  if (parsed.ok) return parsed;
  throw new OktaUnlockError("invalid-value", {
    message: `${name} is not the URL of an Okta org.`,
    why: parsed.problem,
    next: `Use: ${formatSetting(name, parsed.suggestion ?? "https://<your-org>.okta.com")}`,
  });
}

function formatSetting(name: string, value: string): string {
  return name.startsWith("--") ? `${name} ${value}` : setVariable(name, value);
}

/** What reads keys is loaded only when there is something to read. */
async function readCredential(context: ChooseContext): Promise<EnvironmentCredential | undefined> {
  const names = ["OKTA_CLIENT_TOKEN", "OKTA_CLIENT_AUTHORIZATIONMODE"];
  if (names.every((name) => trimToUndefined(context.env[name]) === undefined)) return undefined;
  const { readEnvironmentCredential } = await import("./sign-in/environment-credential.ts");
  return readEnvironmentCredential(context);
}

function trimToUndefined(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === "" ? undefined : trimmed;
}

/** A profile name has none of these characters; `localhost` is one that earlier versions gave. */
async function looksLikeUrl(text: string, readProfiles: ReadProfiles): Promise<boolean> {
  if (text.toLowerCase() !== "localhost") return /[.:/{}]/.test(text);
  const { profiles } = await readProfiles();
  return profiles.every(({ name }) => name !== "localhost");
}

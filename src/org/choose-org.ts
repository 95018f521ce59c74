import type { Context } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";
import { type OrgUrl, parseOrgUrl } from "../values/org-url.ts";
import { assertApiToken } from "./api-token.ts";
import { profileFor, profileNamed } from "./profiles/find-profile.ts";
import type { Profile, ProfileBook } from "./profiles/profile.ts";

/** The org that a command works on, and as whom. */
export type ChosenOrg =
  /** The embedded one. */
  | { readonly kind: "local" }
  /** `notes` say what was changed on the way in (`-admin` taken off, and so on). */
  | {
      readonly kind: "okta";
      readonly orgUrl: OrgUrl;
      /** From the environment; it beats the profile. */
      readonly token?: string;
      readonly profile?: Profile;
      readonly notes: readonly string[];
    }
  /** What has to be given, each with its flag and environment variable. */
  | { readonly kind: "missing"; readonly what: readonly string[] };

/** What `--org` said, if anything. */
export interface OrgFlags {
  readonly org?: string | undefined;
}

export type ChooseContext = Pick<Context, "env" | "secrets">;

/** Reads the profiles; called only when the answer depends on them. */
export type ReadProfiles = () => Promise<ProfileBook>;

const orgMissing = "org: --org <profile|url|local>, OKTA_CLIENT_ORGURL, or sign in once: okta-unlock login";

/**
 * Which org, as whom: `--org` beats OKTA_UNLOCK_ORG, which beats OKTA_CLIENT_ORGURL, which beats the current profile. The
 * token in OKTA_CLIENT_TOKEN beats that of a profile, is a secret from here on, and goes to no org but the one of
 * OKTA_CLIENT_ORGURL, or the URL given beside it. Throws `invalid-value`.
 */
export async function chooseOrg(
  context: ChooseContext,
  flags: OrgFlags,
  readProfiles: ReadProfiles,
): Promise<ChosenOrg> {
  const token = readToken(context);
  const named = namedOrg(context, flags);
  const fromEnvironment = nonEmpty(context.env["OKTA_CLIENT_ORGURL"]);
  if (named?.value.toLowerCase() === "local") return { kind: "local" };
  if (named !== undefined && looksLikeUrl(named.value)) {
    const parsed = parse(named.from, named.value);
    return chosen(parsed, tokenFor(parsed.value, { token, fromEnvironment, isTyped: true }), readProfiles);
  }
  if (named !== undefined) {
    const profile = profileNamed(await readProfiles(), named.value, named.from);
    return byProfile(profile, tokenFor(profile.orgUrl, { token, fromEnvironment, isTyped: false }));
  }
  if (fromEnvironment !== undefined)
    return chosen(parse("OKTA_CLIENT_ORGURL", fromEnvironment), token, readProfiles);
  return currentOrg(await readProfiles(), token);
}

function namedOrg(
  { env }: ChooseContext,
  { org }: OrgFlags,
): { readonly from: string; readonly value: string } | undefined {
  const flag = nonEmpty(org);
  if (flag !== undefined) return { from: "--org", value: flag };
  const variable = nonEmpty(env["OKTA_UNLOCK_ORG"]);
  return variable === undefined ? undefined : { from: "OKTA_UNLOCK_ORG", value: variable };
}

/** A token without OKTA_CLIENT_ORGURL belongs to no org that is known, so that it is not sent to the profile's. */
function currentOrg({ current, profiles }: ProfileBook, token: string | undefined): ChosenOrg {
  if (current === "local") return { kind: "local" };
  const profile = profiles.find(({ name }) => name === current);
  if (profile === undefined) return { kind: "missing", what: [orgMissing] };
  const chosenOrg = byProfile(profile, undefined);
  return token === undefined ? chosenOrg : { ...chosenOrg, notes: [unusedToken(profile)] };
}

interface TokenSource {
  readonly token: string | undefined;
  readonly fromEnvironment: string | undefined;
  /** The whole URL was typed for this run. */
  readonly isTyped: boolean;
}

function tokenFor(orgUrl: OrgUrl, { token, fromEnvironment, isTyped }: TokenSource): string | undefined {
  if (fromEnvironment === undefined) return isTyped ? token : undefined;
  const own = parseOrgUrl(fromEnvironment);
  return own.ok && own.value === orgUrl ? token : undefined;
}

interface ParsedUrl {
  readonly value: OrgUrl;
  readonly notes: readonly string[];
}

type OktaChoice = Extract<ChosenOrg, { readonly kind: "okta" }>;

async function chosen(
  { value, notes }: ParsedUrl,
  token: string | undefined,
  readProfiles: ReadProfiles,
): Promise<OktaChoice> {
  if (token !== undefined) return { kind: "okta", orgUrl: value, notes, token };
  const profile = profileFor(await readProfiles(), value);
  return { kind: "okta", orgUrl: value, notes, ...(profile !== undefined && { profile }) };
}

function byProfile(profile: Profile, token: string | undefined): OktaChoice {
  const { orgUrl } = profile;
  return { kind: "okta", orgUrl, notes: [], ...(token === undefined ? { profile } : { token }) };
}

function unusedToken({ name, orgUrl }: Profile): string {
  return `OKTA_CLIENT_TOKEN is not used: OKTA_CLIENT_ORGURL does not say that it is for ${orgUrl} (profile ${name}).`;
}

function parse(name: string, text: string): ParsedUrl {
  const parsed = parseOrgUrl(text);
  if (parsed.ok) return parsed;
  throw new OktaUnlockError("invalid-value", {
    message: `${name} is not the URL of an Okta org.`,
    why: parsed.problem,
    next: `Give it as: ${spelling(name, parsed.suggestion ?? "https://<your-org>.okta.com")}`,
  });
}

function spelling(name: string, value: string): string {
  return name.startsWith("--") ? `${name} ${value}` : `export ${name}=${value}`;
}

function readToken({ env, secrets }: ChooseContext): string | undefined {
  const token = nonEmpty(env["OKTA_CLIENT_TOKEN"]);
  if (token === undefined) return undefined;
  secrets.add(token);
  assertApiToken("OKTA_CLIENT_TOKEN", token);
  return token;
}

function nonEmpty(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === "" ? undefined : trimmed;
}

/** A profile name has none of these characters. */
function looksLikeUrl(text: string): boolean {
  return /[.:/{}]/.test(text) || text.toLowerCase() === "localhost";
}

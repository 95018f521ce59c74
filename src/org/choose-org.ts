import type { Context } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";
import { type OrgUrl, parseOrgUrl } from "../values/org-url.ts";
import { assertApiToken } from "./api-token.ts";

/** The org that a command works on, and as whom. */
export type ChosenOrg =
  /** The embedded one. */
  | { readonly kind: "local" }
  /** `notes` say what was changed on the way in (`-admin` taken off, and so on). */
  | {
      readonly kind: "okta";
      readonly orgUrl: OrgUrl;
      readonly token?: string;
      readonly notes: readonly string[];
    }
  /** What has to be given, each with its flag and environment variable. */
  | { readonly kind: "missing"; readonly what: readonly string[] };

/** What `--org` said, if anything. */
export interface OrgFlags {
  readonly org?: string | undefined;
}

const orgMissing = "org: --org <url|local>, or OKTA_CLIENT_ORGURL";

/**
 * Which org, as whom: `--org` beats OKTA_CLIENT_ORGURL; the token comes from OKTA_CLIENT_TOKEN and is a secret from
 * here on. A token that came along with the URL of another org is not used. Throws `invalid-value`.
 */
export function chooseOrg(context: Pick<Context, "env" | "secrets">, flags: OrgFlags): ChosenOrg {
  const token = readToken(context);
  const flag = flags.org?.trim();
  if (flag === "local") return { kind: "local" };
  const fromEnvironment = nonEmpty(context.env["OKTA_CLIENT_ORGURL"]);
  if (flag !== undefined && flag !== "") return chooseByFlag(flag, fromEnvironment, token);
  if (fromEnvironment === undefined) return { kind: "missing", what: [orgMissing] };
  return chosen(parse("OKTA_CLIENT_ORGURL", fromEnvironment), token);
}

function chooseByFlag(
  flag: string,
  fromEnvironment: string | undefined,
  token: string | undefined,
): ChosenOrg {
  if (!looksLikeUrl(flag)) throw unknownProfile(flag);
  const parsed = parse("--org", flag);
  const other = fromEnvironment === undefined ? undefined : parseOrgUrl(fromEnvironment);
  const belongsElsewhere = other !== undefined && (!other.ok || other.value !== parsed.value);
  return chosen(parsed, belongsElsewhere ? undefined : token);
}

interface ParsedUrl {
  readonly value: OrgUrl;
  readonly notes: readonly string[];
}

function chosen({ value, notes }: ParsedUrl, token: string | undefined): ChosenOrg {
  return { kind: "okta", orgUrl: value, notes, ...(token !== undefined && { token }) };
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

function readToken({ env, secrets }: Pick<Context, "env" | "secrets">): string | undefined {
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

function unknownProfile(name: string): OktaUnlockError {
  return new OktaUnlockError("invalid-value", {
    message: `There is no org profile named "${name}".`,
    why: "--org takes the URL of an org, or the word local.",
    next: "Give the URL: --org https://<your-org>.okta.com",
  });
}

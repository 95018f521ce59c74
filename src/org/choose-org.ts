import type { Context } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";
import { type OrgUrl, parseOrgUrl } from "../values/org-url.ts";
import type { ApiTokenCredential, ServiceAppCredential } from "./credential.ts";
import { credentialFromEnvironment } from "./sign-in/environment.ts";

/** The org that a command works on, and as whom. */
export type ChosenOrg =
  /** The embedded one. */
  | { readonly kind: "local" }
  /** `notes` say what was changed on the way in (`-admin` taken off, and so on). */
  | {
      readonly kind: "okta";
      readonly orgUrl: OrgUrl;
      readonly credential?: EnvironmentCredential;
      readonly notes: readonly string[];
    }
  /** What has to be given, each with its flag and environment variable. */
  | {
      readonly kind: "missing";
      readonly what: readonly string[];
      /** The credential is there all the same. */
      readonly credential?: EnvironmentCredential;
    };

type EnvironmentCredential = ApiTokenCredential | ServiceAppCredential;

/** What `--org` said, if anything. */
export interface OrgFlags {
  readonly org?: string | undefined;
}

const orgMissing = "org: --org <url|local>, or OKTA_CLIENT_ORGURL";

/**
 * Which org, as whom: `--org` beats OKTA_CLIENT_ORGURL; the credential comes from the environment and is a secret from
 * here on. One that came along with the URL of another org is not used. Throws what `credentialFromEnvironment` does.
 */
export function chooseOrg(context: Pick<Context, "env" | "secrets" | "cwd">, flags: OrgFlags): ChosenOrg {
  const flag = flags.org?.trim();
  if (flag === "local") return { kind: "local" };
  const credential = credentialFromEnvironment(context);
  const fromEnvironment = nonEmpty(context.env["OKTA_CLIENT_ORGURL"]);
  if (flag !== undefined && flag !== "") return chooseByFlag(flag, fromEnvironment, credential);
  if (fromEnvironment === undefined) {
    return { kind: "missing", what: [orgMissing], ...(credential !== undefined && { credential }) };
  }
  return chosen(parse("OKTA_CLIENT_ORGURL", fromEnvironment), credential);
}

function chooseByFlag(
  flag: string,
  fromEnvironment: string | undefined,
  credential: EnvironmentCredential | undefined,
): ChosenOrg {
  if (!looksLikeUrl(flag)) throw unknownProfile(flag);
  const parsed = parse("--org", flag);
  const other = fromEnvironment === undefined ? undefined : parseOrgUrl(fromEnvironment);
  const belongsElsewhere = other !== undefined && (!other.ok || other.value !== parsed.value);
  return chosen(parsed, belongsElsewhere ? undefined : credential);
}

interface ParsedUrl {
  readonly value: OrgUrl;
  readonly notes: readonly string[];
}

function chosen({ value, notes }: ParsedUrl, credential: EnvironmentCredential | undefined): ChosenOrg {
  return { kind: "okta", orgUrl: value, notes, ...(credential !== undefined && { credential }) };
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

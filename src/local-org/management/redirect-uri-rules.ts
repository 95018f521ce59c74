import type { Json } from "../json.ts";
import { isTextList } from "../json.ts";
import type { Problem } from "../http/problems.ts";
import { check } from "../http/problems.ts";

/** Schemes that would run or open something instead of coming back to an app. */
const unsafeSchemes = new Set(["javascript", "vbscript", "data", "blob", "file", "about"]);
const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);
/** Okta limits the length of all URIs together without publishing the number. */
const longest = 65_535;

export interface RedirectUriOptions {
  readonly applicationType: string;
  readonly allowsSubdomainWildcard: boolean;
}

/** What is wrong with a list of redirect URIs: absolute, no fragment, a scheme that can come back (RFC 8252, RFC 3986). */
export function redirectUriProblems(
  field: string,
  value: Json | undefined,
  options: RedirectUriOptions,
): Problem[] {
  if (value === undefined || value === null) return [];
  if (!isTextList(value)) return [{ field, text: "The value must be a list of URIs." }];
  if (value.join("").length > longest) return [{ field, text: "The URIs are too long in all." }];
  return value.flatMap((uri) => {
    const reason = reasonAgainst(uri, options);
    return check(reason === undefined, field, `'${uri}' is not a valid redirect URI: ${reason}`);
  });
}

function reasonAgainst(uri: string, options: RedirectUriOptions): string | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase();
  if (scheme === undefined) return "it must be an absolute URI with a valid scheme.";
  if (!/^[\x21-\x7e]+$/.test(uri)) return "it must not contain spaces or characters outside ASCII.";
  if (uri.includes("#")) return "it must not contain a fragment.";
  if (unsafeSchemes.has(scheme)) return `the scheme '${scheme}' is not allowed.`;
  return scheme === "http" || scheme === "https" ? reasonAgainstWeb(uri, options) : undefined;
}

function reasonAgainstWeb(uri: string, options: RedirectUriOptions): string | undefined {
  const allowsWildcard = options.allowsSubdomainWildcard && /^https:\/\/[^/*]*\*[^/*]*\.[^/*]+/.test(uri);
  if (uri.includes("*") && !allowsWildcard) return "wildcards are not allowed.";
  const text = uri.replace("*", "wildcard");
  if (!/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text)) return "it must be an absolute URI.";
  const url = new URL(text);
  if (options.applicationType !== "native") return undefined;
  if (url.protocol === "http:" && !loopback.has(url.hostname)) return "http is for loopback addresses only.";
  return url.protocol === "https:" && loopback.has(url.hostname)
    ? "a loopback address needs http."
    : undefined;
}

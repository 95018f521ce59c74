import type { Branded, Parsed } from "./branded.ts";
import { accepted, refused } from "./branded.ts";
import type { BundleId } from "./bundle-id.ts";
import { readUrl } from "./read-url.ts";

/** A private-use scheme URI in the single-slash form (RFC 8252, section 7.1): `com.example.app:/callback`. */
export type RedirectUri = Branded<"RedirectUri">;

/** A page of this computer (RFC 8252, section 7.3): `http://localhost:8081/`. What runs there is an app in development. */
export type LoopbackRedirectUri = Branded<"LoopbackRedirectUri">;

/** What an app at Okta may return to; a project has a private-use scheme alone. */
export type AppRedirectUri = RedirectUri | LoopbackRedirectUri;

const longest = 1024;
const privateUseScheme = /^[a-z][a-z\d+-]*(?:\.[a-z\d+-]+)+$/u;
const pathAndQuery = /^\/(?:[\w\-.~!$&'()*+,;=:@/?]|%[\dA-Fa-f]{2})+$/u;

/**
 * Parses a redirect URI of a native app: a scheme that is a reversed domain, one slash, a path (RFC 8252, section 7.1;
 * RFC 3986). It is kept letter by letter, because Okta compares it so.
 */
export function parseRedirectUri(text: string): Parsed<RedirectUri> {
  const uri = text.trim();
  const problem = findRedirectUriProblem(uri);
  return problem === undefined ? accepted(uri as RedirectUri) : refused(problem, suggestRedirectUri(uri));
}

const loopback = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?\/(.*)$/u;

/** Parses a redirect URI that an app at Okta can have: one of a native app, or `http` of this computer. Okta compares the port, too. */
export function parseAppRedirectUri(text: string): Parsed<AppRedirectUri> {
  const uri = text.trim();
  if (!/^http:/iu.test(uri)) return parseRedirectUri(uri);
  const problem = findLoopbackProblem(uri);
  return problem === undefined
    ? accepted(uri as LoopbackRedirectUri)
    : refused(problem, suggestLoopbackUri(uri));
}

function findLoopbackProblem(uri: string): string | undefined {
  const general = findTextProblem(uri);
  if (general !== undefined) return general;
  const [, path] = loopback.exec(uri) ?? [];
  if (path === undefined || readUrl(uri) === undefined) {
    return "With http, a redirect URI is of this computer and has a path: http://localhost:8081/ (or 127.0.0.1, [::1]). Any other needs a custom scheme of the app.";
  }
  return path === "" ? undefined : findPathProblem(`/${path}`);
}

/** Browsers add the slash after the host, and Okta compares letter by letter. */
function suggestLoopbackUri(uri: string): string | undefined {
  const suggestion = `${uri}/`;
  return !uri.endsWith("/") && findLoopbackProblem(suggestion) === undefined ? suggestion : undefined;
}

/** The URIs of a list with commas or blanks between them, as a variable holds it. A comma may also be part of a path. */
export function splitRedirectUris(text: string): readonly string[] {
  return text.split(/[\s,]+(?=[a-z][a-z\d+.-]*:\/|$)/iu).filter((uri) => uri !== "");
}

/** Whether the scheme is the app's own, and not that of a page of this computer. */
export function hasOwnScheme(uri: AppRedirectUri): uri is RedirectUri {
  return readScheme(uri) !== "http";
}

/** The scheme of a redirect URI, without the colon. */
export function readScheme(uri: AppRedirectUri): string {
  return uri.slice(0, uri.indexOf(":"));
}

/** Accepts a post-logout redirect URI when its scheme is the redirect URI's: the app registers one scheme only. */
export function checkSameScheme(redirectUri: RedirectUri, postLogout: RedirectUri): Parsed<RedirectUri> {
  const scheme = readScheme(redirectUri);
  if (readScheme(postLogout) === scheme) return accepted(postLogout);
  return refused(
    `The post-logout redirect URI must use the scheme of the redirect URI, ${scheme}.`,
    `${scheme}${postLogout.slice(postLogout.indexOf(":"))}`,
  );
}

/**
 * `com.example.app:/callback`. Lower case, because Android compares schemes by case and browsers lower them. A scheme begins with
 * a letter (RFC 3986, section 3.1), which a bundle ID of iOS need not do.
 */
export function buildRedirectUri(bundleId: BundleId): RedirectUri {
  const scheme = bundleId.toLowerCase();
  return `${/^[a-z]/u.test(scheme) ? "" : "app"}${scheme}:/callback` as RedirectUri;
}

/** `com.example.app:/logout`: with the scheme of the redirect URI, because the app registers one scheme only. */
export function buildPostLogoutRedirectUri(redirectUri: RedirectUri): RedirectUri {
  return `${readScheme(redirectUri)}:/logout` as RedirectUri;
}

function findRedirectUriProblem(uri: string): string | undefined {
  const general = findTextProblem(uri);
  if (general !== undefined) return general;
  const [, scheme, rest] = /^([^:/?]*):(.*)$/u.exec(uri) ?? [];
  if (scheme === undefined || rest === undefined)
    return "The redirect URI has no scheme, such as com.example.app.";
  return findSchemeProblem(scheme) ?? findPathProblem(rest);
}

/** What no redirect URI may be, of whatever scheme. */
function findTextProblem(uri: string): string | undefined {
  if (uri === "") return "The redirect URI is empty.";
  if (uri.length > longest) return `The redirect URI is longer than ${longest} characters.`;
  if (/[\s\p{Cc}]/u.test(uri)) return "The redirect URI contains a space or a control character.";
  return uri.includes("#") ? "A redirect URI can't contain a fragment (#): Okta rejects it." : undefined;
}

function findSchemeProblem(scheme: string): string | undefined {
  if (/^https?$/iu.test(scheme))
    return "The redirect URI must use a custom scheme of the app, not http or https.";
  if (dangerousSchemes.has(scheme.toLowerCase()))
    return `The scheme ${scheme.toLowerCase()} is reserved by the system.`;
  if (scheme.includes("_"))
    return "A URI scheme can't contain an underscore: iOS and Android would never return to the app.";
  if (/[A-Z]/u.test(scheme))
    return "The scheme must be lowercase: Android compares schemes case-sensitively.";
  if (!/^[a-z][a-z\d+.-]*$/u.test(scheme))
    return "A scheme must start with a letter and can contain only letters, digits, +, - and a dot.";
  return privateUseScheme.test(scheme)
    ? undefined
    : "The scheme must be a reversed domain name with a dot, such as com.example.app (RFC 8252, section 7.1).";
}

const dangerousSchemes = new Set(
  "about blob content data facetime file ftp geo intent javascript mailto market sms tel vbscript view-source ws wss".split(
    " ",
  ),
);

function findPathProblem(rest: string): string | undefined {
  if (rest.startsWith("//")) {
    return "Write the redirect URI with one slash: Okta treats :/ and :// as different redirect URIs.";
  }
  if (!rest.startsWith("/")) return "The path of the redirect URI must start with a slash.";
  if (splitRedirectUris(rest).length > 1) return "There are several redirect URIs in one value.";
  if (rest === "/" || rest.startsWith("/?")) return "The redirect URI has no path, such as /callback.";
  return pathAndQuery.test(rest)
    ? undefined
    : "The redirect URI contains a character that must be percent-encoded.";
}

function suggestRedirectUri(uri: string): string | undefined {
  if (/\s/u.test(uri)) return undefined;
  const [, scheme = "", rest = ""] = /^([^:/?#\s]*):([^#\s]*)/u.exec(uri) ?? [];
  const repaired = scheme.toLowerCase().replaceAll("_", "");
  const path = rest.replace(/^\/*/u, "/");
  const suggestion = `${repaired}:${path === "/" || path.startsWith("/?") ? `/callback${path.slice(1)}` : path}`;
  return findRedirectUriProblem(suggestion) === undefined ? suggestion : undefined;
}

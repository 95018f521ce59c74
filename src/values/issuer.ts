import type { Branded, Parsed } from "./branded.ts";
import { accepted, refused } from "./branded.ts";
import { readWebAddress, repairOrigin, stripAdmin } from "./web-address.ts";

/** `https://host` (org authorization server) or `https://host/oauth2/{id}`; no trailing slash, no `.well-known`. */
export type Issuer = Branded<"Issuer">;

/**
 * Parses an issuer. Clients compare it letter by letter with what discovery says (OpenID Connect Discovery 4.3), so
 * only a trailing slash and the `.well-known` suffix are taken off, with a note; anything else that is wrong is refused.
 */
export function parseIssuer(text: string): Parsed<Issuer> {
  const trimmed = text.trim();
  const address = readWebAddress(trimmed, "issuer");
  if (!address.ok) return refused(address.problem, suggestIssuer(address.url ?? addScheme(trimmed)));
  const problem = findIssuerProblem(address.url);
  if (problem !== undefined) return refused(problem, suggestIssuer(address.url));
  const path = readIssuerPath(address.url);
  return accepted(`${address.url.origin}${path.replace(/\/$/u, "")}` as Issuer, describeChanges(address.url));
}

function findIssuerProblem(url: URL): string | undefined {
  if (stripAdmin(url.hostname) !== undefined)
    return "The issuer is the address of the Admin Console, which issues no tokens.";
  if (url.search !== "" || url.hash !== "") return "An issuer has no query and no fragment.";
  const [, id] = /^\/(?:oauth2\/([\w-]+)\/?)?$/u.exec(readIssuerPath(url)) ?? ["", "v1"];
  return id === "v1"
    ? "The path of the issuer must be empty or /oauth2/<authorization server ID>."
    : undefined;
}

/** The path up to `/.well-known/openid-configuration` or `/.well-known/oauth-authorization-server`. */
function readIssuerPath(url: URL): string {
  const path = url.pathname.replace(/\/\.well-known(?:\/.*)?$/u, "");
  return path === "" ? "/" : path;
}

function describeChanges(url: URL): string[] {
  const notes: string[] = [];
  if (url.pathname.includes("/.well-known"))
    notes.push("Removed /.well-known: the issuer is the part before it.");
  else if (url.pathname.length > 1 && url.pathname.endsWith("/")) notes.push("Removed the trailing slash.");
  return notes;
}

/** The issuer that was most likely meant, also when an endpoint of it was pasted. */
function suggestIssuer(url: URL | undefined): string | undefined {
  if (url === undefined || url.hostname === "" || !/^https?:$/u.test(url.protocol)) return undefined;
  const [first, second] = url.pathname.split("/").filter((part) => part !== "" && part !== ".well-known");
  const hasServer = first === "oauth2" && second !== undefined && second !== "v1" && /^[\w-]+$/u.test(second);
  const suggestion = `${repairOrigin(url)}${hasServer ? `/oauth2/${second}` : ""}`;
  return readWebAddress(suggestion, "issuer").ok ? suggestion : undefined;
}

/** Reads `dev-123.okta.com/oauth2/default`, which lacks only the scheme. */
function addScheme(text: string): URL | undefined {
  const address = text.includes("://") ? undefined : readWebAddress(`https://${text}`, "issuer");
  return address?.ok === true ? address.url : undefined;
}

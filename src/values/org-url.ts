import type { Branded, Parsed } from "./branded.ts";
import { accepted, refused } from "./branded.ts";
import { isLoopback, readWebAddress, repairOrigin, stripAdmin } from "./web-address.ts";

/** `https://host[:port]` in lower case, no path, no trailing slash; `http` on loopback only. */
export type OrgUrl = Branded<"OrgUrl">;

/**
 * Parses the URL of an Okta org as people type or paste it. Adds a missing `https://`; leaves out a path, and the
 * `-admin` of the Admin Console, with a note. Any host is allowed, because orgs can have custom domains.
 */
export function parseOrgUrl(text: string): Parsed<OrgUrl> {
  const trimmed = text.trim();
  const address = readWebAddress(addScheme(trimmed), "org URL");
  if (!address.ok) return refused(address.problem, address.url && repairOrgUrl(address.url));
  if (isBareName(address.url)) return refused(bareNameProblem, repairOrgUrl(address.url));
  return accepted(repairOrigin(address.url) as OrgUrl, describeChanges(address.url));
}

const bareNameProblem = "The org URL is only a name: enter the full address of the org.";

/** `dev-123.okta.com` and `localhost:8443` get `https://`; `mailto:x` and `tel:1` are left alone, to be refused. */
function addScheme(text: string): string {
  const hasScheme =
    text === "" || knownScheme.test(text) || /^[a-z][a-z\d+.-]*:(?!\d+(?:[/?#]|$))/iu.test(text);
  return hasScheme ? text : `https://${text}`;
}

/** With digits behind them they look like a host and its port. */
const knownScheme = /^(?:about|blob|data|file|ftp|https?|javascript|mailto|sms|tel|vbscript|wss?):/iu;

/** `dev-123` alone: no org is served from a single label, but `localorg:8443` in a container network may be. */
function isBareName(url: URL): boolean {
  return !url.hostname.includes(".") && !url.hostname.startsWith("[") && url.port === "" && !isLoopback(url);
}

function repairOrgUrl(url: URL): string {
  return isBareName(url) ? `https://${url.hostname}.okta.com` : repairOrigin(url);
}

function describeChanges(url: URL): string[] {
  const notes: string[] = [];
  const host = stripAdmin(url.hostname);
  if (host !== undefined) notes.push(`Using ${host}: the address with -admin belongs to the Admin Console.`);
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") {
    notes.push("Removed what follows the host: an org URL has no path.");
  }
  return notes;
}

/** How messages name an org's Admin Console: `the Admin Console of dev-123.okta.com`. */
export function nameConsole(orgUrl: string): string {
  return `the Admin Console of ${new URL(orgUrl).host}`;
}

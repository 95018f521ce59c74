import { readUrl } from "./read-url.ts";

/** What an org URL and an issuer have in common: a web address typed or pasted by a person. */
export type WebAddress =
  | { readonly ok: true; readonly url: URL }
  | { readonly ok: false; readonly problem: string; readonly url?: URL };

const placeholder = /[{}<>]|your-?_?okta-?_?domain|\$\(/iu;
const hostName = /^(?:[a-z\d](?:[\w-]*[a-z\d])?)(?:\.[a-z\d](?:[\w-]*[a-z\d])?)*$/u;
const oktaDomains = "okta|oktapreview|okta-emea|okta-gov|okta-miltest|trex-gov";
const adminHost = new RegExp(
  String.raw`^([a-z\d][\w-]*?)(?:-admin)+\.((?:${oktaDomains})\.com|okta\.mil)$`,
  "u",
);

/** True for `localhost`, `*.localhost`, 127.0.0.0/8 and `[::1]`: the only hosts that may speak plain http. */
export function isLoopback(url: URL): boolean {
  const host = url.hostname;
  return (
    host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(?:\.\d+){3}$/u.test(host)
  );
}

/** The host without the Admin Console's `-admin`, which no app may use; undefined when it has none. */
export function stripAdmin(host: string): string | undefined {
  const [, name, domain] = adminHost.exec(host) ?? [];
  return name === undefined ? undefined : `${name}.${domain}`;
}

const oktaHost = new RegExp(String.raw`^([a-z\d][\w-]*)\.((?:${oktaDomains})\.com|okta\.mil)$`, "u");

/** The host of the Admin Console of an org; undefined for a custom domain, which does not tell. */
export function findAdminHost(host: string): string | undefined {
  const [, name, domain] = oktaHost.exec(stripAdmin(host) ?? host) ?? [];
  return name === undefined ? undefined : `${name}-admin.${domain}`;
}

/**
 * Reads an absolute http(s) URL by the WHATWG rules and refuses what no org can have. `name` is how messages call it
 * (`org URL`). A refusal carries the URL when it could be read, so that the caller can suggest a better one.
 */
export function readWebAddress(text: string, name: string): WebAddress {
  const fault = findTextFault(text, name);
  if (fault !== undefined) return { ok: false, problem: fault };
  const url = readUrl(text);
  if (url === undefined) return { ok: false, problem: `The ${name} is not a web address.` };
  if (url.hostname.endsWith(".")) url.hostname = url.hostname.slice(0, -1);
  const problem = findHostFault(url, name);
  if (problem !== undefined) return { ok: false, problem };
  const repairable = findRepairableFault(url, name);
  return repairable === undefined ? { ok: true, url } : { ok: false, problem: repairable, url };
}

function findTextFault(text: string, name: string): string | undefined {
  if (text === "") return `The ${name} is empty.`;
  if (/[\s\p{Cc}]/u.test(text)) return `The ${name} contains a space or a control character.`;
  if (text.includes("\\")) return `The ${name} contains a backslash.`;
  if (placeholder.test(text))
    return `The ${name} still contains a placeholder instead of the address of your org.`;
  const scheme = /^([a-z][a-z\d+.-]*):\/\//iu.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return `The ${name} must start with https://.`;
  return scheme === "https" || scheme === "http" ? undefined : `The ${name} must use https, not ${scheme}.`;
}

function findHostFault(url: URL, name: string): string | undefined {
  const host = url.hostname;
  if (!host.startsWith("[") && !hostName.test(host))
    return `The host in the ${name} is not a valid host name.`;
  return host.length > 253 ? `The host in the ${name} is longer than 253 characters.` : undefined;
}

function findRepairableFault(url: URL, name: string): string | undefined {
  if (url.username !== "" || url.password !== "") return `The ${name} contains a user name or password.`;
  if (url.hostname.endsWith(".com.com")) return `The host in the ${name} ends with .com.com.`;
  if (url.protocol === "http:" && !isLoopback(url)) {
    return `The ${name} must use https: plain http is allowed for this machine only.`;
  }
  return undefined;
}

/** The origin that was most likely meant: https, no credentials, no `-admin`, one `.com`. */
export function repairOrigin(url: URL): string {
  const host = url.hostname.replace(/(?:\.com){2,}$/u, ".com");
  const protocol = isLoopback(url) ? url.protocol : "https:";
  return `${protocol}//${stripAdmin(host) ?? host}${url.port === "" ? "" : `:${url.port}`}`;
}

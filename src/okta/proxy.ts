import { unsetVariable } from "../shell-lines.ts";
import type { Context } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";
import { readUrl } from "../values/read-url.ts";

/** Where requests go out, as the environment says: each an absolute URL, or empty. */
export interface ProxySettings {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  /** Hosts that are reached directly, separated by commas. */
  readonly noProxy: string;
}

/**
 * Reads HTTPS_PROXY, HTTP_PROXY and NO_PROXY (lower case first, as curl does; a missing scheme means `http`).
 * Undefined when no proxy is set. Throws `invalid-value` for a proxy that is no URL.
 */
export function readProxySettings(env: Context["env"]): ProxySettings | undefined {
  const httpProxy = readProxyUrl(env, "HTTP_PROXY");
  const httpsProxy = readProxyUrl(env, "HTTPS_PROXY");
  if (httpProxy === "" && httpsProxy === "") return undefined;
  return { httpProxy, httpsProxy, noProxy: readVariable(env, "NO_PROXY").value };
}

/** The proxy for a URL. Undefined for hosts that are reached directly. */
export function chooseProxy({ httpProxy, httpsProxy, noProxy }: ProxySettings, url: URL): URL | undefined {
  const proxy = (url.protocol === "https:" ? httpsProxy : "") || httpProxy;
  return proxy === "" || isExempt(noProxy, url) ? undefined : new URL(proxy);
}

const defaultPorts: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };

/**
 * True for a host that NO_PROXY names: `*`, or a host with all below it (`example.com`, `.example.com`, `*.example.com`), each
 * with a port or without.
 */
function isExempt(noProxy: string, { hostname, port, protocol }: URL): boolean {
  if (noProxy === "*") return true;
  const entries = noProxy
    .toLowerCase()
    .split(/[,\s]+/u)
    .filter(Boolean);
  return entries.some((entry) => {
    const [, host = entry, entryPort] = /^(.+):(\d+)$/u.exec(entry) ?? [];
    if (entryPort !== undefined && entryPort !== (port || defaultPorts[protocol])) return false;
    const name = host.replace(/^\*?\./u, "");
    return hostname === name || hostname.endsWith(`.${name}`);
  });
}

function readProxyUrl(env: Context["env"], upperCaseName: string): string {
  const { name, value } = readVariable(env, upperCaseName);
  if (value === "") return "";
  const fault = findTextFault(value);
  if (fault !== undefined) throw invalidProxy(name, fault);
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const url = readUrl(text);
  const problem = url === undefined ? "It is not a URL." : findUrlFault(url);
  if (problem !== undefined) throw invalidProxy(name, problem);
  return text;
}

/** What a URL parser reads as something else, or lets through: `\` is a slash to it, a quote a part of a host. */
function findTextFault(value: string): string | undefined {
  if (/["'`]/u.test(value))
    return "It contains a quotation mark: the quotes of a shell or of a file came along, or one in a password has to be %22 or %27.";
  if (value.includes("\\"))
    return String.raw`It contains a backslash: in a user name such as DOMAIN\user it has to be %5C.`;
  if (/[\s\p{Cc}]/u.test(value)) return "It contains a space or a control character.";
  return /^[a-z][a-z0-9+.-]*:\/(?!\/)/iu.test(value) ? "Its scheme needs two slashes: http://" : undefined;
}

function findUrlFault({ protocol, hostname, username, password }: URL): string | undefined {
  if (protocol !== "http:" && protocol !== "https:")
    return `Its scheme is ${protocol.slice(0, -1)}: only HTTP proxies are supported.`;
  if (hostname === "") return "It names no host.";
  const isReadable = [username, password].every((text) => decode(text) !== undefined);
  return isReadable ? undefined : "Each % in a user name or password has to be %25.";
}

/**
 * Undefined for a `%` that encodes nothing. The result has to be used: bundlers leave out a call of `decodeURIComponent`
 * whose result is not, and with it what it throws.
 */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function readVariable(env: Context["env"], upperCaseName: string): { name: string; value: string } {
  const lowerCaseName = upperCaseName.toLowerCase();
  const name = env[lowerCaseName] === undefined ? upperCaseName : lowerCaseName;
  return { name, value: env[name]?.trim() ?? "" };
}

/** The value is not repeated: it may hold a password. */
function invalidProxy(name: string, why: string): OktaUnlockError {
  return new OktaUnlockError("invalid-value", {
    message: `The environment variable ${name} is not the URL of an HTTP proxy.`,
    why,
    next: `Give it the form of http://<host>:<port> or http://<user>:<password>@<host>:<port>, or remove it: ${unsetVariable(name)}`,
  });
}

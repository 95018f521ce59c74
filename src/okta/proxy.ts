import type { Context } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";

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
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !isProxy(url)) throw invalidProxy(name);
  return text;
}

function isProxy({ protocol, hostname, username, password }: URL): boolean {
  return (
    ["http:", "https:"].includes(protocol) && hostname !== "" && canDecode(username) && canDecode(password)
  );
}

/** False for a `%` that encodes nothing: in a password it has to be `%25`. */
function canDecode(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function readVariable(env: Context["env"], upperCaseName: string): { name: string; value: string } {
  const lowerCaseName = upperCaseName.toLowerCase();
  const name = env[lowerCaseName] === undefined ? upperCaseName : lowerCaseName;
  return { name, value: env[name]?.trim() ?? "" };
}

/** The value is not repeated: it may hold a password. */
function invalidProxy(name: string): OktaUnlockError {
  return new OktaUnlockError("invalid-value", {
    message: `The environment variable ${name} is not the URL of an HTTP proxy.`,
    why: "It must look like http://proxy.example.com:8080, with %25 for each % in a user name or password.",
    next: `Correct it, or remove it: unset ${name}`,
  });
}

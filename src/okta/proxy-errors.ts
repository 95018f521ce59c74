import { setVariable } from "../hints.ts";
import { askServer } from "../shell-lines.ts";
import { OktaUnlockError } from "../errors.ts";
import type { Message } from "./errors.ts";

/** A proxy answered with another status than 200 when it was asked for a tunnel. */
export class ProxyRefusal extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`the proxy answered with status ${status}`);
    this.status = status;
  }
}

/** The error for status 407, or for a proxy that refuses the tunnel. */
export function proxyRefused(url: URL, status: number, cause?: unknown): OktaUnlockError {
  return new OktaUnlockError("network-unreachable", { ...explainProxyRefusal(url, status), cause });
}

function explainProxyRefusal({ host, hostname, origin }: URL, status: number): Message {
  if (status === 407) {
    return {
      message: `The proxy requires a sign-in before it connects to ${host} (status 407).`,
      why: "It asks for a user name and a password.",
      next: `Put them into the proxy's URL: ${setVariable("HTTPS_PROXY", "http://<user>:<password>@<host>:<port>")}`,
    };
  }
  if (status >= 500) {
    return {
      message: `The proxy can't connect to ${host} (status ${status}).`,
      why: "The org URL is misspelled, or the proxy in HTTPS_PROXY can't reach it.",
      next: `See what it says: ${askServer("-I", origin)}`,
    };
  }
  return {
    message: `The proxy refuses to connect to ${host} (status ${status}).`,
    why: "Its rules do not allow this host, or the host must be reached without a proxy.",
    next: `Ask whoever runs the proxy named by HTTPS_PROXY, or bypass it: ${setVariable("NO_PROXY", hostname)}`,
  };
}

/** Where a proxy was looked for in vain: the failure is of another address than the org's. */
export function findDeadProxy(url: URL, failure: Error): string | undefined {
  const { code, hostname, address, port } = failure as NodeJS.ErrnoException & Partial<Place>;
  if (code === "ENOTFOUND") return hostname === removeBrackets(url.hostname) ? undefined : hostname;
  if (code !== "ECONNREFUSED" || address === undefined) return undefined;
  const isOwnPort = port === Number(url.port || (url.protocol === "https:" ? 443 : 80));
  return isOwnPort ? undefined : `${address}:${port}`;
}

/** What Node adds to errors of sockets and of looking names up. */
interface Place {
  readonly hostname: string;
  readonly address: string;
  readonly port: number;
}

function removeBrackets(host: string): string {
  return host.replaceAll(/[[\]]/gu, "");
}

/** The error for a proxy at `proxy` (`host:port`) that does not answer. */
export function proxyUnreachable(url: URL, proxy: string, cause: unknown): OktaUnlockError {
  return new OktaUnlockError("network-unreachable", {
    message: `The proxy ${proxy}, through which ${url.host} is reached, does not answer.`,
    why: "HTTPS_PROXY names it. It is not running, or its address is misspelled.",
    next: `Correct it, or bypass it: ${setVariable("NO_PROXY", url.hostname)}`,
    cause,
  });
}

import { OktaUnlockError } from "../errors.ts";
import { isLoopback } from "../values/web-address.ts";
import type { Asked } from "./errors.ts";

/**
 * Turns what fetch rejects with (undici's errors, Node's socket, DNS and TLS errors) into the error to throw.
 * A failure that is not the network's comes back as it is.
 */
export function networkErrorOf(asked: Asked, error: unknown): unknown {
  const url = new URL(asked.orgUrl);
  const chain = causesOf(error);
  const proxyStatus = chain.map(proxyStatusOf).find((status) => status !== undefined);
  if (proxyStatus !== undefined) return proxyRefused(url, proxyStatus, error);
  for (const code of chain.map(codeOf)) {
    const reading = code === undefined ? undefined : readingOf(code);
    if (reading !== undefined && code !== undefined) return reading(url, code, error);
  }
  return isOfFetch(error) ? unreachable(url, rootMessage(chain), error) : error;
}

/** True when the connection broke after it was made: the request may or may not have been carried out. */
export function isConnectionLost(error: unknown): boolean {
  return causesOf(error).some((cause) => lostCodes.has(codeOf(cause) ?? ""));
}

/** A request got no answer in time, and may have been carried out all the same. */
class NoAnswerInTime extends OktaUnlockError {}

/** The error for a request that got no answer in time. */
export function noAnswerInTime({ orgUrl }: Asked, milliseconds: number): OktaUnlockError {
  const seconds = milliseconds / 1000;
  return new NoAnswerInTime("network-unreachable", {
    message: `${new URL(orgUrl).host} did not answer within ${seconds} ${seconds === 1 ? "second" : "seconds"}.`,
    why: "The network is slow, or a firewall swallows the request; behind one, HTTPS_PROXY names the way out.",
    next: `See whether it answers at all: curl ${orgUrl}/.well-known/okta-organization`,
  });
}

export function isNoAnswerInTime(error: unknown): boolean {
  return error instanceof NoAnswerInTime;
}

/** The error for status 407, or for a proxy that refuses the tunnel. */
export function proxyRefused(url: URL, status: number, cause?: unknown): OktaUnlockError {
  return new OktaUnlockError("network-unreachable", {
    message: `The proxy refuses to connect to ${url.host} (status ${status}).`,
    why:
      status === 407
        ? "It asks for a user name and a password."
        : "Its rules do not allow this host, or the host must be reached without a proxy.",
    next:
      status === 407
        ? "Put them into the proxy's URL: export HTTPS_PROXY=http://<user>:<password>@<host>:<port>"
        : `Ask whoever runs the proxy named by HTTPS_PROXY, or go around it: export NO_PROXY=${url.hostname}`,
    cause,
  });
}

type Reading = (url: URL, code: string, cause: unknown) => OktaUnlockError;

const lostCodes = new Set([
  "ECONNRESET",
  "EPIPE",
  "UND_ERR_SOCKET",
  "UND_ERR_RES_CONTENT_LENGTH_MISMATCH",
  "UND_ERR_BODY_TIMEOUT",
  "ERR_STREAM_PREMATURE_CLOSE",
]);

const timeoutCodes = new Set(["ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT"]);

const untrustedCodes =
  /^(SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|CERT_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH)/;

function readingOf(code: string): Reading | undefined {
  if (untrustedCodes.test(code)) return untrusted;
  if (code === "EPROTO" || code.startsWith("ERR_SSL_")) return noTls;
  if (code === "ENOTFOUND") return unknownHost;
  if (code === "ECONNREFUSED") return refusedConnection;
  if (lostCodes.has(code)) return lost;
  if (timeoutCodes.has(code)) return (url, _code, cause) => unreachable(url, "it does not answer", cause);
  if (["EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH", "ENETDOWN", "EHOSTDOWN", "EACCES"].includes(code)) {
    return (url, _code, cause) => unreachable(url, `no way to it (${code})`, cause);
  }
  return undefined;
}

const unknownHost: Reading = (url, _code, cause) =>
  new OktaUnlockError("network-unreachable", {
    message: `There is no host named ${url.hostname}.`,
    why: "The org URL has a typing error, this machine has no network, or only the proxy in HTTPS_PROXY may look names up.",
    next: "Check it in the browser, then: export OKTA_CLIENT_ORGURL=https://<host>",
    cause,
  });

const refusedConnection: Reading = (url, _code, cause) =>
  new OktaUnlockError("network-unreachable", {
    message: `${url.host} refuses the connection.`,
    why: isLoopback(url)
      ? "Nothing listens on that port of this machine."
      : "No server listens there, or the proxy in HTTPS_PROXY is not running.",
    next: isLoopback(url)
      ? "Start the local org: okta-unlock local start"
      : `See whether it answers at all: curl ${url.origin}/.well-known/okta-organization`,
    cause,
  });

const lost: Reading = (url, _code, cause) =>
  new OktaUnlockError("network-unreachable", {
    message: `The connection to ${url.host} broke off before the answer was complete.`,
    why: "The network or a proxy in between closed it.",
    next: `Run the command again. If it lasts: curl ${url.origin}/.well-known/okta-organization`,
    cause,
  });

const untrusted: Reading = (url, code, cause) =>
  new OktaUnlockError("tls-untrusted", {
    message: `The certificate of ${url.host} is not trusted (${code}).`,
    why: untrustedBecause(code),
    next: isLoopback(url)
      ? "Call the local org by its name, --org local. For another server, name its authority: export NODE_EXTRA_CA_CERTS=/path/to/authority.pem"
      : "If your company's proxy inspects TLS, name its authority: export NODE_EXTRA_CA_CERTS=/path/to/authority.pem",
    cause,
  });

function untrustedBecause(code: string): string {
  if (code === "CERT_HAS_EXPIRED") return "It has expired, or this machine's clock is wrong.";
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return "It was made for another host.";
  return "It is signed by an authority that Node does not know: often that of a proxy, such as the one in HTTPS_PROXY.";
}

const noTls: Reading = (url, code, cause) =>
  new OktaUnlockError("network-unreachable", {
    message: `${url.host} does not answer in TLS (${code}).`,
    why: "The port is that of another kind of server, or HTTPS_PROXY names a proxy with the wrong scheme.",
    next: `See what answers there: curl -v ${url.origin}`,
    cause,
  });

function unreachable(url: URL, why: string, cause: unknown): OktaUnlockError {
  return new OktaUnlockError("network-unreachable", {
    message: `${url.host} can't be reached: ${why}.`,
    why: "Is this machine online? Behind a firewall, HTTPS_PROXY must name the proxy.",
    next: `See whether it answers at all: curl ${url.origin}/.well-known/okta-organization`,
    cause,
  });
}

/** The error, its causes, and the members of an AggregateError (one for each address that was tried). */
function causesOf(error: unknown): Error[] {
  const found: Error[] = [];
  const visit = (value: unknown): void => {
    if (!(value instanceof Error) || found.includes(value)) return;
    found.push(value);
    visit(value.cause);
    if (value instanceof AggregateError) value.errors.forEach(visit);
  };
  visit(error);
  return found;
}

/** Fetch rejects with these two words and the reason as the cause; other TypeErrors are bugs of ours. */
function isOfFetch(error: unknown): boolean {
  return error instanceof TypeError && ["fetch failed", "terminated"].includes(error.message);
}

function codeOf(error: Error): string | undefined {
  return "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Undici tells the proxy's status in the message only. */
function proxyStatusOf({ message }: Error): number | undefined {
  const status = /^Proxy response \((\d{3})\)/.exec(message)?.[1];
  if (status !== undefined) return Number(status);
  return message.startsWith("Proxy Authentication Required") ? 407 : undefined;
}

function rootMessage(chain: readonly Error[]): string {
  return chain.at(-1)?.message ?? "the request failed";
}

import { hint } from "../hints.ts";
import { askServer } from "../shell-lines.ts";
import { OktaUnlockError, tooManyOpenFiles } from "../errors.ts";
import { isLoopback } from "../values/web-address.ts";
import { BodyTooLarge, largestBody } from "./body-limit.ts";
import { createCertificateError, untrustedCodes } from "./certificate-errors.ts";
import type { RequestInfo } from "./errors.ts";
import { findDeadProxy, ProxyRefusal, proxyRefused, proxyUnreachable } from "./proxy-errors.ts";

/**
 * Turns what fetch rejects with (errors of Node's sockets, DNS and TLS) into the error to throw.
 * A failure that is not the network's comes back as it is.
 */
export function toNetworkError(request: RequestInfo, error: unknown): unknown {
  const url = new URL(request.orgUrl);
  const chain = collectCauses(error);
  const refusal = chain.find((each) => each instanceof ProxyRefusal);
  if (refusal !== undefined) return proxyRefused(url, refusal.status, error);
  const proxy = chain.map((each) => findDeadProxy(url, each)).find((each) => each !== undefined);
  if (proxy !== undefined) return proxyUnreachable(url, proxy, error);
  if (chain.some((each) => each instanceof BodyTooLarge)) return tooLarge(request, error);
  for (const code of chain.map(readCode)) {
    const create = code === undefined ? undefined : findCreator(code);
    if (create !== undefined && code !== undefined) return create(url, code, error);
  }
  return isOfFetch(error) ? unreachable(url, findRootMessage(chain), error) : error;
}

/** True when the connection broke after it was made: the request may or may not have been carried out. */
export function isConnectionLost(error: unknown): boolean {
  return collectCauses(error).some((cause) => lostCodes.has(readCode(cause) ?? ""));
}

/** A request got no answer in time, and may have been carried out all the same. */
class NoAnswerInTime extends OktaUnlockError {}

/** The error for a request that got no answer in time. */
export function noAnswerInTime({ orgUrl }: RequestInfo, milliseconds: number): OktaUnlockError {
  const seconds = milliseconds / 1000;
  return new NoAnswerInTime("network-unreachable", {
    message: `${new URL(orgUrl).host} did not answer within ${seconds} ${seconds === 1 ? "second" : "seconds"}.`,
    why: "The network is slow, or a firewall drops the request. Behind a firewall, set HTTPS_PROXY to the proxy.",
    next: `See whether it answers at all: ${askServer(`${orgUrl}/.well-known/okta-organization`)}`,
  });
}

export function isNoAnswerInTime(error: unknown): boolean {
  return error instanceof NoAnswerInTime;
}

type CreateError = (url: URL, code: string, cause: unknown) => OktaUnlockError;

const lostCodes = new Set(["ECONNRESET", "EPIPE", "ERR_STREAM_PREMATURE_CLOSE"]);

function findCreator(code: string): CreateError | undefined {
  if (untrustedCodes.test(code)) return createCertificateError;
  if (code === "EPROTO" || code.startsWith("ERR_SSL_")) return noTls;
  if (code === "EMFILE" || code === "ENFILE") return (_url, _code, cause) => tooManyOpenFiles(cause as Error);
  if (code === "ENOTFOUND") return unknownHost;
  if (code === "ECONNREFUSED") return refusedConnection;
  if (lostCodes.has(code)) return lost;
  if (code === "ETIMEDOUT") return (url, _code, cause) => unreachable(url, "it does not answer", cause);
  if (["EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH", "ENETDOWN", "EHOSTDOWN", "EACCES"].includes(code)) {
    return (url, _code, cause) => unreachable(url, `no route to it (${code})`, cause);
  }
  return undefined;
}

const unknownHost: CreateError = (url, _code, cause) =>
  new OktaUnlockError("network-unreachable", {
    message: `There is no host named ${url.hostname}.`,
    why: "The org URL is misspelled, this machine has no network, or only a proxy can look up names: set HTTPS_PROXY.",
    next: `Open the org in the browser, take its address, then: ${hint("login", { org: "https://<host>" })}`,
    cause,
  });

const refusedConnection: CreateError = (url, _code, cause) =>
  new OktaUnlockError("network-unreachable", {
    message: `${url.host} refuses the connection.`,
    why: isLoopback(url) ? "Nothing listens on that port of this machine." : "No server listens there.",
    next: isLoopback(url)
      ? `Start the local org: ${hint("local start")}`
      : `See whether it answers at all: ${askServer(`${url.origin}/.well-known/okta-organization`)}`,
    cause,
  });

const lost: CreateError = (url, _code, cause) =>
  new OktaUnlockError("network-unreachable", {
    message: `The connection to ${url.host} broke off before the answer was complete.`,
    why: "The network or a proxy in between closed it.",
    next: `Run the command again. If it persists: ${askServer(`${url.origin}/.well-known/okta-organization`)}`,
    cause,
  });

const noTls: CreateError = (url, code, cause) =>
  new OktaUnlockError("network-unreachable", {
    message: `${url.host} does not answer in TLS (${code}).`,
    why: "The port is that of another kind of server, or HTTPS_PROXY names a proxy with the wrong scheme.",
    next: `See what answers there: ${askServer("-v", url.origin)}`,
    cause,
  });

function tooLarge({ orgUrl, purpose }: RequestInfo, cause: unknown): OktaUnlockError {
  return new OktaUnlockError("not-an-okta-org", {
    message: `${orgUrl} answered with more than ${largestBody / 1024 / 1024} MB when asked to ${purpose}.`,
    why: "No answer of Okta's is that long. Something else answers in its place, or the org URL is misspelled.",
    next: `An org gives JSON with its id here: ${askServer(`${orgUrl}/.well-known/okta-organization`)}`,
    cause,
  });
}

function unreachable(url: URL, why: string, cause: unknown): OktaUnlockError {
  return new OktaUnlockError("network-unreachable", {
    message: `${url.host} can't be reached: ${why}.`,
    why: "Is this machine online? Behind a firewall, set HTTPS_PROXY to the proxy.",
    next: `See whether it answers at all: ${askServer(`${url.origin}/.well-known/okta-organization`)}`,
    cause,
  });
}

/** The error, its causes, and the members of an AggregateError (one for each address that was tried). */
function collectCauses(error: unknown): Error[] {
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

function readCode(error: Error): string | undefined {
  return "code" in error && typeof error.code === "string" ? error.code : undefined;
}

function findRootMessage(chain: readonly Error[]): string {
  return chain.at(-1)?.message ?? "the request failed";
}

import { OktaUnlockError } from "../../errors.ts";
import { noCredential } from "../../okta/authorizer.ts";
import { createExchange, type Exchange, type OrgContext } from "../../okta/exchange.ts";
import { computeBackOff } from "../../okta/retries.ts";
import {
  afterStart,
  type NewOrg,
  readStarted,
  readState,
  type RegistrationServer,
  createTooLongError,
  withoutServer,
} from "./server.ts";

/** Who the org is made for. */
export interface Registrant {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly country: string;
}

const longestWaitMinutes = 10;
const longestPause = 60_000;

/** Asks the server to make an org. Gives the token that redeems it: a secret from here on. Throws what `readStarted` does. */
export async function requestOrg(
  context: OrgContext,
  server: RegistrationServer,
  registrant: Registrant,
): Promise<string> {
  const url = `${server.url}/api/v1/registration/${server.registrationId}/register`;
  const body = JSON.stringify({ userProfile: { ...registrant, okta_oie: true } });
  const request = { method: "POST", url, body, purpose: "register", authorized: false };
  try {
    const cliToken = readStarted(server, await createServerExchange(context, server)(request));
    context.secrets.add(cliToken);
    return cliToken;
  } catch (error) {
    throw withNext(error, withoutServer);
  }
}

/** How long to wait for an org. */
export interface Waiting {
  /** The token that redeems it. */
  readonly cliToken: string;
  /** Milliseconds between two questions. */
  readonly interval: number;
}

/**
 * Waits until the org is ready, ten minutes at most. While the server can't be reached or is busy, it asks less and less
 * often. The API token is a secret from here on. Throws what `readState` does, and what the signal aborts with.
 */
export async function awaitOrg(
  context: OrgContext,
  server: RegistrationServer,
  { cliToken, interval }: Waiting,
): Promise<NewOrg> {
  const deadline = context.clock.now().getTime() + longestWaitMinutes * 60_000;
  const exchange = createServerExchange(context, server);
  for (let failures = 0; ;) {
    const outcome = await poll(exchange, server, cliToken);
    if (outcome.kind === "ready") {
      context.secrets.add(outcome.org.apiToken);
      return outcome.org;
    }
    failures = outcome.kind === "failed" ? failures + 1 : 0;
    if (outcome.kind === "failed") context.log.debug(`Asking again: ${outcome.error.message}`);
    const pause =
      failures === 0 ? interval : Math.min(interval + computeBackOff(failures, interval), longestPause);
    if (context.clock.now().getTime() + pause > deadline) throw createFinalError(server, outcome);
    await context.clock.sleep(pause, context.signal);
  }
}

type Outcome =
  | { readonly kind: "ready"; readonly org: NewOrg }
  | { readonly kind: "pending" }
  | { readonly kind: "failed"; readonly error: OktaUnlockError };

async function poll(exchange: Exchange, server: RegistrationServer, cliToken: string): Promise<Outcome> {
  const url = `${server.url}/api/internal/v1/developer/redeem/${cliToken}`;
  try {
    const answer = await exchange({ method: "GET", url, purpose: "register", authorized: false });
    if (answer.status === 429 || answer.status >= 500) throw createBusyError(server, answer.status);
    const org = readState(server, answer);
    return org === undefined ? { kind: "pending" } : { kind: "ready", org };
  } catch (error) {
    if (isTransient(error)) return { kind: "failed", error };
    throw withNext(error, afterStart);
  }
}

function isTransient(error: unknown): error is OktaUnlockError {
  return error instanceof OktaUnlockError && ["network-unreachable", "rate-limited"].includes(error.code);
}

function createBusyError({ url }: RegistrationServer, status: number): OktaUnlockError {
  return new OktaUnlockError("rate-limited", {
    message: `${new URL(url).host} is overloaded or failing (status ${status}).`,
    next: afterStart,
  });
}

function createFinalError(server: RegistrationServer, outcome: Outcome): unknown {
  return outcome.kind === "failed"
    ? withNext(outcome.error, afterStart)
    : createTooLongError(server, longestWaitMinutes);
}

/** The network's errors speak of an org that is known; here there is none yet. */
function withNext(error: unknown, next: string): unknown {
  if (!(error instanceof OktaUnlockError) || error.code !== "network-unreachable") return error;
  return error.with({ next, details: [] });
}

/** Nothing is sent but what the protocol asks for: there is no credential yet. */
function createServerExchange(context: OrgContext, { url }: RegistrationServer): Exchange {
  return createExchange(context, { orgUrl: url, authorizer: noCredential });
}

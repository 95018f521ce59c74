import type { Subject } from "../subject.ts";
import { ask, type ProbeAnswer, type ProbeContext, readJson, readTextOf, type Route } from "./ask.ts";

/** What the token endpoint made of a refresh token that can't exist. */
export type TokenReading =
  | { readonly kind: "error"; readonly status: number; readonly error: string; readonly description: string }
  /** It gave what was asked for. */
  | { readonly kind: "granted" }
  | { readonly kind: "rate-limited"; readonly resetsAt: Date | undefined }
  | { readonly kind: "unclear"; readonly what: string };

/**
 * Refreshes with a token that is none, once. A client that may refresh without a secret gets `invalid_grant` (RFC 6749,
 * section 5.2); every other answer says what its app lacks.
 */
export async function probeToken(
  context: ProbeContext,
  route: Route,
  endpoint: string,
  { clientId, scopes }: Pick<Subject, "clientId" | "scopes">,
): Promise<TokenReading> {
  const form = new URLSearchParams({
    grant_type: "refresh_token",
    // Says in the log of the org who asks.
    refresh_token: "probe-of-okta-unlock-doctor",
    client_id: clientId,
    scope: scopes.join(" "),
  });
  return readTokenAnswer(await ask(context, route, endpoint, form));
}

/**
 * Asks for a device code (RFC 8628, section 3.1), once. Where the app may do that there is a pending code afterwards, which
 * expires by itself.
 */
export async function probeDevice(
  context: ProbeContext,
  route: Route,
  endpoint: string,
  { clientId, scopes }: Pick<Subject, "clientId" | "scopes">,
): Promise<TokenReading> {
  const form = new URLSearchParams({ client_id: clientId, scope: scopes.join(" ") });
  const answer = await ask(context, route, endpoint, form);
  return readTextOf(readJson(answer), "device_code") === "" ? readTokenAnswer(answer) : { kind: "granted" };
}

/** Reads an answer of the token endpoint. What is not known is `unclear`. */
export function readTokenAnswer(answer: ProbeAnswer): TokenReading {
  const { status, resetsAt } = answer;
  if (status === 429) return { kind: "rate-limited", resetsAt };
  const json = readJson(answer);
  const error = readTextOf(json, "error");
  if (error === "" || status < 400 || status >= 500)
    return { kind: "unclear", what: `it answered with status ${status}` };
  return { kind: "error", status, error, description: readTextOf(json, "error_description") };
}

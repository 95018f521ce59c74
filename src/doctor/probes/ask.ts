import type { Context } from "../../context.ts";
import { noAnswerInTime, toNetworkError } from "../../okta/network-errors.ts";
import { readReset } from "../../okta/rate-limit.ts";
import { type Announce, computeBackOff } from "../../okta/retries.ts";
import { composeUserAgent } from "../user-agent.ts";

export type ProbeContext = Pick<Context, "fetch" | "signal" | "clock" | "version" | "log">;

/** How a probe reaches a server. */
export interface Route {
  /** The certificate authority (PEM) of the local org. */
  readonly trust: string | undefined;
  /** Says how long a rate limit is waited out. */
  readonly announce?: Announce;
}

/** What a server answered, whatever it was. */
export interface ProbeAnswer {
  readonly status: number;
  readonly location: string | undefined;
  readonly contentType: string;
  /** Milliseconds that the server's clock is ahead of this machine's; undefined when it does not tell the time. */
  readonly clockOffset: number | undefined;
  /** When a rate limit is reset; undefined when the answer does not say. */
  readonly resetsAt: Date | undefined;
  /** Milliseconds until then, by the server's clock. */
  readonly wait?: number | undefined;
  readonly text: string;
}

/** An org that is slow, but answers, is no fault of the app. */
const patience = 20_000;

/** A fault on the side of Okta, or of a proxy in front of it, is usually over in seconds. */
const shortFaults: readonly number[] = [502, 503, 504];
const mostRepeats = 2;

/** At most this long is waited for the reset of a rate limit: Okta's buckets are a minute long. */
const longestWait = 90_000;

/**
 * Sends one request without a credential and gives the answer of any status: what is asked is how the server answers now. It is
 * repeated once when a rate limit refused it and is reset soon, and twice when the server was not available: neither has done
 * anything then. Throws the network's errors.
 */
export async function ask(
  context: ProbeContext,
  route: Route,
  url: string,
  form?: URLSearchParams,
): Promise<ProbeAnswer> {
  let answer = await askOnce(context, route, url, form);
  for (let attempt = 0; attempt < mostRepeats && shortFaults.includes(answer.status); attempt += 1) {
    await context.clock.sleep(computeBackOff(attempt, 1000), context.signal);
    answer = await askOnce(context, route, url, form);
  }
  const { wait } = answer;
  if (answer.status !== 429 || wait === undefined || wait > longestWait) return answer;
  // Its times are cut to whole seconds.
  const pause = wait + 1000;
  route.announce?.(pause);
  await context.clock.sleep(pause, context.signal);
  return askOnce(context, route, url, form);
}

async function askOnce(
  context: ProbeContext,
  { trust }: Route,
  url: string,
  form?: URLSearchParams,
): Promise<ProbeAnswer> {
  const limit = AbortSignal.timeout(patience);
  const request = { purpose: "answer a check", orgUrl: new URL(url).origin };
  try {
    const answer = await context.fetch(url, {
      method: form === undefined ? "GET" : "POST",
      headers: {
        accept: form === undefined ? "application/json, text/html" : "application/json",
        "user-agent": composeUserAgent(context.version),
        ...(form && { "content-type": "application/x-www-form-urlencoded" }),
      },
      ...(form && { body: form.toString() }),
      signal: AbortSignal.any([context.signal, limit]),
      ...(trust !== undefined && { trust }),
    });
    const text = await answer.text();
    const { origin, pathname } = new URL(url);
    context.log.debug(`${form === undefined ? "GET" : "POST"} ${origin}${pathname}: ${answer.status}`);
    return { status: answer.status, text, ...readHeaders(answer.headers, context.clock.now()) };
  } catch (error) {
    context.signal.throwIfAborted();
    throw limit.aborted ? noAnswerInTime(request, patience) : toNetworkError(request, error);
  }
}

function readHeaders(headers: { get(name: string): string | null }, now: Date) {
  const date = Date.parse(headers.get("date") ?? "");
  const reset = readReset(headers);
  return {
    location: headers.get("location") ?? undefined,
    contentType: headers.get("content-type") ?? "",
    clockOffset: Number.isNaN(date) ? undefined : date - now.getTime(),
    resetsAt: reset?.at,
    wait: reset?.wait,
  };
}

/** The JSON object in an answer; undefined when it has none. */
export function readJson({ text }: Pick<ProbeAnswer, "text">): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    const isObject = typeof json === "object" && json !== null && !Array.isArray(json);
    return isObject ? (json as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

/** A text of an object; empty when it is none. */
export function readTextOf(json: Readonly<Record<string, unknown>> | undefined, name: string): string {
  const value = json?.[name];
  return typeof value === "string" ? value : "";
}

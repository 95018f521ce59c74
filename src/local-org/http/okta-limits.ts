import type { ServerResponse } from "node:http";
import type { Context, Next } from "koa";
import { isOwnPath } from "../faults/faults.ts";
import type { Org } from "../org.ts";
import { answerRateLimited, createRefusal } from "./fault-answers.ts";
import { findBucket, clientLimits, type LimitPlan, type Limits, mostAtOnce } from "./published-limits.ts";
import { MinuteBuckets, setRateLimitHeaders, type Usage } from "./rate-limit.ts";

/**
 * Okta's limits: a bucket for each minute, half of it for one token, concurrent requests, and the requests of a client to
 * `/authorize`. The headers show the limit that is nearest.
 */
export function limitAsOkta(org: Org, { plan, minute }: Limits) {
  const counts = new MinuteBuckets(minute);
  const [ofOrg, ofClients] = [new AtOnce(), new AtOnce()];
  return async (context: Context, next: Next): Promise<void> => {
    if (isOwnPath(context.path)) return next();
    const now = org.clock.now().getTime();
    const client = identifyClient(context);
    const isFree =
      ofOrg.has(context.res, "", mostAtOnce[plan]) &&
      (client === undefined || ofClients.has(context.res, client, clientLimits.atOnce));
    // Okta reports a limit of 0 for concurrent requests; the reset is only a suggestion.
    if (!isFree) return refuse(context, { limit: 0, remaining: 0, resetAt: now + 60_000 });
    const usages = listLimits(context, plan, client).map(([key, limit]) => counts.count(key, limit, now));
    const nearest = usages.toSorted(compareByRest)[0];
    if (nearest === undefined) return next();
    if (nearest.isOver) return refuse(context, nearest);
    setRateLimitHeaders(context, nearest);
    return next();
  };
}

function refuse(context: Context, rate: Omit<Usage, "isOver">): void {
  setRateLimitHeaders(context, rate);
  answerRateLimited(context);
}

function compareByRest(one: Usage, other: Usage): number {
  return Number(other.isOver) - Number(one.isOver) || one.remaining - other.remaining;
}

/** The limits that a request counts for: names and numbers. */
function listLimits(
  context: Context,
  plan: LimitPlan,
  client: string | undefined,
): readonly (readonly [string, number])[] {
  const bucket = findBucket(context.method, context.path);
  if (bucket === undefined) return [];
  const limit = bucket.perMinute[plan];
  const credential = context.get("Authorization");
  return [
    [bucket.name, limit],
    // https://developer.okta.com/docs/reference/rl2-token-oauth/
    ...(credential === "" ? [] : [[`${bucket.name} ${credential}`, Math.floor(limit / 2)] as const]),
    ...(client === undefined ? [] : [[client, clientLimits.perMinute] as const]),
  ];
}

/** The client of a request to `/authorize`: client ID, address and device cookie. Undefined for other paths. */
function identifyClient(context: Context): string | undefined {
  if (!/^\/oauth2\/(?:[^/]+\/)?v1\/authorize$/u.test(context.path)) return undefined;
  const clientId = new URLSearchParams(context.search).get("client_id") ?? "";
  return `client ${clientId} ${context.req.socket.remoteAddress ?? ""} ${context.cookies.get("dt") ?? ""}`;
}

/** Counts concurrent requests. */
class AtOnce {
  readonly #running = new Map<string, number>();

  /** Takes a slot for a request until its connection closes. False when all `most` slots are taken. */
  has(response: ServerResponse, key: string, most: number): boolean {
    const running = this.#running.get(key) ?? 0;
    if (running >= most) return false;
    this.#running.set(key, running + 1);
    response.once("close", () => this.#leave(key));
    return true;
  }

  #leave(key: string): void {
    const left = (this.#running.get(key) ?? 1) - 1;
    if (left > 0) this.#running.set(key, left);
    else this.#running.delete(key);
  }
}

/** How long the priorities of a list are reconciled after a change, in milliseconds. Okta does not say; a guess. */
const reconciling = 100;

const changed =
  /^\/api\/v1\/authorizationServers\/(?<server>[^/]+)\/policies(?:\/(?<policy>[^/]+)(?<rules>\/rules)?)?/u;

/** Refuses a change to a list of policies or rules with 423 while it is busy with the one before, as Okta does. */
export function lockPolicies() {
  const busy = new Set<string>();
  return async (context: Context, next: Next): Promise<void> => {
    const list = context.method === "GET" ? undefined : findChangedList(context.path);
    if (list === undefined) return next();
    if (busy.has(list)) throw createRefusal("E0000239");
    // Locked before the change runs, because two changes can arrive at once.
    busy.add(list);
    await next().finally(() => {
      setTimeout(() => busy.delete(list), context.status < 300 ? reconciling : 0).unref();
    });
  };
}

/** The list whose priorities a request changes: that of an authorization server, or the rules of a policy. */
function findChangedList(path: string): string | undefined {
  const groups = changed.exec(path)?.groups;
  if (groups === undefined) return undefined;
  return groups["rules"] === undefined ? groups["server"] : `${groups["server"]} ${groups["policy"]}`;
}

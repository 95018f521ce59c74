import type { Context, Next } from "koa";
import { isOwnPath } from "../../faults/faults.ts";
import type { Org } from "../../org.ts";
import { answerRateLimited } from "../fault-answers.ts";
import { MinuteBuckets, type Usage } from "./minute-buckets.ts";

/** What the headers say while nothing is enforced. */
const generousLimit = 600;

/**
 * Okta's rate-limit headers, from a bucket a minute for each token and kind of resource; reset is in UTC epoch seconds.
 * Refuses with 429 only when a limit was asked for.
 */
export function limitRate(org: Org) {
  const limit = org.rateLimitPerMinute ?? generousLimit;
  const buckets = new MinuteBuckets();
  return async (context: Context, next: Next): Promise<void> => {
    if (isOwnPath(context.path)) return next();
    const usage = buckets.count(keyOf(context), limit, org.clock.now().getTime());
    setRateLimitHeaders(context, usage);
    if (org.rateLimitPerMinute !== undefined && usage.isOver) return answerRateLimited(context);
    return next();
  };
}

type RateLimit = Pick<Usage, "limit" | "remaining"> & {
  /** Milliseconds since the epoch; undefined leaves the header out. */
  readonly resetAt: number | undefined;
};

export function setRateLimitHeaders(context: Context, rate: RateLimit): void {
  context.set("X-Rate-Limit-Limit", String(rate.limit));
  context.set("X-Rate-Limit-Remaining", String(rate.remaining));
  if (rate.resetAt === undefined) context.remove("X-Rate-Limit-Reset");
  else context.set("X-Rate-Limit-Reset", String(Math.ceil(rate.resetAt / 1000)));
}

/** The first segments of a path name the resource: `api/v1/apps`. */
function keyOf(context: Context): string {
  return `${context.path.split("/").slice(1, 4).join("/")} ${context.get("Authorization")}`;
}

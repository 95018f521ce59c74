import type { Context, Next } from "koa";
import { isOwnPath } from "../faults.ts";
import type { Org } from "../org.ts";
import { rateLimited } from "./api-error.ts";

const minute = 60_000;
/** What the headers say while nothing is enforced. */
const generousLimit = 600;

/** A client may send as many tokens as it likes; the oldest are forgotten. */
const mostBuckets = 1000;

interface Bucket {
  readonly resetAt: number;
  used: number;
}

/**
 * Okta's rate-limit headers, from a bucket a minute for each token and kind of resource; reset is in UTC epoch seconds.
 * Refuses with 429 only when a limit was asked for.
 */
export function limitRate(org: Org) {
  const limit = org.rateLimitPerMinute ?? generousLimit;
  const buckets = new Map<string, Bucket>();
  return async (context: Context, next: Next): Promise<void> => {
    if (isOwnPath(context.path)) return next();
    const now = org.clock.now().getTime();
    const bucket = bucketOf(buckets, keyOf(context), now);
    bucket.used += 1;
    setRateLimitHeaders(context, {
      limit,
      remaining: Math.max(0, limit - bucket.used),
      resetAt: bucket.resetAt,
    });
    if (org.rateLimitPerMinute !== undefined && bucket.used > limit) throw rateLimited();
    return next();
  };
}

interface RateLimit {
  readonly limit: number;
  readonly remaining: number;
  /** Milliseconds since the epoch; undefined leaves the header out. */
  readonly resetAt: number | undefined;
}

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

function bucketOf(buckets: Map<string, Bucket>, key: string, now: number): Bucket {
  const known = buckets.get(key);
  if (known !== undefined && isOfThisMinute(known, now)) return known;
  for (const [name, bucket] of buckets) if (!isOfThisMinute(bucket, now)) buckets.delete(name);
  const [oldest = ""] = buckets.size < mostBuckets ? [] : buckets.keys();
  buckets.delete(oldest);
  const made = { resetAt: now + minute, used: 0 };
  buckets.set(key, made);
  return made;
}

/** The clock of the org can be turned back as well. */
function isOfThisMinute({ resetAt }: Bucket, now: number): boolean {
  return resetAt > now && resetAt - minute <= now;
}

import type { Context, Next } from "koa";
import { isOwnPath } from "../faults/faults.ts";
import type { Org } from "../org.ts";
import { answerRateLimited } from "./fault-answers.ts";

/** The limit in the headers when none is enforced. */
const generousLimit = 600;

/**
 * Okta's rate-limit headers, from a bucket a minute for each token and kind of resource; reset is in UTC epoch seconds.
 * Refuses with 429 only when the org was started with a limit.
 */
export function limitRate(org: Org) {
  const limit = org.rateLimitPerMinute ?? generousLimit;
  const buckets = new MinuteBuckets();
  return async (context: Context, next: Next): Promise<void> => {
    if (isOwnPath(context.path)) return next();
    const usage = buckets.count(buildKey(context), limit, org.clock.now().getTime());
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
function buildKey(context: Context): string {
  return `${context.path.split("/").slice(1, 4).join("/")} ${context.get("Authorization")}`;
}

/** A client may send as many tokens as it likes; the oldest are forgotten. */
const mostBuckets = 1000;

/** A bucket after one more request was counted in it. */
export interface Usage {
  readonly limit: number;
  readonly remaining: number;
  /** Milliseconds since the epoch. */
  readonly resetAt: number;
  readonly isOver: boolean;
}

interface Bucket {
  readonly resetAt: number;
  used: number;
}

/** Counts requests by the minute. A minute begins with the first request after the last one. */
export class MinuteBuckets {
  readonly #buckets = new Map<string, Bucket>();
  readonly #minute: number;

  /** @param minute how long a minute is, in milliseconds; shorter in tests */
  constructor(minute = 60_000) {
    this.#minute = minute;
  }

  /** Counts a request at the time `now`, in milliseconds since the epoch. */
  count(key: string, limit: number, now: number): Usage {
    const bucket = this.#openBucket(key, now);
    bucket.used += 1;
    return {
      limit,
      remaining: Math.max(0, limit - bucket.used),
      resetAt: bucket.resetAt,
      isOver: bucket.used > limit,
    };
  }

  #openBucket(key: string, now: number): Bucket {
    const known = this.#buckets.get(key);
    if (known !== undefined && this.#isCurrent(known, now)) return known;
    for (const [name, bucket] of this.#buckets) if (!this.#isCurrent(bucket, now)) this.#buckets.delete(name);
    const [oldest = ""] = this.#buckets.size < mostBuckets ? [] : this.#buckets.keys();
    this.#buckets.delete(oldest);
    const made = { resetAt: now + this.#minute, used: 0 };
    this.#buckets.set(key, made);
    return made;
  }

  /** The clock of the org can be turned back as well. */
  #isCurrent({ resetAt }: Bucket, now: number): boolean {
    return resetAt > now && resetAt - this.#minute <= now;
  }
}

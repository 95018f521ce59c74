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

  /** @param minute how long a minute is, in milliseconds: tests have no time for a whole one */
  constructor(minute = 60_000) {
    this.#minute = minute;
  }

  /** Counts a request at the time `now`, in milliseconds since the epoch. */
  count(key: string, limit: number, now: number): Usage {
    const bucket = this.#bucketOf(key, now);
    bucket.used += 1;
    return {
      limit,
      remaining: Math.max(0, limit - bucket.used),
      resetAt: bucket.resetAt,
      isOver: bucket.used > limit,
    };
  }

  #bucketOf(key: string, now: number): Bucket {
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

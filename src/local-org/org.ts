import type { Store } from "./store/store.ts";
import { newId } from "./ids.ts";
import type { IdPrefix } from "./ids.ts";

export interface OrgClock {
  now(): Date;
}

/** What request handlers share. */
export interface Org {
  readonly store: Store;
  readonly clock: OrgClock;
  /** `https://localhost:PORT`: the origin in every issuer. */
  readonly url: string;
  readonly port: number;
}

/** `id`, `created` and `lastUpdated` of a new object. */
export function stamp(
  clock: OrgClock,
  prefix: IdPrefix,
): { readonly id: string; readonly created: string; readonly lastUpdated: string } {
  const now = clock.now();
  return { id: newId(prefix, now), created: now.toISOString(), lastUpdated: now.toISOString() };
}

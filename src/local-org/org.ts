import type { AdjustableClock, OrgClock } from "./clock.ts";
import type { FaultSource } from "./faults/faults.ts";
import type { Limits } from "./http/published-limits.ts";
import { createId, createRandomText } from "./ids.ts";
import type { EventLog } from "./model/event-log.ts";
import { put } from "./store/change.ts";
import type { Store } from "./store/store.ts";

/** An answered request, for observers: without headers and body. */
export interface AnsweredRequest {
  readonly method: string;
  /** Path and query, as they were sent. */
  readonly url: string;
  /** The HTTP status; 0 when the connection was dropped. */
  readonly status: number;
  readonly requestId: string;
  /** The internal failure behind a 500, such as a full disk. It isn't sent to the client. */
  readonly failure?: unknown;
}

/** What request handlers share. */
export interface Org {
  readonly store: Store;
  readonly clock: AdjustableClock;
  /** The origin in every issuer: `https://localhost:PORT`, or the network address when there is one. */
  readonly url: string;
  readonly port: number;
  /** The address for other machines, when the org is exposed to the network. */
  readonly networkAddress: string | undefined;
  readonly faults: FaultSource;
  readonly events: EventLog;
  readonly onRequest: ((request: AnsweredRequest) => void) | undefined;
  readonly rateLimitPerMinute: number | undefined;
  /** Okta's own limits, when they are enabled; they replace `rateLimitPerMinute`. */
  readonly limits?: Limits | undefined;
  /** Whether the old registration protocol is served. */
  readonly registration: boolean;
}

/** `id`, `created` and `lastUpdated` of a new object. */
export function stamp(
  clock: OrgClock,
  prefix: string,
): { readonly id: string; readonly created: string; readonly lastUpdated: string } {
  const now = clock.now();
  return { id: createId(prefix, now), created: now.toISOString(), lastUpdated: now.toISOString() };
}

/** What session cookies are signed with: made at first use, kept, so that people stay signed in over restarts. */
export function loadCookieKeys(org: Org): readonly string[] {
  const known = org.store.get("secrets", "secrets");
  if (known !== undefined) return known.cookieKeys;
  const made = [createRandomText(43)];
  org.store.write([put("secrets", "secrets", { cookieKeys: made })]);
  return made;
}

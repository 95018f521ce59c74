import * as v from "valibot";
import type { OktaApp } from "../okta/port.ts";

/** How long an ephemeral app lives, and which job it is for. */
export interface Lease {
  /** Seconds from its creation until it may be removed. */
  readonly ttl: number;
  /** The job that it was made for, as its CI system names it. */
  readonly runId: string;
}

/** What we leave in an app's `profile`, so that later runs recognize it. Not secret: every app admin can read it. */
export interface Marker {
  readonly project: string;
  /** The run that created the app: it is found again by it when the answer to its creation was lost. */
  readonly run?: string | undefined;
  /** Roughly when an ephemeral app may be removed: ISO 8601 in UTC. An app without it is never pruned. */
  readonly expiresAt?: string | undefined;
  /** As in `Lease`. Counted from Okta's time of creation it decides; the clock that wrote `expiresAt` may be wrong. */
  readonly ttl?: number | undefined;
  readonly runId?: string | undefined;
}

const text = v.optional(v.string());

/** Longer than any time to live, and short enough for the end to fit into a `Date`. */
const mostSeconds = 366 * 86_400;

const seconds = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(mostSeconds)));

const profile = v.looseObject({
  okta_unlock: v.looseObject({ project: v.string(), run: text, expiresAt: text, ttl: seconds, runId: text }),
});

/** The marker of an app; undefined when the app is not ours. */
export function readMarker(app: Pick<OktaApp, "profile">): Marker | undefined {
  const parsed = v.safeParse(profile, app.profile);
  return parsed.success ? parsed.output.okta_unlock : undefined;
}

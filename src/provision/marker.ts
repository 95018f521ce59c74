import * as v from "valibot";
import type { OktaApp } from "../org/port.ts";

/** For how long an ephemeral app is there, and for whom. */
export interface Lease {
  /** When it may be removed: ISO 8601 in UTC. */
  readonly expiresAt: string;
  /** The job that it was made for, as its CI system names it. */
  readonly runId: string;
}

/** What we leave in an app's `profile`, so that later runs know it for ours. Not secret: every app admin sees it. */
export interface Marker {
  readonly project: string;
  /** The run that made the app: finds it again when the answer to its creation was lost. */
  readonly run?: string | undefined;
  /** As in `Lease`. An app without it is never pruned. */
  readonly expiresAt?: string | undefined;
  readonly runId?: string | undefined;
}

const text = v.optional(v.string());

const profile = v.looseObject({
  okta_unlock: v.looseObject({ project: v.string(), run: text, expiresAt: text, runId: text }),
});

/** The marker of an app; undefined when the app is not ours. */
export function markerOf(app: Pick<OktaApp, "profile">): Marker | undefined {
  const parsed = v.safeParse(profile, app.profile);
  return parsed.success ? parsed.output.okta_unlock : undefined;
}

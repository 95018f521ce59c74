import * as v from "valibot";
import type { OktaApp } from "../org/port.ts";
import type { NativeAppBody } from "./desired.ts";

/** What we leave in an app's `profile`, so that later runs know it for ours. Not secret: every app admin sees it. */
export interface Marker {
  readonly project: string;
  /** The run that made the app: finds it again when the answer to its creation was lost. */
  readonly run?: string | undefined;
  /** When the app may be removed: ISO 8601 in UTC. Only ephemeral apps have it. */
  readonly expiresAt?: string | undefined;
  /** What `--run-id` said. */
  readonly runId?: string | undefined;
}

const profile = v.looseObject({
  okta_unlock: v.looseObject({
    project: v.string(),
    run: v.optional(v.string()),
    expiresAt: v.optional(v.string()),
    runId: v.optional(v.string()),
  }),
});

/** The marker of an app; undefined when the app is not ours. */
export function markerOf(app: Pick<OktaApp, "profile">): Marker | undefined {
  const parsed = v.safeParse(profile, app.profile);
  return parsed.success ? parsed.output.okta_unlock : undefined;
}

/** The body of an app with the run that makes it noted in its marker. */
export function withRun(body: NativeAppBody, run: string) {
  return { ...body, profile: { okta_unlock: { ...body.profile.okta_unlock, run } } };
}

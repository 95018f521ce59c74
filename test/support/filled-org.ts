import { createUserChanges, buildStatusChanges } from "../../src/local-org/users/user-changes.ts";
import { stamp } from "../../src/local-org/org.ts";
import { put } from "../../src/local-org/store/change.ts";
import type { Afterwards } from "../unit/local-org/support.ts";
import { previews } from "./page-previews.ts";
import type { PagesOrg } from "./pages-org.ts";
import { startPagesOrg } from "./pages-org.ts";
import { sampleEvents } from "./sample-events.ts";

/** Every page there is, by path, as an org that was used for a while shows it. */
export const pagePaths: readonly string[] = [
  ...Object.keys(previews).map((name) => `/preview/${name}`),
  "/",
  "/activity",
  "/activity?outcome=refused",
  "/activity?app=none",
  "/activity/users",
  "/activity/users/new",
  "/activity/nothing",
];

/** An org with an app, people in several states, and what a day of work leaves in the activity. */
export async function startFilledOrg(afterwards: Afterwards): Promise<PagesOrg> {
  const started = await startPagesOrg(afterwards);
  const { org } = started;
  const app = {
    ...stamp(org.clock, "0oa"),
    name: "oidc_client",
    label: "Field notes",
    status: "ACTIVE" as const,
    signOnMode: "OPENID_CONNECT",
    settings: { implicitAssignment: true, oauthClient: {} },
  };
  org.store.write([put("apps", app.id, app)]);
  for (const [login, firstName, lastName, status] of [
    ["ada.lovelace@example.com", "Ada", "Lovelace", "LOCKED_OUT"],
    ["grace.hopper@navy.example.com", "Grace", "Hopper", "SUSPENDED"],
    ["a.very.long.login.that.goes.on.and.on@department.example.com", "Maximiliane", "Müller", undefined],
  ] as const) {
    const profile = { login, email: login, firstName, lastName };
    const { user, changes } = await createUserChanges(org, profile, "Quite-good-1");
    org.store.write(changes);
    if (status !== undefined) org.store.write(buildStatusChanges(org, user, status));
  }
  for (const event of sampleEvents) org.events.record(event);
  return started;
}

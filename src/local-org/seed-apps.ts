import type { OrgClock } from "./clock.ts";
import { stamp } from "./org.ts";
import type { Change } from "./store/change.ts";
import { put } from "./store/change.ts";
import type { StoredApp } from "./store/collections.ts";

const systemApps = [
  { name: "saasure", label: "Okta Admin Console" },
  { name: "okta_enduser", label: "Okta Dashboard" },
  { name: "okta_browser_plugin", label: "Okta Browser Plugin" },
];

/** The app sign-on policy that new apps get (Identity Engine), and the apps every Okta org lists besides one's own. */
export function seededApps(clock: OrgClock): Change[] {
  const policy = {
    ...stamp(clock, "rst"),
    name: "Any two factors",
    description: "Require two factors to access.",
    status: "ACTIVE",
    type: "ACCESS_POLICY",
    priority: 1,
    system: true,
  };
  const apps = systemApps.map((app) => systemApp(clock, app, policy.id));
  return [put("accessPolicies", policy.id, policy), ...apps.map((app) => put("apps", app.id, app))];
}

function systemApp(clock: OrgClock, app: (typeof systemApps)[number], accessPolicyId: string): StoredApp {
  return {
    ...stamp(clock, "0oa"),
    ...app,
    status: "ACTIVE" as const,
    signOnMode: "OPENID_CONNECT",
    features: [],
    accessibility: { selfService: false, errorRedirectUrl: null, loginRedirectUrl: null },
    visibility: {
      autoLaunch: false,
      autoSubmitToolbar: false,
      hide: { iOS: false, web: false },
      appLinks: {},
    },
    credentials: { userNameTemplate: { template: "${source.login}", type: "BUILT_IN" }, signing: {} },
    settings: { app: {}, implicitAssignment: true },
    accessPolicyId,
  };
}

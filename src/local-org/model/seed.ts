import type { OrgClock } from "../clock.ts";
import { createApiToken, createRandomText } from "../ids.ts";
import { stamp } from "../org.ts";
import type { Change } from "../store/change.ts";
import { put } from "../store/change.ts";
import type {
  SeededCredentials,
  StoredApp,
  StoredAuthorizationServer,
  StoredOrg,
} from "../store/collections.ts";
import type { Store } from "../store/store.ts";
import { listMissingClaims, seedSystemClaims } from "./system-claims.ts";
import { createSystemPolicy, listMissingPolicies } from "./system-policies.ts";

/** Members of this group may use the Okta API. */
export const adminGroup = "Okta Administrators";

/** The org of a data folder; created at first use, like a new Integrator org: no access policy on `default`. */
export function loadOrSeed(store: Store, clock: OrgClock, port: number): StoredOrg {
  const known = store.get("org", "org");
  if (known !== undefined) {
    const missing = listMissingSystemObjects(store, clock);
    if (missing.length > 0) store.write(missing);
  }
  if (known?.port === port) return known;
  if (known !== undefined)
    return rememberPort(store, { ...known, port, lastUpdated: clock.now().toISOString() });
  const org: StoredOrg = {
    ...stamp(clock, "00o"),
    subdomain: "localhost",
    port,
    seeded: createCredentials(),
  };
  store.write([
    put("org", "org", org),
    ...seedPeople(clock, org.seeded),
    ...seedApps(clock),
    ...seedAuthorizationServer(clock),
  ]);
  store.write(listMissingSystemObjects(store, clock));
  return org;
}

/** What a data folder of an older version lacks; in a new org, what depends on its groups. */
function listMissingSystemObjects(store: Store, clock: OrgClock): Change[] {
  return [...listMissingPolicies(store, clock), ...listMissingClaims(store, clock)];
}

function rememberPort(store: Store, org: StoredOrg): StoredOrg {
  store.write([put("org", "org", org)]);
  return org;
}

function createCredentials(): SeededCredentials {
  return {
    apiToken: createApiToken(),
    admin: { login: "admin@example.com", password: createPassword() },
    user: { login: "test@example.com", password: createPassword() },
  };
}

/** Easy to type, and passes Okta's default password policy (lower, upper, digit, 8 or more). */
function createPassword(): string {
  return `Local-${createRandomText(8)}-1a`;
}

function seedPeople(clock: OrgClock, seeded: SeededCredentials): Change[] {
  const admin = createUser(clock, seeded.admin.login, "Local", "Admin");
  const user = createUser(clock, seeded.user.login, "Test", "User");
  const everyone = createGroup(clock, "Everyone", "All users in your organization");
  const admins = createGroup(
    clock,
    adminGroup,
    "Okta manages this group, which contains all administrators in your organization.",
  );
  const token = {
    ...stamp(clock, "00T"),
    name: "okta-unlock local org",
    userId: admin.id,
    value: seeded.apiToken,
  };
  return [
    ...[admin, user].map((each) => put("users", each.id, each)),
    ...[everyone, admins].map((each) => put("groups", each.id, each)),
    ...[admin, user].map((each) => joinGroup(everyone.id, each.id)),
    joinGroup(admins.id, admin.id),
    put("apiTokens", token.id, token),
  ];
}

function createUser(clock: OrgClock, login: string, firstName: string, lastName: string) {
  const stamped = stamp(clock, "00u");
  return {
    ...stamped,
    status: "ACTIVE",
    activated: stamped.created,
    statusChanged: stamped.created,
    lastLogin: null,
    passwordChanged: stamped.created,
    profile: { firstName, lastName, mobilePhone: null, secondEmail: null, login, email: login },
  };
}

function createGroup(clock: OrgClock, name: string, description: string) {
  return { ...stamp(clock, "00g"), type: "BUILT_IN" as const, profile: { name, description } };
}

function joinGroup(groupId: string, userId: string): Change {
  return put("memberships", `${groupId}/${userId}`, { groupId, userId });
}

const systemApps = [
  { name: "saasure", label: "Okta Admin Console" },
  { name: "okta_enduser", label: "Okta Dashboard" },
  { name: "okta_browser_plugin", label: "Okta Browser Plugin" },
];

/** The app sign-on policy of new apps (Identity Engine), and Okta's own apps, which every org lists. */
function seedApps(clock: OrgClock): Change[] {
  const policy = createSystemPolicy(clock, {
    prefix: "rst",
    type: "ACCESS_POLICY",
    name: "Any two factors",
    description: "Require two factors to access.",
  });
  const apps = systemApps.map((app) => createSystemApp(clock, app, policy.id));
  return [put("accessPolicies", policy.id, policy), ...apps.map((app) => put("apps", app.id, app))];
}

function createSystemApp(
  clock: OrgClock,
  app: (typeof systemApps)[number],
  accessPolicyId: string,
): StoredApp {
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

/** The scopes that every authorization server has from the start. */
const systemScopes = [
  ["openid", "Signals that a request is an OpenID request."],
  ["profile", "Allows this application to access your profile information."],
  ["email", "Allows this application to access your email address."],
  ["address", "Allows this application to access your address."],
  ["phone", "Allows this application to access your phone number."],
  ["offline_access", "Allows this application to access your data while you are offline."],
  ["device_sso", "Allows this application to share your session with other applications on this device."],
] as const;

/** The `default` authorization server: no access policy, as in an Integrator org, so nobody can sign in yet. */
function seedAuthorizationServer(clock: OrgClock): Change[] {
  const server: StoredAuthorizationServer = {
    ...stamp(clock, "aus"),
    name: "default",
    description: "Default Authorization Server for your Applications",
    audiences: ["api://default"],
    issuerMode: "ORG_URL",
    status: "ACTIVE",
    default: true,
    credentials: { signing: { rotationMode: "AUTO" } },
  };
  return [put("authorizationServers", server.id, server), ...seedSystemScopes(clock, server.id)];
}

/** The system scopes and claims of a new authorization server. */
export function seedSystemScopes(clock: OrgClock, authorizationServerId: string): Change[] {
  const scopes = systemScopes.map(([name, description]) => {
    const scope = {
      ...stamp(clock, "scp"),
      authorizationServerId,
      name,
      description,
      consent: "IMPLICIT",
      system: true,
      default: false,
      optional: false,
      metadataPublish: "ALL_CLIENTS",
    };
    return put("scopes", `${authorizationServerId}/${scope.id}`, scope);
  });
  return [...scopes, ...seedSystemClaims(clock, authorizationServerId)];
}

import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import type { ComposedRequest, Sdk } from "../../../src/okta/sdk.ts";
import { connect, createOrgContext } from "./org-context.ts";

const orgUrl = "https://dev-1.okta.com";
const awkward = "a/b c?d=1&ü#{appId}%2F";

const app = {
  name: "oidc_client",
  label: `My "App" ${awkward} 🔐`,
  signOnMode: "OPENID_CONNECT",
  credentials: {
    oauthClient: { token_endpoint_auth_method: "none", pkce_required: true, autoKeyRotation: true },
  },
  settings: {
    implicitAssignment: false,
    oauthClient: {
      application_type: "native",
      redirect_uris: ["com.example.app:/callback"],
      post_logout_redirect_uris: ["com.example.app:/logout"],
      response_types: ["code"],
      grant_types: ["authorization_code", "refresh_token"],
      refresh_token: { rotation_type: "ROTATE", leeway: 30 },
      consent_method: "TRUSTED",
      dpop_bound_access_tokens: false,
    },
  },
  profile: { okta_unlock: { project: "com.example.app", run: "r1", expiresAt: "2026-01-01T00:00:00.000Z" } },
  visibility: { autoSubmitToolbar: false, hide: { iOS: true, web: true } },
};
const policy = {
  type: "OAUTH_AUTHORIZATION_POLICY",
  status: "ACTIVE",
  name: "okta-unlock: My App (0oa1)",
  description: "Created by okta-unlock for client 0oa1 (run r1)",
  priority: 1,
  conditions: { clients: { include: ["0oa1"] } },
};
const rule = {
  type: "RESOURCE_ACCESS",
  name: "okta-unlock mobile",
  status: "ACTIVE",
  priority: 1,
  conditions: {
    people: { groups: { include: ["EVERYONE"] } },
    grantTypes: { include: ["authorization_code"] },
    scopes: { include: ["openid", "offline_access"] },
  },
  actions: {
    token: {
      accessTokenLifetimeMinutes: 60,
      refreshTokenLifetimeMinutes: 0,
      refreshTokenWindowMinutes: 10_080,
    },
  },
};
const trustedOrigin = {
  name: "okta-unlock web preview at http://localhost:8081 (run r1)",
  origin: "http://localhost:8081",
  scopes: [{ type: "CORS" }],
};
const logQuery = { since: new Date(0), filter: 'target.id eq "0oa1"', limit: 50 };
const assignment = { priority: 3, profile: { department: "Mobile" } };

type Org = ReturnType<typeof connect>;

interface UntouchedSdk extends Sdk {
  readonly policies: { listPolicies(type: string): Promise<ComposedRequest> };
}

/** Every method of the port that calls the management API, and the call of the SDK that it has to equal. */
const calls: Readonly<
  Record<string, [(org: Org) => Promise<unknown>, (sdk: UntouchedSdk) => Promise<ComposedRequest>]>
> = {
  createApp: [(org) => org.createApp(app), (sdk) => sdk.applications.createApplication(app, true)],
  getApp: [(org) => org.getApp(awkward), (sdk) => sdk.applications.getApplication(awkward)],
  replaceApp: [
    (org) => org.replaceApp(awkward, app),
    (sdk) => sdk.applications.replaceApplication(awkward, app),
  ],
  activateApp: [(org) => org.activateApp(awkward), (sdk) => sdk.applications.activateApplication(awkward)],
  deactivateApp: [
    (org) => org.deactivateApp(awkward),
    (sdk) => sdk.applications.deactivateApplication(awkward),
  ],
  deleteApp: [(org) => org.deleteApp(awkward), (sdk) => sdk.applications.deleteApplication(awkward)],
  findApps: [
    (org) => org.findApps(awkward),
    (sdk) => sdk.applications.listApplications(awkward, undefined, undefined, undefined, 200),
  ],
  listApps: [
    (org) => org.listApps("oidc")[Symbol.asyncIterator]().next(),
    (sdk) =>
      sdk.applications.listApplications(
        undefined,
        undefined,
        undefined,
        undefined,
        200,
        'name eq "oidc_client"',
      ),
  ],
  listGrantedScopes: [
    (org) => org.listGrantedScopes(awkward),
    (sdk) => sdk.applications.listScopeConsentGrants(awkward),
  ],
  grantScope: [
    (org) => org.grantScope(awkward, "okta.apps.manage"),
    (sdk) => sdk.applications.grantConsentToScope(awkward, { issuer: orgUrl, scopeId: "okta.apps.manage" }),
  ],
  assignUser: [
    (org) => org.assignUser(awkward, "00u1"),
    (sdk) => sdk.applications.assignUserToApplication(awkward, { id: "00u1", scope: "USER" }),
  ],
  hasUsers: [
    (org) => org.hasUsers(awkward),
    (sdk) => sdk.applications.listApplicationUsers(awkward, undefined, 1),
  ],
  findEveryoneGroup: [
    (org) => org.findEveryoneGroup(),
    (sdk) => sdk.groups.listGroups(undefined, 'type eq "BUILT_IN"'),
  ],
  getGroup: [(org) => org.getGroup(awkward), (sdk) => sdk.groups.getGroup(awkward)],
  findGroups: [
    (org) => org.findGroups(awkward),
    (sdk) => sdk.groups.listGroups(undefined, undefined, awkward, undefined, 200),
  ],
  isGroupAssigned: [
    (org) => org.isGroupAssigned(awkward, "00g1"),
    (sdk) => sdk.applications.getApplicationGroupAssignment(awkward, "00g1"),
  ],
  listAssignments: [
    (org) => org.listAssignments(awkward),
    (sdk) => sdk.applications.listApplicationGroupAssignments(awkward, undefined, undefined, 200),
  ],
  assignGroup: [
    (org) => org.assignGroup(awkward, "00g1", assignment),
    (sdk) => sdk.applications.assignGroupToApplication(awkward, "00g1", assignment),
  ],
  unassignGroup: [
    (org) => org.unassignGroup(awkward, "00g1"),
    (sdk) => sdk.applications.unassignApplicationFromGroup(awkward, "00g1"),
  ],
  findAuthorizationServer: [
    (org) => org.findAuthorizationServer(awkward),
    (sdk) => sdk.authorizationServers.getAuthorizationServer(awkward),
  ],
  listAuthorizationServers: [
    (org) => org.listAuthorizationServers(),
    (sdk) => sdk.authorizationServers.listAuthorizationServers(undefined, 200),
  ],
  listPolicies: [
    (org) => org.listPolicies(awkward),
    (sdk) => sdk.authorizationServers.listAuthorizationServerPolicies(awkward),
  ],
  listRules: [
    (org) => org.listRules(awkward, "00p1"),
    (sdk) => sdk.authorizationServers.listAuthorizationServerPolicyRules(awkward, "00p1"),
  ],
  createPolicy: [
    (org) => org.createPolicy(awkward, policy),
    (sdk) => sdk.authorizationServers.createAuthorizationServerPolicy(awkward, policy),
  ],
  createRule: [
    (org) => org.createRule(awkward, "00p1", rule),
    (sdk) => sdk.authorizationServers.createAuthorizationServerPolicyRule(awkward, "00p1", rule),
  ],
  deletePolicy: [
    (org) => org.deletePolicy(awkward, "00p1"),
    (sdk) => sdk.authorizationServers.deleteAuthorizationServerPolicy(awkward, "00p1"),
  ],
  deleteRule: [
    (org) => org.deleteRule(awkward, "00p1", "0pr1"),
    (sdk) => sdk.authorizationServers.deleteAuthorizationServerPolicyRule(awkward, "00p1", "0pr1"),
  ],
  listSignOnPolicies: [
    (org) => org.listSignOnPolicies(),
    (sdk) => sdk.policies.listPolicies("ACCESS_POLICY"),
  ],
  assignSignOnPolicy: [
    (org) => org.assignSignOnPolicy(awkward, "rst1"),
    (sdk) => sdk.applications.assignApplicationPolicy(awkward, "rst1"),
  ],
  listTrustedOrigins: [
    (org) => org.listTrustedOrigins(),
    (sdk) => sdk.trustedOrigins.listTrustedOrigins(undefined, undefined, undefined, 200),
  ],
  createTrustedOrigin: [
    (org) => org.createTrustedOrigin(trustedOrigin),
    (sdk) => sdk.trustedOrigins.createTrustedOrigin(trustedOrigin),
  ],
  replaceTrustedOrigin: [
    (org) => org.replaceTrustedOrigin(awkward, trustedOrigin),
    (sdk) => sdk.trustedOrigins.replaceTrustedOrigin(awkward, trustedOrigin),
  ],
  activateTrustedOrigin: [
    (org) => org.activateTrustedOrigin(awkward),
    (sdk) => sdk.trustedOrigins.activateTrustedOrigin(awkward),
  ],
  deactivateTrustedOrigin: [
    (org) => org.deactivateTrustedOrigin(awkward),
    (sdk) => sdk.trustedOrigins.deactivateTrustedOrigin(awkward),
  ],
  deleteTrustedOrigin: [
    (org) => org.deleteTrustedOrigin(awkward),
    (sdk) => sdk.trustedOrigins.deleteTrustedOrigin(awkward),
  ],
  listNewestEvents: [
    (org) => org.listNewestEvents(logQuery),
    (sdk) =>
      sdk.systemLog.listLogEvents(
        logQuery.since.toISOString(),
        undefined,
        undefined,
        logQuery.filter,
        undefined,
        50,
        "DESCENDING",
      ),
  ],
  pollEvents: [
    (org) => org.pollEvents(logQuery),
    (sdk) =>
      sdk.systemLog.listLogEvents(
        logQuery.since.toISOString(),
        undefined,
        undefined,
        logQuery.filter,
        undefined,
        50,
        "ASCENDING",
      ),
  ],
  whoAmI: [(org) => org.whoAmI(), (sdk) => sdk.users.getUser("me")],
  revokeApiToken: [(org) => org.revokeApiToken(), (sdk) => sdk.apiTokens.revokeCurrentApiToken()],
};

/** What a method of the port sends first. */
async function sentBy(call: (org: Org) => Promise<unknown>) {
  const sent: { method: string; url: string; body: unknown }[] = [];
  const context = createOrgContext();
  const org = connect(orgUrl, {
    ...context,
    async fetch(url, { method = "GET", body } = {}) {
      sent.push({ method, url, body });
      return new Response("[]");
    },
  });
  // What the answer is taken for does not matter here.
  await call(org).catch(() => undefined);
  return describeRequest(sent[0]!);
}

function describeRequest({ method, url, body }: { method: string; url: string; body: unknown }) {
  const { origin, pathname, searchParams } = new URL(url);
  const json = typeof body === "string" ? (JSON.parse(body) as unknown) : undefined;
  return { method, origin, pathname, query: Object.fromEntries(searchParams), json };
}

function describeComposed(request: ComposedRequest) {
  return describeRequest({ method: request.getHttpMethod(), url: request.getUrl(), body: request.getBody() });
}

describe("what is sent is what the whole SDK composes", () => {
  const sdk = createUntouchedSdk();

  test.each(Object.entries(calls))("%s", async (_name, [ours, theirs]) => {
    const request = await theirs(sdk);
    expect(await sentBy(ours)).toEqual(describeComposed(request));
  });

  test("for each method of the port but the two of open endpoints", () => {
    const methods = Object.entries(connect(orgUrl)).filter(([, value]) => typeof value === "function");
    const names = methods.map(([name]) => name).filter((name) => !(name in calls));
    expect(names.toSorted()).toEqual(["describe", "discoverIssuer", "now", "withSignal"]);
  });

  test("the models of the SDK are really there", async () => {
    const request = await sdk.applications.createApplication({ ...app, unknown: 1 });
    expect(describeComposed(request).json).toEqual(app);
  });
});

/** The request factories as they are on the disk: Node loads them, and no plugin sees them. */
function createUntouchedSdk() {
  const load = createRequire(import.meta.url);
  const generated = "@okta/okta-sdk-nodejs/src/generated";
  const { ServerConfiguration } = load(`${generated}/servers.js`);
  const configuration = { baseServer: new ServerConfiguration(orgUrl, {}), authMethods: {} };
  const create = (name: string) =>
    new (load(`${generated}/apis/${name}Api.js`)[`${name}ApiRequestFactory`])(configuration);
  return {
    apiTokens: create("ApiToken"),
    applications: create("Application"),
    authorizationServers: create("AuthorizationServer"),
    groups: create("Group"),
    policies: create("Policy"),
    systemLog: create("SystemLog"),
    trustedOrigins: create("TrustedOrigin"),
    users: create("User"),
  } as UntouchedSdk;
}

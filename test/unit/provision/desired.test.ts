import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { OktaApp } from "../../../src/okta/port.ts";
import { previewRequests } from "../../../src/flows/plan-view.ts";
import { compareApp } from "../../../src/provision/app-differences.ts";
import { buildDesiredState } from "../../../src/provision/desired.ts";
import { buildPolicy } from "../../../src/provision/access-policy-body.ts";
import { planOffline } from "../../../src/provision/plan.ts";
import { hasChanges } from "../../../src/provision/planned-steps.ts";
import { fill, type Hole, hole } from "../../../src/provision/request.ts";

const settings = {
  label: "My App",
  project: "my-app",
  redirectUris: ["com.example.app:/callback"],
  postLogoutRedirectUris: ["com.example.app:/logout"],
  assignment: "everyone",
} as const;

test("the native app is what Okta documents", () => {
  expect(buildDesiredState(settings).app).toEqual({
    name: "oidc_client",
    label: "My App",
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
    profile: { okta_unlock: { project: "my-app" } },
    visibility: { autoSubmitToolbar: false, hide: { iOS: true, web: true } },
  });
});

describe("the plan without a network", () => {
  test("shows every request that a new org gets", async () => {
    const plan = planOffline(buildDesiredState(settings));
    const requests = await previewRequests(plan.steps);
    expect(plan.steps.map(({ request }) => request !== undefined)).toEqual([true, true, false, true, true]);
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /api/v1/apps?activate=true",
      "PUT /api/v1/apps/{appId}/groups/{everyoneGroupId}",
      "POST /api/v1/authorizationServers/default/policies",
      "POST /api/v1/authorizationServers/default/policies/{policyId}/rules",
    ]);
    expect(hasChanges(plan)).toBe(true);
    expect(structuredClone(plan)).toEqual(plan);
    expect(requests[2]?.body).toEqual({
      type: "OAUTH_AUTHORIZATION_POLICY",
      status: "ACTIVE",
      name: "okta-unlock: My App ({clientId})",
      description: "Created by okta-unlock for client {clientId} (run {run})",
      priority: 1,
      conditions: { clients: { include: ["{clientId}"] } },
    });
    expect(requests[3]?.body).toEqual({
      type: "RESOURCE_ACCESS",
      name: "okta-unlock mobile",
      status: "ACTIVE",
      priority: 1,
      conditions: {
        people: { groups: { include: ["EVERYONE"] } },
        grantTypes: { include: ["authorization_code"] },
        scopes: { include: ["openid", "profile", "email", "offline_access"] },
      },
      actions: {
        token: {
          accessTokenLifetimeMinutes: 60,
          refreshTokenLifetimeMinutes: 0,
          refreshTokenWindowMinutes: 10_080,
        },
      },
    });
  });

  test("has neither policy nor assignment where they were not wanted", () => {
    const plan = planOffline(
      buildDesiredState({ ...settings, assignment: "none", authorizationServer: "org" }),
    );
    expect(plan.steps.map(({ resource }) => resource)).toEqual(["app"]);
  });
});

describe("the policy of an app", () => {
  test("has a name of at most 100 characters that tells clients apart, whatever the label", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 100 }), (label) => {
        const clientId = "0oa12345678901234567";
        const settingsFor = { label, isEphemeral: true, priority: 1 };
        const values = { clientId, run: crypto.randomUUID(), expiresAt: new Date().toISOString() };
        const fillBody = (client: string | Hole) => {
          const planned = buildPolicy({ ...settingsFor, clientId: client });
          const { args } = fill({ call: "createPolicy", args: ["default", planned] }, values);
          return args[1] as Record<string, unknown>;
        };
        const body = fillBody(clientId);
        expect(fillBody(hole("clientId"))).toEqual(body);
        const name = String(body["name"]);
        expect(name.length).toBeLessThanOrEqual(100);
        expect(name).toMatch(/\(0oa12345678901234567\)$/);
        expect(Buffer.from(name).toString()).toBe(name);
        expect(String(body["description"]).length).toBeLessThanOrEqual(255);
      }),
    );
  });
});

describe("an app that exists", () => {
  const app: OktaApp = {
    ...structuredClone(buildDesiredState(settings).app),
    id: "0oa1",
    status: "ACTIVE",
    created: null,
    future: { kept: true },
    settings: {
      app: {},
      oauthClient: { ...buildDesiredState(settings).app.settings.oauthClient, jwks: { keys: [] } },
    },
  } as unknown as OktaApp;

  test("that has everything has no difference", () => {
    expect(compareApp(app, buildDesiredState(settings)).changes).toEqual([]);
  });

  test("keeps what it has and nobody here knows", () => {
    const { app: changed, changes } = compareApp(app, buildDesiredState({ ...settings, label: "New" }));
    expect(changes).toEqual([{ field: "label", from: "My App", to: "New" }]);
    expect(changed).toEqual({ ...app, label: "New" });
  });

  test.each([
    [
      "credentials.oauthClient.token_endpoint_auth_method",
      {
        credentials: {
          oauthClient: {
            token_endpoint_auth_method: "client_secret_basic",
            pkce_required: true,
            client_secret: "s3cret",
          },
        },
      },
    ],
    [
      "credentials.oauthClient.pkce_required",
      { credentials: { oauthClient: { token_endpoint_auth_method: "none", pkce_required: false } } },
    ],
    ["profile.okta_unlock.project", { profile: null }],
    ["profile.okta_unlock.project", { profile: { okta_unlock: "strange" } }],
  ])("has %s put right", (field, difference) => {
    const { app: changed, changes } = compareApp({ ...app, ...difference }, buildDesiredState(settings));
    expect(changes.map((change) => change.field)).toEqual([field]);
    expect(compareApp(changed as unknown as OktaApp, buildDesiredState(settings)).changes).toEqual([]);
    expect(JSON.stringify(changed)).not.toContain("s3cret");
  });

  test("has DPoP switched off, and is left alone where it never was on", () => {
    const oauthClient = { ...app.settings!.oauthClient!, dpop_bound_access_tokens: true };
    const bound = { ...app, settings: { ...app.settings, oauthClient } } as OktaApp;
    expect(compareApp(bound, buildDesiredState(settings)).changes).toEqual([
      { field: "settings.oauthClient.dpop_bound_access_tokens", from: true, to: false },
    ]);
    const { dpop_bound_access_tokens: _dpop, ...rest } = oauthClient;
    const silent = { ...app, settings: { ...app.settings, oauthClient: rest } } as OktaApp;
    expect(compareApp(silent, buildDesiredState(settings)).changes).toEqual([]);
  });
});

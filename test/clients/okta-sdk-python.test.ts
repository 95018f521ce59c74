import { afterAll, expect, test } from "vitest";
import type { Answer } from "../unit/local-org/support.ts";
import { nextLink, startTestOrg } from "../unit/local-org/support.ts";

// Okta's SDK for Python (`okta` 3.x) writes the authorization mode and the token without a space between them.

const org = await startTestOrg({}, afterAll);

async function send(method: string, path: string, body?: object): Promise<Answer> {
  return org.call(method, path, body, {
    token: undefined,
    headers: {
      accept: "application/json",
      authorization: `SSWS${org.apiToken}`,
      "user-agent": "okta-sdk-python/3.4.6 python/3.11.9 Linux/6.1",
    },
  });
}

function application(label: string) {
  return {
    name: "oidc_client",
    label,
    signOnMode: "OPENID_CONNECT",
    credentials: { oauthClient: { token_endpoint_auth_method: "client_secret_post", autoKeyRotation: true } },
    settings: {
      oauthClient: {
        application_type: "native",
        client_uri: "https://example.com/client",
        grant_types: ["implicit", "authorization_code"],
        logo_uri: "https://example.com/assets/images/logo-new.png",
        redirect_uris: ["https://example.com/oauth2/callback", "myapp://callback"],
        response_types: ["token", "id_token", "code"],
      },
    },
  };
}

test("the token's owner is found, with no space after SSWS", async () => {
  const { status, json } = await send("GET", "/api/v1/users/me");
  expect([status, json.profile.login]).toEqual([200, "admin@example.com"]);
});

test("apps are made, listed page by page, deactivated twice and deleted", async () => {
  for (const label of ["Python 1", "Python 2"])
    expect((await send("POST", "/api/v1/apps", application(label))).status).toBe(200);
  const first = await send("GET", "/api/v1/apps?q=Python&limit=1");
  const second = await send("GET", nextLink(first) ?? "");
  const apps = [...first.json, ...second.json];
  expect(apps.map(({ label }) => label)).toEqual(["Python 1", "Python 2"]);
  for (const { id } of apps) {
    for (const time of [1, 2])
      expect([time, (await send("POST", `/api/v1/apps/${id}/lifecycle/deactivate`)).status]).toEqual([
        time,
        200,
      ]);
    expect((await send("DELETE", `/api/v1/apps/${id}`)).status).toBe(204);
  }
});

test("a policy and a rule are made as in the SDK's own test, without clients and with all scopes", async () => {
  const policies = "/api/v1/authorizationServers/default/policies";
  const policy = { type: "OAUTH_AUTHORIZATION_POLICY", name: "python_sdk", description: "Test", priority: 1 };
  const { status, json: made } = await send("POST", policies, policy);
  expect([status, made.conditions]).toEqual([201, { clients: { include: [] } }]);
  const rule = await send("POST", `${policies}/${made.id}/rules`, {
    type: "RESOURCE_ACCESS",
    name: "python_sdk_rule",
    priority: 1,
    conditions: {
      people: { groups: { include: ["EVERYONE"] } },
      grantTypes: { include: ["authorization_code", "client_credentials"] },
      scopes: { include: ["*"] },
    },
    actions: { token: { accessTokenLifetimeMinutes: 60, refreshTokenWindowMinutes: 10080 } },
  });
  expect([rule.status, rule.json.conditions.people]).toEqual([
    201,
    { groups: { include: ["EVERYONE"] }, users: { exclude: [] } },
  ]);
});

test("a token that is not one is refused, with and without the space", async () => {
  for (const authorization of ["SSWS00wrong", "SSWS 00wrong", "SSWS", `ssws${org.apiToken}`]) {
    const { status, json } = await org.call("GET", "/api/v1/users/me", undefined, {
      token: undefined,
      headers: { authorization },
    });
    expect([authorization, status, json.errorCode]).toEqual([authorization, 401, "E0000011"]);
  }
});

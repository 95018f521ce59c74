import { afterAll, describe, expect, test } from "vitest";
import type { Answer, TestOrg } from "../unit/local-org/support.ts";
import { startTestOrg } from "../unit/local-org/support.ts";

// The requests that Okta's own CLI sends (okta/okta-cli 0.10.1, with okta-sdk-java 8.2.5), in its order. That SDK reads an answer
// only when its content type is `application/json`, letter by letter.

const org = await startTestOrg({ registration: true }, afterAll);

async function send(method: string, path: string, body?: object, to: TestOrg = org): Promise<Answer> {
  const answer = await to.call(method, path, body, {
    token: undefined,
    headers: {
      accept: "application/json",
      authorization: `SSWS ${to.apiToken}`,
      "content-type": "application/json",
      "user-agent": "okta-cli/0.10.1 okta-sdk-java/8.2.5 java/17.0.9",
    },
  });
  if (answer.text !== "" && answer.headers.get("content-type") !== "application/json")
    throw new Error("Unable to obtain resource data from the API server or from cache.");
  return answer;
}

/** What Java's SDK puts around the settings of an OIDC app. */
function openIdConnectApp(label: string, oauthClient: object, method?: "none") {
  return {
    name: "oidc_client",
    signOnMode: "OPENID_CONNECT",
    label,
    settings: { oauthClient },
    ...(method !== undefined && { credentials: { oauthClient: { token_endpoint_auth_method: method } } }),
  };
}

/** `okta apps create`: the app unless there is one of that name, the group, the credentials. */
async function createApp(app: ReturnType<typeof openIdConnectApp>) {
  const { json: known } = await send("GET", `/api/v1/apps?q=${encodeURIComponent(app.label)}`);
  expect(known.filter(({ label }: { label: string }) => label === app.label)).toEqual([]);
  const { status, json: made } = await send("POST", "/api/v1/apps", app);
  expect(status).toBe(200);
  const search = encodeURIComponent('profile.name eq "everyone"');
  const { json: groups } = await send("GET", `/api/v1/groups?search=${search}`);
  expect(groups).toHaveLength(1);
  const assignment = await send("PUT", `/api/v1/apps/${made.id}/groups/${groups[0].id}`, { priority: 2 });
  expect(assignment.json).toMatchObject({ id: groups[0].id, priority: 2 });
  const { json: credentials } = await send("GET", `/api/v1/internal/apps/${made.id}/settings/clientcreds`);
  return { id: made.id as string, credentials };
}

const redirects = {
  redirect_uris: ["http://localhost:8080/callback"],
  post_logout_redirect_uris: ["http://localhost:8080/"],
};
const codeFlow = { response_types: ["code"], grant_types: ["authorization_code"] };

describe("okta apps create", () => {
  test("web: gets a client ID and a secret, and a claim for groups", async () => {
    const { id, credentials } = await createApp(
      openIdConnectApp("CLI web", { ...redirects, ...codeFlow, application_type: "web" }),
    );
    expect(credentials).toEqual({ client_id: id, client_secret: expect.stringMatching(/^\w{64}$/u) });
    const { json: servers } = await send("GET", "/api/v1/authorizationServers");
    const claims = `/api/v1/authorizationServers/${servers[0].id}/claims`;
    const { json: known } = await send("GET", claims);
    expect(known.map(({ name }: { name: string }) => name)).not.toContain("groups");
    for (const claimType of ["RESOURCE", "IDENTITY"]) {
      const { status } = await send("POST", claims, {
        name: "groups",
        status: "ACTIVE",
        claimType,
        valueType: "GROUPS",
        value: ".*",
        alwaysIncludeInToken: true,
        group_filter_type: "REGEX",
        conditions: { scopes: [] },
      });
      expect(status).toBe(201);
    }
  });

  test("native: gets a client ID and no secret", async () => {
    const { id, credentials } = await createApp(
      openIdConnectApp(
        "CLI native",
        {
          redirect_uris: ["com.example.app:/callback"],
          post_logout_redirect_uris: ["com.example.app:/"],
          ...codeFlow,
          application_type: "native",
        },
        "none",
      ),
    );
    expect(credentials).toEqual({ client_id: id });
  });

  test("spa: makes its address a trusted origin, once, and adds what an older one lacks", async () => {
    const oauthClient = { ...redirects, ...codeFlow, application_type: "browser" };
    const { id, credentials } = await createApp(openIdConnectApp("CLI SPA", oauthClient, "none"));
    expect(credentials).toEqual({ client_id: id });
    const origin = "http://localhost:8080/";
    const scopes = [{ type: "CORS" }, { type: "REDIRECT" }];
    const { json: before } = await send("GET", "/api/v1/trustedOrigins");
    expect(before).toEqual([]);
    const { json: made } = await send("POST", "/api/v1/trustedOrigins", {
      origin,
      name: origin,
      scopes: [{ type: "CORS" }],
    });
    const { json: origins } = await send("GET", "/api/v1/trustedOrigins");
    expect(origins).toEqual([made]);
    const updated = await send("PUT", `/api/v1/trustedOrigins/${made.id}`, { ...made, scopes });
    expect([updated.status, updated.json.scopes]).toEqual([200, scopes]);
  });

  test("service: gets a client ID and a secret", async () => {
    const { credentials } = await createApp(
      openIdConnectApp("CLI service", {
        redirect_uris: [],
        response_types: ["token"],
        grant_types: ["client_credentials"],
        application_type: "service",
      }),
    );
    expect(credentials.client_secret).toBeTruthy();
  });
});

test("okta apps, okta apps config and okta apps delete --force", async () => {
  const { id } = await createApp(
    openIdConnectApp("CLI doomed", { ...redirects, ...codeFlow, application_type: "web" }),
  );
  const { json: apps } = await send("GET", "/api/v1/apps");
  expect(apps.map((app: { id: string }) => app.id)).toContain(id);
  const { json: app } = await send("GET", `/api/v1/apps/${id}`);
  expect(app).toMatchObject({ name: "oidc_client", signOnMode: "OPENID_CONNECT", status: "ACTIVE" });
  const { json: credentials } = await send("GET", `/api/v1/internal/apps/${id}/settings/clientcreds`);
  expect(credentials.client_id).toBe(id);
  expect((await send("POST", `/api/v1/apps/${id}/lifecycle/deactivate`)).status).toBe(200);
  expect((await send("DELETE", `/api/v1/apps/${id}`)).status).toBe(204);
  const { status, json } = await send("GET", `/api/v1/apps/${id}`);
  expect([status, json.errorCode]).toEqual([404, "E0000007"]);
});

test("okta start makes its groups, and the owner of the token joins them", async () => {
  const { json: me } = await send("GET", "/api/v1/users/me");
  const { json: known } = await send("GET", "/api/v1/groups?q=ROLE_USER");
  expect(known).toEqual([]);
  const { json: group } = await send("POST", "/api/v1/groups", { profile: { name: "ROLE_USER" } });
  expect((await send("PUT", `/api/v1/groups/${group.id}/users/${me.id}`)).status).toBe(204);
});

test("okta logs reads the System Log", async () => {
  const { json } = await send("GET", "/api/v1/logs");
  expect(json.length).toBeGreaterThan(0);
  expect(Object.keys(json[0])).toEqual(
    expect.arrayContaining(["uuid", "published", "severity", "outcome", "displayMessage"]),
  );
});

test("okta register sends its form, and polls until the org is ready", async () => {
  const userProfile = {
    firstName: "Ada",
    lastName: "Byron",
    email: "cli@example.com",
    country: "United Kingdom",
    okta_oie: true,
  };
  const made = await send("POST", "/api/v1/registration/reg405abrRAkn0TRf5d6/register", { userProfile });
  const path = `/api/internal/v1/developer/redeem/${made.json.developerOrgCliToken}`;
  await expect
    .poll(async () => (await send("GET", path)).json, { interval: 10 })
    .toMatchObject({ status: "ACTIVE", orgUrl: org.url, apiToken: expect.stringMatching(/^00/u) });
});

test("what the CLI can't read would be an error for it, and refusals are read, too", async () => {
  const { status, json } = await send("POST", "/api/v1/apps", { label: "x", signOnMode: "BOOKMARK" });
  expect([status, json.errorSummary]).toEqual([
    501,
    "Unsupported operation. The local org has no bookmark apps. It has OIDC apps only.",
  ]);
});

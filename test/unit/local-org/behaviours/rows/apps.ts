import { expect } from "vitest";
import type { TestOrg } from "../../support.ts";
import { nativeApp, startTestOrg } from "../../support.ts";
import { authorizationRequest, Browser, signInApp, signInByForm } from "../../oidc/browser.ts";
import { expectRefusal, freshName, newApp, newGroup, newUser } from "../requests.ts";
import { behaviour, differs } from "../table.ts";

behaviour("management", "`POST /apps` answers 200, and the client ID is the app's id", async (org) => {
  const { status, json } = await newApp(org);
  expect([status, json.credentials.oauthClient.client_id]).toEqual([200, json.id]);
});

behaviour(
  "management",
  "an app without `name` is refused with a message that doesn't mention it",
  async (org) => {
    const answer = await newApp(org, { name: undefined });
    expectRefusal(answer, 400, "E0000001", "Invalid signOnMode");
  },
);

behaviour("management", "two apps may have the same label", async (org) => {
  const body = nativeApp(freshName("twin"));
  for (const time of [1, 2])
    expect([time, (await org.call("POST", "/api/v1/apps", body)).status]).toEqual([time, 200]);
});

behaviour("management", "an app can be deactivated and activated twice: 200 each time", async (org) => {
  const { json } = await newApp(org);
  for (const step of ["deactivate", "deactivate", "activate", "activate"]) {
    const { status, text } = await org.call("POST", `/api/v1/apps/${json.id}/lifecycle/${step}`);
    expect([status, text]).toEqual([200, "{}"]);
  }
});

behaviour("management", "an active app can't be deleted: 403 E0000056", async (org) => {
  const { json } = await newApp(org);
  expectRefusal(await org.call("DELETE", `/api/v1/apps/${json.id}`), 403, "E0000056");
});

behaviour(
  "management",
  "`PUT /apps/{id}` replaces every setting except `refresh_token`, which is kept when left out",
  async (org) => {
    const { json } = await newApp(org);
    const body = nativeApp(freshName("app"), {
      "settings.oauthClient.refresh_token": undefined,
      profile: undefined,
    });
    const replaced = await org.call("PUT", `/api/v1/apps/${json.id}`, body);
    expect(replaced.json.settings.oauthClient.refresh_token).toEqual({ rotation_type: "ROTATE", leeway: 30 });
    expect(replaced.json.profile).toBeUndefined();
  },
);

behaviour("management", "with Federation Broker Mode nobody can be assigned: 403 E0000039", async (org) => {
  const { json } = await newApp(org, { "settings.implicitAssignment": true });
  const { json: group } = await newGroup(org);
  expectRefusal(await org.call("PUT", `/api/v1/apps/${json.id}/groups/${group.id}`, {}), 403, "E0000039");
});

behaviour(
  "management",
  "the users of an app include the members of its groups, with scope GROUP",
  async (org) => {
    const [{ json: app }, { json: group }, { json: user }] = [
      await newApp(org),
      await newGroup(org),
      await newUser(org),
    ];
    await org.call("PUT", `/api/v1/groups/${group.id}/users/${user.id}`);
    await org.call("PUT", `/api/v1/apps/${app.id}/groups/${group.id}`, {});
    const { json } = await org.call("GET", `/api/v1/apps/${app.id}/users`);
    expect(json).toMatchObject([{ id: user.id, scope: "GROUP" }]);
  },
);

behaviour("management", "apps are filtered by `user.id` and by `group.id`", async () => {
  const org = await startTestOrg();
  const [{ json: app }, { json: user }] = [await newApp(org), await newUser(org)];
  await org.call("POST", `/api/v1/apps/${app.id}/users`, { id: user.id });
  const filter = encodeURIComponent(`user.id eq "${user.id}"`);
  expect((await org.call("GET", `/api/v1/apps?filter=${filter}`)).json).toMatchObject([{ id: app.id }]);
});

behaviour("management", "Okta's own apps are listed", async (org) => {
  const { json } = await org.call("GET", "/api/v1/apps?q=Okta");
  expect(json).toHaveLength(3);
});

behaviour(
  "management",
  "`q` on the users and the groups of an app compares the beginning of names; `expand=user/{id}` embeds an assignment",
  async (org) => {
    const [{ json: app }, { json: user }] = [await newApp(org), await newUser(org)];
    await org.call("POST", `/api/v1/apps/${app.id}/users`, { id: user.id });
    const { login } = user.profile;
    const found = await org.call("GET", `/api/v1/apps/${app.id}/users?q=${encodeURIComponent(login)}`);
    expect(found.json).toMatchObject([{ id: user.id, profile: { name: "Ada Byron" } }]);
    expect((await org.call("GET", `/api/v1/apps/${app.id}/users?q=x`)).json).toEqual([]);
    const expanded = await org.call("GET", `/api/v1/apps/${app.id}?expand=user/${user.id}`);
    expect(expanded.json["_embedded"].user.id).toBe(user.id);
  },
);

behaviour("management", "every org has a system policy of each type, which is always listed", async (org) => {
  for (const type of ["OKTA_SIGN_ON", "PASSWORD", "MFA_ENROLL", "PROFILE_ENROLLMENT", "IDP_DISCOVERY"])
    expect((await org.call("GET", `/api/v1/policies?type=${type}`)).json).toMatchObject([
      { type, system: true },
    ]);
});

behaviour(
  "management",
  "a client has up to two secrets, created, deactivated and deleted separately; each active one works",
  async (org) => {
    const { json } = await newWebApp(org);
    const secrets = `/api/v1/apps/${json.id}/credentials/secrets`;
    expect((await org.call("GET", secrets)).json).toMatchObject([{ status: "ACTIVE" }]);
    expect((await org.call("POST", secrets, {})).status).toBe(201);
    const cause = "You have reached the maximum number of client secrets per client.";
    expectRefusal(await org.call("POST", secrets, {}), 400, "E0000001", cause);
  },
);

behaviour(
  "management",
  "a secret is shown by POST, PUT and `/credentials/secrets`, not by `GET /apps`",
  async (org) => {
    const { json } = await newWebApp(org);
    const { client_secret: secret } = json.credentials.oauthClient;
    expect(secret).toHaveLength(64);
    const read = await org.call("GET", `/api/v1/apps/${json.id}`);
    expect(read.json.credentials.oauthClient).not.toHaveProperty("client_secret");
    expect((await org.call("GET", `/api/v1/apps/${json.id}/credentials/secrets`)).text).toContain(secret);
  },
);

behaviour("management", "`PUT /apps/{id}` with an empty `client_secret` keeps the secret", async (org) => {
  const { json } = await newWebApp(org);
  const oauthClient = { ...json.credentials.oauthClient, client_secret: "" };
  const body = { ...json, credentials: { ...json.credentials, oauthClient } };
  const replaced = await org.call("PUT", `/api/v1/apps/${json.id}`, body);
  expect(replaced.json.credentials.oauthClient).toEqual(json.credentials.oauthClient);
});

behaviour(
  "management",
  "`/internal/apps/{id}/settings/clientcreds`, which Okta's CLI reads, holds client ID and secret",
  async (org) => {
    const { json } = await newWebApp(org);
    const { client_id, client_secret } = json.credentials.oauthClient;
    const answer = await org.call("GET", `/api/v1/internal/apps/${json.id}/settings/clientcreds`);
    expect(answer.json).toEqual({ client_id, client_secret });
  },
);

async function newWebApp(org: TestOrg) {
  return newApp(org, { "credentials.oauthClient": {}, "settings.oauthClient.application_type": "web" });
}

behaviour(
  "management",
  "a native app may have `http` redirect URIs of any host, and signs in with them",
  async (org) => {
    const uris = [
      "http://d.com/",
      "http://192.168.1.20:8081/cb",
      "https://localhost/cb",
      "com.example.app:/cb",
    ];
    const { clientId } = await signInApp(org, { "settings.oauthClient.redirect_uris": uris });
    for (const redirect_uri of uris) {
      const answer = await signInByForm(
        org,
        new Browser(org),
        authorizationRequest(clientId, { redirect_uri }),
      );
      expect(answer.code).toBeTruthy();
    }
  },
);

behaviour(
  "management",
  "a web app may have a redirect URI with a scheme of its own, and signs in with it",
  async (org) => {
    const { clientId } = await signInApp(org, {
      "credentials.oauthClient": {},
      "settings.oauthClient.application_type": "web",
    });
    const answer = await signInByForm(org, new Browser(org), authorizationRequest(clientId));
    expect(answer.code).toBeTruthy();
  },
);

behaviour("management", "a service app may list the grants of a browser as well", async (org) => {
  const answer = await newApp(org, {
    "credentials.oauthClient": {},
    "settings.oauthClient.application_type": "service",
    "settings.oauthClient.grant_types": ["implicit", "client_credentials"],
    "settings.oauthClient.response_types": ["token"],
    "settings.oauthClient.redirect_uris": ["http://test.com"],
    "settings.oauthClient.refresh_token": undefined,
  });
  expect(answer.status).toBe(200);
});

differs(
  "management",
  "a private key in `jwks` is a mistake of the client",
  "its private part is removed before it is stored",
  async (org) => {
    const key = { kty: "EC", crv: "P-256", x: "eA", y: "eQ" };
    const { json } = await newApp(org, { "settings.oauthClient.jwks": { keys: [{ ...key, d: "secret" }] } });
    expect(json.settings.oauthClient.jwks).toEqual({ keys: [key] });
  },
);

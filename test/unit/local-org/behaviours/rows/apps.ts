import { expect } from "vitest";
import { nativeApp, startTestOrg } from "../../support.ts";
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

differs(
  "management",
  "SAML, SWA and catalogue apps can be created",
  "OIDC apps only: 400 E0000001",
  async (org) => expectRefusal(await newApp(org, { name: "template_saml_2_0" }), 400, "E0000001"),
);

differs(
  "management",
  "a client has up to two secrets, created and retired separately",
  "one secret, which can be read; creating another is 405 E0000022",
  async (org) => {
    const { json } = await newApp(org, {
      "credentials.oauthClient": {},
      "settings.oauthClient.application_type": "web",
    });
    const secrets = `/api/v1/apps/${json.id}/credentials/secrets`;
    expect((await org.call("GET", secrets)).json).toHaveLength(1);
    expectRefusal(await org.call("POST", secrets, {}), 405, "E0000022");
  },
);

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

differs(
  "management",
  "apps have signing certificates (`/credentials/keys`, `/credentials/csrs`), logos, features and provisioning",
  "none: 404 E0000008",
  async (org) => {
    const { json } = await newApp(org);
    for (const part of ["credentials/keys", "credentials/csrs", "features", "connections/default"])
      expectRefusal(await org.call("GET", `/api/v1/apps/${json.id}/${part}`), 404, "E0000008");
  },
);

differs(
  "management",
  "app sign-on policies have editable rules (`/policies/{id}/rules`)",
  "one policy, which can be assigned and has no rules: 404 E0000008",
  async (org) => {
    const { json } = await org.call("GET", "/api/v1/policies?type=ACCESS_POLICY");
    expectRefusal(await org.call("GET", `/api/v1/policies/${json[0].id}/rules`), 404, "E0000008");
  },
);

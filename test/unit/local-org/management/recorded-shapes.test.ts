import { afterAll, expect, test } from "vitest";
import { nativeApp, startTestOrg } from "../support.ts";
import { activeUser } from "./user-fixtures.ts";

// What Okta's recorded answers have, and the names of keys that they have not (okta/terraform-provider-okta,
// okta/okta-sdk-python: the recordings of their tests, 2025 and 2026).

const org = await startTestOrg({}, afterAll);

async function get(path: string) {
  return (await org.call("GET", path)).json;
}

async function newApp(label: string, changes: Readonly<Record<string, unknown>> = {}) {
  return (await org.call("POST", "/api/v1/apps", nativeApp(label, changes))).json;
}

const web = {
  "credentials.oauthClient": { token_endpoint_auth_method: "client_secret_basic" },
  "settings.oauthClient.application_type": "web",
};

test("an app has the links, nulls and defaults of a recorded one", async () => {
  const { id, _links: links, settings, ...app } = await newApp("Shape", { ...web, "settings.notes": {} });
  const self = `${org.url}/api/v1/apps/${id}`;
  expect(Object.keys(links).toSorted()).toEqual(
    "accessPolicy appLinks clientCredentials deactivate groups policies profileEnrollment uploadLogo users".split(
      " ",
    ),
  );
  expect(links.clientCredentials).toEqual([{ name: "secrets", href: `${self}/credentials/secrets` }]);
  expect(links.deactivate).toEqual({ href: `${self}/lifecycle/deactivate` });
  expect(links.policies).toEqual({ href: `${self}/policies`, hints: { allow: ["PUT"] } });
  expect(app.universalLogout).toBeNull();
  expect(settings).toMatchObject({
    emOptInStatus: "NONE",
    notes: { admin: null, enduser: null },
    oauthClient: { client_uri: null, logo_uri: null, issuer_mode: "DYNAMIC", participate_slo: false },
  });
});

test("the users of an app have the profile that the app sees, and no password", async () => {
  const { id } = await newApp("Profiles");
  const { json: user } = await org.call("POST", "/api/v1/users?activate=false", {
    profile: { firstName: "Test", lastName: "Smith", email: "smith@example.com", login: "smith@example.com" },
  });
  const body = { id: user.id, credentials: { userName: "smith@example.com", password: {} } };
  const { json } = await org.call("POST", `/api/v1/apps/${id}/users`, body);
  expect(json).toMatchObject({
    externalId: null,
    passwordChanged: null,
    syncState: "DISABLED",
    credentials: { userName: "smith@example.com" },
    profile: {
      name: "Test Smith",
      given_name: "Test",
      middle_name: null,
      email: "smith@example.com",
      locale: "en_US",
      zoneinfo: "America/Los_Angeles",
      street_address: null,
    },
  });
  expect(json.credentials).not.toHaveProperty("password");
  const changed = await org.call("POST", `/api/v1/apps/${id}/users/${user.id}`, {
    profile: { nickname: "Smitty" },
    credentials: { password: { value: "Local-pass-1" } },
  });
  expect(changed.json.profile).toMatchObject({ nickname: "Smitty", name: "Test Smith" });
  expect(changed.json.credentials).not.toHaveProperty("password");
});

test("`q` on the users and the groups of an app compares the beginning of names", async () => {
  const { id } = await newApp("Searched");
  for (const name of ["Sailors", "Soldiers"]) {
    const { json } = await org.call("POST", "/api/v1/groups", { profile: { name } });
    await org.call("PUT", `/api/v1/apps/${id}/groups/${json.id}`, {});
  }
  const people = [await activeUser(org), await activeUser(org)];
  for (const user of people) await org.call("POST", `/api/v1/apps/${id}/users`, { id: user.id });
  expect(await get(`/api/v1/apps/${id}/groups?q=sail`)).toHaveLength(1);
  expect(await get(`/api/v1/apps/${id}/groups?q=s`)).toHaveLength(2);
  expect(await get(`/api/v1/apps/${id}/groups?q=ailors`)).toEqual([]);
  expect(await get(`/api/v1/apps/${id}/users?q=${encodeURIComponent(people[0]?.login ?? "")}`)).toHaveLength(
    1,
  );
  expect(await get(`/api/v1/apps/${id}/users?q=nobody`)).toEqual([]);
  expect(await get(`/api/v1/apps/${id}/users`)).toHaveLength(2);
});

test("the groups of an app get the priorities 0, 1, 2 when nothing is said", async () => {
  const { id } = await newApp("Priorities");
  const priorities = [];
  for (const name of ["P0", "P1"]) {
    const { json: group } = await org.call("POST", "/api/v1/groups", { profile: { name } });
    priorities.push((await org.call("PUT", `/api/v1/apps/${id}/groups/${group.id}`, {})).json.priority);
  }
  expect(priorities).toEqual([0, 1]);
});

test("`expand=user/{id}` embeds the assignment of that user; anything else is malformed", async () => {
  const { id } = await newApp("Expanded");
  const user = await activeUser(org);
  await org.call("POST", `/api/v1/apps/${id}/users`, { id: user.id });
  const list = await get(`/api/v1/apps?q=Expanded&expand=user/${user.id}`);
  expect(list[0]["_embedded"].user).toMatchObject({ id: user.id, scope: "USER" });
  expect((await get(`/api/v1/apps/${id}?expand=user/${user.id}`))["_embedded"].user.id).toBe(user.id);
  for (const expand of ["nonsense", "user/id,group/id"]) {
    const { status, json } = await org.call("GET", `/api/v1/apps?expand=${expand}`);
    expect([status, json.errorSummary, json.errorCauses]).toEqual([
      400,
      "Api validation failed: RequestParams",
      [{ errorSummary: "Expand query is malformed." }],
    ]);
  }
});

test("a user's profile leaves out what has no value, except for the usual attributes; there are no `emails`", async () => {
  const profile = { firstName: "No", lastName: "Value", email: "no@example.com", login: "no@example.com" };
  const { json } = await org.call("POST", "/api/v1/users", {
    profile: { ...profile, postalAddress: null, title: null },
  });
  expect(json.profile).toEqual({ ...profile, mobilePhone: null, secondEmail: null });
  expect(json.credentials).toEqual({ provider: { type: "OKTA", name: "OKTA" } });
  const { json: group } = await org.call("POST", "/api/v1/groups", { profile: { name: "Listed" } });
  await org.call("PUT", `/api/v1/groups/${group.id}/users/${json.id}`);
  const [member] = await get(`/api/v1/groups/${group.id}/users`);
  expect(Object.keys(member["_links"])).toEqual(["self"]);
});

test("a cursor that this org never gave is refused, and so is an unknown client", async () => {
  const { status, json } = await org.call("GET", "/api/v1/apps?after=00u1testcursorvalue");
  expect([status, json.errorCode, json.errorCauses]).toEqual([
    400,
    "E0000029",
    [{ errorSummary: "Invalid cursor." }],
  ]);
  const tokens = "/api/v1/authorizationServers/default/clients/0oa_dummy_client_id/tokens";
  for (const method of ["GET", "DELETE"]) {
    const answer = await org.call(method, tokens);
    expect([answer.status, answer.json.errorSummary]).toEqual([
      404,
      "Not found: Resource not found: 0oa_dummy_client_id (PublicClientApp)",
    ]);
  }
});

test("an API token has an expiry and links; an unknown one is a (Token)", async () => {
  const [token] = await get("/api/v1/api-tokens");
  expect(token).toMatchObject({ clientName: "Okta API", expiresAt: expect.stringMatching(/Z$/u) });
  expect(token["_links"].user.href).toBe(`${org.url}/api/v1/users/${token.userId}`);
  expect((await get("/api/v1/api-tokens/00Tnone")).errorSummary).toContain("00Tnone (Token)");
});

test("policies and rules are called (Policy) and (PolicyRule) when they are not found", async () => {
  const policies = "/api/v1/authorizationServers/default/policies";
  expect((await get(`${policies}/00pNone`)).errorSummary).toContain("00pNone (Policy)");
  const body = { name: "P", description: "d", conditions: { clients: { include: ["ALL_CLIENTS"] } } };
  const { json } = await org.call("POST", policies, body);
  expect((await get(`${policies}/${json.id}/rules/0prNone`)).errorSummary).toContain("0prNone (PolicyRule)");
});

test("users, groups and authorization servers have the links of recorded ones", async () => {
  const me = await get("/api/v1/users/me");
  expect(Object.keys(me["_links"])).toEqual(expect.arrayContaining(["self", "type", "schema", "suspend"]));
  for (const user of await get("/api/v1/users")) expect(Object.keys(user["_links"])).toEqual(["self"]);
  const [group] = await get("/api/v1/groups");
  expect(Object.keys(group["_links"])).toEqual(["owners", "users", "apps"]);
  const body = {
    name: "Shape",
    audiences: ["api://x"],
    credentials: { signing: { rotationMode: "MANUAL" } },
  };
  const { json: server } = await org.call("POST", "/api/v1/authorizationServers", body);
  expect(server).toMatchObject({
    description: null,
    issuerMode: "DYNAMIC",
    credentials: { signing: { rotationMode: "AUTO" } },
  });
  expect(server["_links"].keys.href).toContain("/credentials/keys");
  expect(server["_links"].scopes.hints.allow).toEqual(["GET", "POST"]);
});

test.each([
  ["OKTA_SIGN_ON", "Default Policy"],
  ["PASSWORD", "Default Policy"],
  ["MFA_ENROLL", "Default Policy"],
  ["PROFILE_ENROLLMENT", "Default Policy"],
  ["IDP_DISCOVERY", "Idp Discovery Policy"],
  ["ACCESS_POLICY", "Any two factors"],
])("the org has one system policy of the type %s, called %s", async (type, name) => {
  const [policy, ...others] = await get(`/api/v1/policies?type=${type}`);
  expect(others).toEqual([]);
  expect(policy).toMatchObject({ type, name, status: "ACTIVE", system: true, priority: 1 });
  expect(await get(`/api/v1/policies/${policy.id}`)).toEqual(policy);
});

test("an app takes the policies for apps, and no others", async () => {
  const { id, _links: before } = await newApp("Policies");
  const assign = async (type: string) => {
    const [policy] = await get(`/api/v1/policies?type=${type}`);
    return org.call("PUT", `/api/v1/apps/${id}/policies/${policy.id}`);
  };
  expect((await assign("ACCESS_POLICY")).status).toBe(204);
  expect((await assign("PROFILE_ENROLLMENT")).status).toBe(204);
  expect((await assign("PASSWORD")).json.errorCode).toBe("E0000001");
  expect((await get(`/api/v1/apps/${id}`))["_links"]).toEqual(before);
});

test("an authorization server has its system claims, which can be changed but not deleted", async () => {
  const claims = "/api/v1/authorizationServers/default/claims";
  const all: { id: string; name: string; alwaysIncludeInToken: boolean }[] = await get(claims);
  expect(all).toHaveLength(19);
  const always = all.filter((claim) => claim.alwaysIncludeInToken).map(({ name }) => name);
  expect(always.toSorted()).toEqual(["email", "name", "preferred_username", "sub"]);
  const address = all.find(({ name }) => name === "address");
  const body = {
    name: "address",
    status: "ACTIVE",
    claimType: "IDENTITY",
    valueType: "SYSTEM",
    conditions: { scopes: ["address"] },
    alwaysIncludeInToken: true,
  };
  const { status, json } = await org.call("PUT", `${claims}/${address?.id}`, body);
  expect([status, json]).toEqual([200, { ...address, ...body, system: true, apiResourceId: null }]);
  expect((await org.call("DELETE", `${claims}/${address?.id}`)).json.errorCode).toBe("E0000111");
  const renamed = await org.call("PUT", `${claims}/${address?.id}`, { ...body, name: "home" });
  expect(renamed.json.errorCode).toBe("E0000111");
});

import { afterAll, expect, test } from "vitest";
import type { TestOrg } from "../support.ts";
import { startTestOrg } from "../support.ts";

const shared = await startTestOrg({}, afterAll);
const servers = "/api/v1/authorizationServers";

function serverBody(changes: object = {}) {
  return { name: "Payments", description: "d", audiences: ["api://payments"], ...changes };
}

async function serverIn(org: TestOrg): Promise<string> {
  return `${servers}/${(await org.call("POST", servers, serverBody())).json.id}`;
}

test("an authorization server is replaced, deactivated and activated", async () => {
  const path = await serverIn(shared);
  const changed = await shared.call(
    "PUT",
    path,
    serverBody({ name: "Refunds", audiences: ["api://refunds"] }),
  );
  expect(changed.json).toMatchObject({ name: "Refunds", audiences: ["api://refunds"], default: false });
  for (const [step, status] of [
    ["deactivate", "INACTIVE"],
    ["activate", "ACTIVE"],
  ]) {
    expect((await shared.call("POST", `${path}/lifecycle/${step}`)).status).toBe(204);
    expect((await shared.call("GET", path)).json.status).toBe(status);
  }
});

test.each([
  ["no name", { name: "" }, "name"],
  ["no audience", { audiences: [] }, "audiences"],
  ["two audiences", { audiences: ["a", "b"] }, "audiences"],
  ["another issuer mode", { issuerMode: "ELSEWHERE" }, "issuerMode"],
  ["another rotation", { credentials: { signing: { rotationMode: "NEVER" } } }, "rotationMode"],
])("an authorization server with %s is refused", async (_what, changes, field) => {
  const { status, json } = await shared.call("POST", servers, serverBody(changes));
  expect([status, json.errorSummary]).toEqual([400, `Api validation failed: ${field}`]);
});

test("default can be renamed and deactivated, but not deleted", async () => {
  const org = await startTestOrg();
  const { status, json } = await org.call("DELETE", `${servers}/default`);
  expect([status, json.errorCode]).toEqual([403, "E0000006"]);
  const renamed = await org.call("PUT", `${servers}/default`, serverBody({ name: "Main" }));
  expect(renamed.json).toMatchObject({ name: "Main", default: true, issuer: `${org.url}/oauth2/default` });
  expect((await org.call("POST", `${servers}/default/lifecycle/deactivate`)).status).toBe(204);
  expect((await org.call("GET", "/oauth2/default/.well-known/openid-configuration")).status).toBe(404);
});

test("a deleted authorization server takes all of its own along, and nothing else", async () => {
  const org = await startTestOrg();
  const path = await serverIn(org);
  const policy = {
    name: "P",
    description: "d",
    conditions: { clients: { include: ["ALL_CLIENTS"] } },
  };
  await org.call("POST", `${path}/policies`, policy);
  await org.call("GET", `${path}/credentials/keys`);
  const { json: before } = await org.call("GET", `${servers}/default/scopes`);
  expect((await org.call("DELETE", path)).status).toBe(204);
  for (const part of ["", "/scopes", "/claims", "/policies", "/credentials/keys"])
    expect((await org.call("GET", `${path}${part}`)).json.errorCode).toBe("E0000007");
  expect((await org.call("GET", `${servers}/default/scopes`)).json).toEqual(before);
});

test("a scope is made with Okta's defaults, replaced and deleted", async () => {
  const scopes = `${await serverIn(shared)}/scopes`;
  const made = await shared.call("POST", scopes, { name: "car:drive", description: "Drive car" });
  expect(made.status).toBe(201);
  expect(made.json).toMatchObject({
    id: expect.stringMatching(/^scp/),
    name: "car:drive",
    consent: "IMPLICIT",
    metadataPublish: "NO_CLIENTS",
    default: false,
    optional: false,
    system: false,
  });
  const path = `${scopes}/${made.json.id}`;
  const body = { name: "car:order", consent: "REQUIRED", metadataPublish: "ALL_CLIENTS" };
  expect((await shared.call("PUT", path, body)).json).toMatchObject(body);
  expect((await shared.call("GET", `${scopes}?q=car`)).json).toHaveLength(1);
  expect((await shared.call("DELETE", path)).status).toBe(204);
  expect((await shared.call("GET", path)).json.errorCode).toBe("E0000007");
});

test.each([
  ["no name", { name: "" }],
  ["a space in its name", { name: "car drive" }],
  ["a double quote in its name", { name: 'car"drive' }],
  ["a backslash in its name", { name: "car\\drive" }],
  ["a letter that isn't ASCII", { name: "café" }],
  ["Okta's prefix", { name: "okta.users" }],
  ["Okta's other prefix", { name: "okta:users" }],
  ["Okta's own name", { name: "okta" }],
  ["a star for a name", { name: "*" }],
  ["the name of another", { name: "openid" }],
])("a scope with %s is refused", async (_what, body) => {
  const { status, json } = await shared.call("POST", `${servers}/default/scopes`, body);
  expect([status, json.errorSummary]).toEqual([400, "Api validation failed: name"]);
});

test.each([
  ["consent", { consent: "MAYBE" }],
  ["metadataPublish", { metadataPublish: "SOME_CLIENTS" }],
])("a scope with another %s is refused", async (field, changes) => {
  const { json } = await shared.call("POST", `${servers}/default/scopes`, { name: "odd", ...changes });
  expect(json.errorSummary).toBe(`Api validation failed: ${field}`);
});

test("a system scope can be published otherwise, but not renamed or deleted", async () => {
  const scopes = `${await serverIn(shared)}/scopes`;
  const { json } = await shared.call("GET", `${scopes}?q=openid`);
  const path = `${scopes}/${json[0].id}`;
  const replaced = await shared.call("PUT", path, { ...json[0], metadataPublish: "NO_CLIENTS" });
  expect(replaced.json).toMatchObject({ system: true, metadataPublish: "NO_CLIENTS" });
  for (const answer of [
    await shared.call("PUT", path, { ...json[0], name: "closedid" }),
    await shared.call("DELETE", path),
  ])
    expect([answer.status, answer.json.errorCode]).toEqual([403, "E0000111"]);
});

function claimBody(changes: object = {}) {
  return {
    name: "team",
    claimType: "RESOURCE",
    valueType: "EXPRESSION",
    value: "user.department",
    ...changes,
  };
}

test("a claim is made, always in access tokens, replaced and deleted", async () => {
  const claims = `${await serverIn(shared)}/claims`;
  const made = await shared.call("POST", claims, claimBody({ alwaysIncludeInToken: false }));
  expect(made.status).toBe(201);
  expect(made.json).toMatchObject({
    id: expect.stringMatching(/^ocl/),
    status: "ACTIVE",
    system: false,
    conditions: { scopes: [] },
    alwaysIncludeInToken: true,
  });
  const path = `${claims}/${made.json.id}`;
  const body = claimBody({
    claimType: "IDENTITY",
    alwaysIncludeInToken: false,
    conditions: { scopes: ["profile"] },
  });
  expect((await shared.call("PUT", path, body)).json).toMatchObject(body);
  expect((await shared.call("DELETE", path)).status).toBe(204);
  expect((await shared.call("GET", path)).status).toBe(404);
});

test("a claim of groups needs to know which", async () => {
  const claims = `${servers}/default/claims`;
  const groups = claimBody({ name: "groups", valueType: "GROUPS", value: "Team" });
  const missing = await shared.call("POST", claims, groups);
  expect(missing.json.errorSummary).toBe("Api validation failed: group_filter_type");
  const made = await shared.call("POST", claims, { ...groups, group_filter_type: "STARTS_WITH" });
  expect(made.json).toMatchObject({ valueType: "GROUPS", group_filter_type: "STARTS_WITH", value: "Team" });
});

test.each([
  ["no name", { name: "" }, "name"],
  ["a reserved name", { name: "iss" }, "name"],
  ["a name that is taken for this token", { name: "sub" }, "name"],
  ["no type", { claimType: undefined }, "claimType"],
  ["a value of another kind", { valueType: "SYSTEM" }, "valueType"],
  ["no value", { value: "" }, "value"],
  ["an unknown scope", { conditions: { scopes: ["magic"] } }, "conditions.scopes"],
  ["a pattern that isn't one", { valueType: "GROUPS", group_filter_type: "REGEX", value: "(" }, "value"],
])("a claim with %s is refused", async (_what, changes, field) => {
  const { status, json } = await shared.call("POST", `${servers}/default/claims`, claimBody(changes));
  expect([status, json.errorSummary]).toEqual([400, `Api validation failed: ${field}`]);
});

test("of the system claim only the value can be changed", async () => {
  const claims = `${await serverIn(shared)}/claims`;
  const { json } = await shared.call("GET", claims);
  const path = `${claims}/${json[0].id}`;
  expect((await shared.call("PUT", path, { ...json[0], value: "user.id" })).json.value).toBe("user.id");
  expect((await shared.call("PUT", path, { ...json[0], name: "who" })).json.errorCode).toBe("E0000111");
  expect((await shared.call("DELETE", path)).json.errorCode).toBe("E0000111");
});

test("keys are shown without their private part; a rotation keeps the old one published", async () => {
  const org = await startTestOrg();
  const credentials = `${servers}/default/credentials`;
  const { json: before, text } = await org.call("GET", `${credentials}/keys`);
  expect(before).toMatchObject([{ status: "ACTIVE", kty: "RSA", alg: "RS256", use: "sig" }]);
  expect(text).not.toMatch(/"(?:d|p|q|dp|dq|qi)":/);
  const refused = await org.call("POST", `${credentials}/lifecycle/keyRotate`, { use: "enc" });
  expect(refused.json.errorCauses).toEqual([
    { errorSummary: "Invalid value specified for key 'use' parameter." },
  ]);
  const { json: after } = await org.call("POST", `${credentials}/lifecycle/keyRotate`, { use: "sig" });
  expect(after.map((key: { status: string }) => key.status)).toEqual(["ACTIVE", "EXPIRED"]);
  expect(after[1].kid).toBe(before[0].kid);
  expect((await org.call("GET", `${credentials}/keys/${after[0].kid}`)).json).toEqual(after[0]);
  expect((await org.call("GET", `${servers}/default`)).json.credentials.signing.kid).toBe(after[0].kid);
});

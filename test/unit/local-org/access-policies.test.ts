import { afterAll, expect, test } from "vitest";
import type { TestOrg } from "./support.ts";
import { startTestOrg } from "./support.ts";

/** For the cases that don't depend on what another test made. */
const shared = await startTestOrg({}, afterAll);

const servers = "/api/v1/authorizationServers";
const policies = `${servers}/default/policies`;

function policyBody(name = "Policy", changes: object = {}) {
  return {
    type: "OAUTH_AUTHORIZATION_POLICY",
    status: "ACTIVE",
    name,
    description: "Made by a test",
    priority: 1,
    conditions: { clients: { include: ["ALL_CLIENTS"] } },
    ...changes,
  };
}

function ruleBody(changes: { conditions?: object; token?: object; [name: string]: unknown } = {}) {
  const { conditions, token, ...rest } = changes;
  return {
    type: "RESOURCE_ACCESS",
    name: "Rule",
    status: "ACTIVE",
    priority: 1,
    conditions: {
      people: { groups: { include: ["EVERYONE"] } },
      grantTypes: { include: ["authorization_code"] },
      scopes: { include: ["openid", "profile", "email", "offline_access"] },
      ...conditions,
    },
    actions: {
      token: {
        accessTokenLifetimeMinutes: 60,
        refreshTokenLifetimeMinutes: 0,
        refreshTokenWindowMinutes: 10_080,
        ...token,
      },
    },
    ...rest,
  };
}

async function rulesPath(org: TestOrg): Promise<string> {
  const { json: known } = await org.call("GET", policies);
  const { json } = await org.call(
    "POST",
    policies,
    known.length === 0 ? policyBody() : policyBody(`Policy ${known.length}`),
  );
  return `${policies}/${json.id}/rules`;
}

test("a new org has the default authorization server, with its scopes and without any access policy", async () => {
  const org = await startTestOrg();
  const { json } = await org.call("GET", servers);
  expect(json).toHaveLength(1);
  expect(json[0]).toMatchObject({
    id: expect.stringMatching(/^aus/),
    name: "default",
    audiences: ["api://default"],
    issuer: `${org.url}/oauth2/default`,
    issuerMode: "ORG_URL",
    status: "ACTIVE",
    default: true,
  });
  expect((await org.call("GET", policies)).json).toEqual([]);
  expect((await org.call("GET", `${servers}/default`)).json).toEqual(json[0]);
  expect((await org.call("GET", `${servers}/${json[0].id}/policies`)).status).toBe(200);
  const { json: scopes } = await org.call("GET", `${servers}/default/scopes`);
  expect(scopes.map((scope: { name: string }) => scope.name)).toContain("offline_access");
  expect((await org.call("GET", `${servers}/default/claims`)).json[0].name).toBe("sub");
});

test("an authorization server of one's own has its id in its issuer", async () => {
  const org = await startTestOrg();
  const { status, json } = await org.call("POST", servers, {
    name: "API",
    description: "d",
    audiences: ["api://x"],
  });
  expect(status).toBe(201);
  expect(json.issuer).toBe(`${org.url}/oauth2/${json.id}`);
  expect((await org.call("GET", `${servers}?q=api://x`)).json).toEqual([json]);
  expect((await org.call("GET", `${servers}/${json.id}/scopes`)).json).not.toEqual([]);
  expect((await org.call("POST", servers, { name: "API" })).json.errorSummary).toBe(
    "Api validation failed: audiences",
  );
  expect((await org.call("GET", `${servers}/ausUnknown`)).json.errorCode).toBe("E0000007");
});

test("a policy and its rule are made with 201, read, replaced and deleted with 204", async () => {
  const org = await startTestOrg();
  const made = await org.call("POST", policies, policyBody());
  expect(made.status).toBe(201);
  expect(made.json).toMatchObject({
    id: expect.stringMatching(/^00p/),
    system: false,
    priority: 1,
    status: "ACTIVE",
  });
  const policy = `${policies}/${made.json.id}`;
  const rule = await org.call("POST", `${policy}/rules`, ruleBody());
  expect(rule.status).toBe(201);
  expect(rule.json).toMatchObject({
    id: expect.stringMatching(/^0pr/),
    ...ruleBody({}),
    actions: { token: { accessTokenLifetimeMinutes: 60 } },
  });
  const renamed = await org.call("PUT", policy, policyBody("Renamed"));
  expect([renamed.status, renamed.json.name, renamed.json.created]).toEqual([
    200,
    "Renamed",
    made.json.created,
  ]);
  const changed = await org.call(
    "PUT",
    `${policy}/rules/${rule.json.id}`,
    ruleBody({ token: { accessTokenLifetimeMinutes: 5 } }),
  );
  expect(changed.json.actions.token.accessTokenLifetimeMinutes).toBe(5);
  expect((await org.call("POST", `${policy}/rules/${rule.json.id}/lifecycle/deactivate`)).status).toBe(204);
  expect((await org.call("GET", `${policy}/rules/${rule.json.id}`)).json.status).toBe("INACTIVE");
  expect((await org.call("DELETE", `${policy}/rules/${rule.json.id}`)).status).toBe(204);
  expect((await org.call("GET", `${policy}/rules`)).json).toEqual([]);
  expect((await org.call("POST", `${policy}/lifecycle/deactivate`)).status).toBe(204);
  expect((await org.call("GET", policy)).json.status).toBe("INACTIVE");
  expect((await org.call("DELETE", policy)).status).toBe(204);
  expect((await org.call("GET", policy)).status).toBe(404);
});

test("what a client can't know is kept: people.exclude survives a round trip", async () => {
  const org = await startTestOrg();
  const rules = await rulesPath(org);
  const people = {
    groups: { include: ["EVERYONE"], exclude: ["00gX"] },
    users: { include: [], exclude: ["00uX"] },
  };
  const { json } = await org.call("POST", rules, ruleBody({ conditions: { people } }));
  expect((await org.call("PUT", `${rules}/${json.id}`, json)).json.conditions.people).toEqual(people);
});

test("policies keep the priorities 1, 2, 3 when one is put in between", async () => {
  const org = await startTestOrg();
  await org.call("POST", policies, policyBody("First", { priority: undefined }));
  await org.call("POST", policies, policyBody("Second", { priority: undefined }));
  await org.call("POST", policies, policyBody("Between", { priority: 2 }));
  await org.call("POST", policies, policyBody("Far", { priority: 99 }));
  const { json } = await org.call("GET", policies);
  expect(json.map((policy: { name: string; priority: number }) => [policy.name, policy.priority])).toEqual([
    ["First", 1],
    ["Between", 2],
    ["Second", 3],
    ["Far", 4],
  ]);
});

test.each([
  ["no name", policyBody(""), "name"],
  ["a name of 101 characters", policyBody("x".repeat(101)), "name"],
  ["no description", policyBody("P", { description: "" }), "description"],
  ["a description of 256 characters", policyBody("P", { description: "x".repeat(256) }), "description"],
  [
    "clients that are no list",
    policyBody("P", { conditions: { clients: { include: "ALL_CLIENTS" } } }),
    "conditions.clients.include",
  ],
  ["another type", policyBody("P", { type: "PASSWORD" }), "type"],
  ["priority 0", policyBody("P", { priority: 0 }), "priority"],
  ["another status", policyBody("P", { status: "ON" }), "status"],
])("a policy with %s is refused", async (_name, body, field) => {
  const { status, json } = await shared.call("POST", policies, body);
  expect([status, json.errorCode, json.errorSummary]).toEqual([
    400,
    "E0000001",
    `Api validation failed: ${field}`,
  ]);
});

test("names are unique among the policies of an authorization server, and among the rules of a policy", async () => {
  const org = await startTestOrg();
  const rules = await rulesPath(org);
  const cause = "name: An object with this field already exists in the current organization";
  expect((await org.call("POST", policies, policyBody())).json.errorCauses).toEqual([
    { errorSummary: cause },
  ]);
  await org.call("POST", rules, ruleBody());
  expect((await org.call("POST", rules, ruleBody())).json.errorCauses).toEqual([{ errorSummary: cause }]);
  const { json } = await org.call("POST", servers, { name: "API", description: "d", audiences: ["api://x"] });
  expect((await org.call("POST", `${servers}/${json.id}/policies`, policyBody())).status).toBe(201);
});

test.each([
  ["no type", { type: undefined }, "type"],
  ["no name", { name: "" }, "name"],
  ["a name of 101 characters", { name: "x".repeat(101) }, "name"],
  ["no grant type", { conditions: { grantTypes: undefined } }, "conditions.grantTypes"],
  [
    "refresh_token as grant type",
    { conditions: { grantTypes: { include: ["refresh_token"] } } },
    "conditions.grantTypes",
  ],
  ["no people", { conditions: { people: undefined } }, "conditions.people"],
  ["an unknown group", { conditions: { people: { groups: { include: ["00gX"] } } } }, "conditions.people"],
  ["scopes that are no list", { conditions: { scopes: { include: "openid" } } }, "conditions.scopes"],
  ["an unknown scope", { conditions: { scopes: { include: ["magic"] } } }, "conditions.scopes"],
  ["access tokens of 4 minutes", { token: { accessTokenLifetimeMinutes: 4 } }, "accessTokenLifetimeMinutes"],
  [
    "access tokens of 1441 minutes",
    { token: { accessTokenLifetimeMinutes: 1441 } },
    "accessTokenLifetimeMinutes",
  ],
  [
    "a negative refresh lifetime",
    { token: { refreshTokenLifetimeMinutes: -1 } },
    "refreshTokenLifetimeMinutes",
  ],
  ["a window of 9 minutes", { token: { refreshTokenWindowMinutes: 9 } }, "refreshTokenWindowMinutes"],
  [
    "a window of over 5 years",
    { token: { refreshTokenWindowMinutes: 2_628_001 } },
    "refreshTokenWindowMinutes",
  ],
  [
    "a window above the lifetime",
    { token: { refreshTokenLifetimeMinutes: 100, refreshTokenWindowMinutes: 101 } },
    "refreshTokenWindowMinutes",
  ],
  [
    "a window below the access token",
    { token: { refreshTokenLifetimeMinutes: 100, refreshTokenWindowMinutes: 59 } },
    "refreshTokenWindowMinutes",
  ],
])("a rule with %s is refused", async (_name, changes, field) => {
  const { status, json } = await shared.call("POST", await rulesPath(shared), ruleBody(changes));
  expect([status, json.errorCode, json.errorSummary]).toEqual([
    400,
    "E0000001",
    `Api validation failed: ${field}`,
  ]);
});

test.each([undefined, {}, { clients: {} }, { clients: { include: [] } }])(
  "a policy with the conditions %j is accepted, and is for no client",
  async (conditions) => {
    const body = policyBody(`For nobody ${JSON.stringify(conditions)}`, { conditions });
    const { status, json } = await shared.call("POST", policies, body);
    expect([status, json.conditions]).toEqual([201, { clients: { include: [] } }]);
  },
);

test("a rule comes back with the lists that Okta fills in", async () => {
  const conditions = { scopes: {}, people: { groups: { include: ["EVERYONE"] }, users: {} } };
  const { json } = await shared.call("POST", await rulesPath(shared), ruleBody({ conditions }));
  expect(json.conditions).toMatchObject({
    scopes: { include: [] },
    people: { groups: { include: ["EVERYONE"] }, users: { exclude: [] } },
  });
  expect(json.actions.token).not.toHaveProperty("inlineHook");
});

test.each([
  ["any scope", { conditions: { scopes: { include: ["*"] } } }],
  ["no scope", { conditions: { scopes: { include: [] } } }],
  ["nothing about scopes", { conditions: { scopes: undefined } }],
  [
    "client_credentials without people",
    { conditions: { people: undefined, grantTypes: { include: ["client_credentials"] } } },
  ],
  ["the shortest lifetimes", { token: { accessTokenLifetimeMinutes: 5, refreshTokenWindowMinutes: 10 } }],
  [
    "a window that equals the lifetime",
    { token: { refreshTokenLifetimeMinutes: 100, refreshTokenWindowMinutes: 100 } },
  ],
])("a rule with %s is accepted", async (_name, changes) => {
  expect((await shared.call("POST", await rulesPath(shared), ruleBody(changes))).status).toBe(201);
});

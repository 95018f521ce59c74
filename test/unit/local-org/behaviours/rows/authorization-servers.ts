import { expect } from "vitest";
import type { TestOrg } from "../../support.ts";
import { startTestOrg } from "../../support.ts";
import { payloadOf, signInApp, signInToTokens } from "../../oidc/browser.ts";
import { expectRefusal, newServer } from "../requests.ts";
import { behaviour, differs } from "../table.ts";

behaviour("policies", "a new Integrator org has no access policy on `default`", async () => {
  const fresh = await startTestOrg();
  expect((await fresh.call("GET", "/api/v1/authorizationServers/default/policies")).json).toEqual([]);
});

behaviour("policies", "policies and rules keep the priorities 1, 2, 3 when one is inserted", async (org) => {
  const path = `${await newServer(org)}/policies`;
  for (const [name, priority] of [
    ["First", 1],
    ["Second", 2],
    ["Between", 2],
  ])
    await org.call("POST", path, policyBody({ name, priority }));
  const { json } = await org.call("GET", path);
  const order = json.map((policy: { name: string; priority: number }) => [policy.name, policy.priority]);
  expect(order).toEqual([
    ["First", 1],
    ["Between", 2],
    ["Second", 3],
  ]);
});

function policyBody(changes: object = {}) {
  return { name: "P", description: "d", conditions: { clients: { include: ["ALL_CLIENTS"] } }, ...changes };
}

function ruleBody(conditions: object = {}, token: object = {}) {
  return {
    type: "RESOURCE_ACCESS",
    name: "R",
    conditions: {
      people: { groups: { include: ["EVERYONE"] } },
      grantTypes: { include: ["authorization_code"] },
      scopes: { include: ["*"] },
      ...conditions,
    },
    actions: { token },
  };
}

async function newRule(org: TestOrg, body: object) {
  const path = `${await newServer(org)}/policies`;
  const { json } = await org.call("POST", path, policyBody());
  return org.call("POST", `${path}/${json.id}/rules`, body);
}

behaviour("policies", "access tokens of a rule live 5 to 1440 minutes, 60 by default", async (org) => {
  const { json } = await newRule(org, ruleBody());
  expect(json.actions.token.accessTokenLifetimeMinutes).toBe(60);
  for (const accessTokenLifetimeMinutes of [4, 1441])
    expectRefusal(await newRule(org, ruleBody({}, { accessTokenLifetimeMinutes })), 400, "E0000001");
});

behaviour(
  "policies",
  "`refresh_token` is no grant type of a rule: the grant of the sign-in counts",
  async (org) => {
    const grantTypes = { include: ["refresh_token"] };
    expectRefusal(await newRule(org, ruleBody({ grantTypes })), 400, "E0000001");
  },
);

behaviour("policies", "a policy without clients and a rule without scopes are accepted", async (org) => {
  const path = `${await newServer(org)}/policies`;
  const policy = await org.call("POST", path, policyBody({ conditions: undefined }));
  expect([policy.status, policy.json.conditions]).toEqual([201, { clients: { include: [] } }]);
  const rule = await org.call("POST", `${path}/${policy.json.id}/rules`, ruleBody({ scopes: {} }));
  expect([rule.status, rule.json.conditions.scopes]).toEqual([201, { include: [] }]);
});

behaviour("policies", "a rule with a grant type for users must include at least one of them", async (org) => {
  expectRefusal(await newRule(org, ruleBody({ people: undefined })), 400, "E0000001");
});

behaviour(
  "management",
  "an authorization server has exactly one audience, and its id in its issuer",
  async (org) => {
    const path = await newServer(org);
    const { json } = await org.call("GET", path);
    expect(json.issuer).toBe(`${org.url}/oauth2/${json.id}`);
    const two = { name: "x", description: "d", audiences: ["a", "b"] };
    expectRefusal(await org.call("POST", "/api/v1/authorizationServers", two), 400, "E0000001");
  },
);

behaviour(
  "management",
  "deleting an authorization server deletes its scopes, claims, policies and keys",
  async (org) => {
    const path = await newServer(org);
    expect((await org.call("DELETE", path)).status).toBe(204);
    for (const part of ["", "/scopes", "/claims", "/policies", "/credentials/keys"])
      expectRefusal(await org.call("GET", `${path}${part}`), 404, "E0000007");
  },
);

behaviour(
  "management",
  "a scope's name is printable ASCII without spaces, quotes and backslashes, and not Okta's",
  async (org) => {
    const scopes = `${await newServer(org)}/scopes`;
    for (const name of ["a b", 'a"b', "a\\b", "é", "okta.x", "okta:x", "okta", "*"])
      expectRefusal(await org.call("POST", scopes, { name }), 400, "E0000001");
    expect((await org.call("POST", scopes, { name: "car:drive" })).json.consent).toBe("IMPLICIT");
  },
);

behaviour(
  "management",
  "an authorization server has 19 system claims, which can be changed: what is always included is in ID tokens",
  async (org) => {
    const server = await newServer(org);
    const { json } = await org.call("GET", `${server}/claims`);
    expect(json).toHaveLength(19);
    const locale = json.find(({ name }: { name: string }) => name === "locale");
    await org.call("PUT", `${server}/claims/${locale.id}`, { ...locale, alwaysIncludeInToken: true });
    const serverId = server.split("/").at(-1) ?? "";
    const { clientId } = await signInApp(org, {}, { server: serverId });
    const { tokens } = await signInToTokens(org, clientId, { base: `/oauth2/${serverId}` });
    const claims = payloadOf(tokens["id_token"] ?? "");
    expect(claims).toMatchObject({ locale: "en_US", preferred_username: org.user.login });
    expect(claims).not.toHaveProperty("zoneinfo");
  },
);

behaviour("management", "a claim in access tokens is always included", async (org) => {
  const body = { name: "c", claimType: "RESOURCE", valueType: "EXPRESSION", value: "user.id" };
  const answer = await org.call("POST", `${await newServer(org)}/claims`, {
    ...body,
    alwaysIncludeInToken: false,
  });
  expect(answer.json.alwaysIncludeInToken).toBe(true);
});

behaviour("management", "a claim of groups needs a `group_filter_type`", async (org) => {
  const body = { name: "groups", claimType: "IDENTITY", valueType: "GROUPS", value: "x" };
  expectRefusal(await org.call("POST", `${await newServer(org)}/claims`, body), 400, "E0000001");
});

behaviour("management", "a rotated signing key stays published as EXPIRED", async (org) => {
  const credentials = `${await newServer(org)}/credentials`;
  await org.call("GET", `${credentials}/keys`);
  const { json } = await org.call("POST", `${credentials}/lifecycle/keyRotate`, { use: "sig" });
  expect(json.map((key: { status: string }) => key.status)).toEqual(["ACTIVE", "EXPIRED"]);
});

differs(
  "management",
  "the NEXT key is published before it is used",
  "it is created when the keys rotate, which happens only on request",
  async (org) => {
    const { json } = await org.call("GET", `${await newServer(org)}/credentials/keys`);
    expect(json.map((key: { status: string }) => key.status)).toEqual(["ACTIVE"]);
  },
);

differs(
  "management",
  "`default` can't be deleted (Okta's answer isn't published)",
  "403 E0000006",
  async (org) =>
    expectRefusal(await org.call("DELETE", "/api/v1/authorizationServers/default"), 403, "E0000006"),
);

differs(
  "management",
  "system scopes and the claim `sub` can't be deleted (Okta's answer isn't published)",
  "403 E0000111",
  async (org) => {
    const path = await newServer(org);
    for (const part of ["scopes", "claims"]) {
      const { json } = await org.call("GET", `${path}/${part}`);
      expectRefusal(await org.call("DELETE", `${path}/${part}/${json[0].id}`), 403, "E0000111");
    }
  },
);

differs(
  "management",
  "reserved claims are refused (Okta's list and text aren't published)",
  "the registered names of JWT, OpenID Connect and Okta's own tokens: 400 E0000001",
  async (org) => {
    const body = { claimType: "RESOURCE", valueType: "EXPRESSION", value: "user.id" };
    const claims = `${await newServer(org)}/claims`;
    for (const name of ["iss", "aud", "cid", "scp"])
      expectRefusal(await org.call("POST", claims, { name, ...body }), 400, "E0000001");
  },
);

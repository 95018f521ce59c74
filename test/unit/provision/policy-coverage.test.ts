import { describe, expect, test } from "vitest";
import type { AccessPolicy, AccessPolicyRule } from "../../../src/okta/port.ts";
import { findCoverage } from "../../../src/provision/policy-coverage.ts";

const scopes = ["openid", "profile", "email", "offline_access"];
const signIn = { clientId: "0oaMine", scopes, everyoneGroupId: "00gEveryone", groupIds: [] as string[] };

interface PolicyShape {
  readonly include?: string[];
  readonly status?: string;
  readonly rules?: RuleShape[];
}

interface RuleShape {
  readonly status?: string;
  readonly grants?: string[];
  readonly groups?: string[];
  readonly users?: string[];
  readonly exclude?: string[];
  readonly scopes?: string[];
}

function rule(shape: RuleShape, index: number): AccessPolicyRule {
  const {
    status = "ACTIVE",
    grants = ["authorization_code"],
    groups = ["EVERYONE"],
    users = [],
    exclude = [],
  } = shape;
  return {
    id: `0pr${index}`,
    name: `R${index}`,
    status,
    priority: index,
    conditions: {
      people: { groups: { include: groups, exclude: [] }, users: { include: users, exclude } },
      grantTypes: { include: grants },
      scopes: { include: shape.scopes ?? ["*"] },
    },
  };
}

async function cover(
  shapes: readonly PolicyShape[],
  who: Partial<typeof signIn> | { clientId: undefined } = {},
) {
  const asked: string[] = [];
  const policies = shapes.map(({ include = ["ALL_CLIENTS"], status = "ACTIVE" }, index): AccessPolicy => ({
    id: String(index),
    name: `P${index}`,
    status,
    priority: index + 1,
    conditions: { clients: { include } },
  }));
  const readRules = async (policyId: string) => {
    asked.push(policyId);
    return (shapes[Number(policyId)]?.rules ?? [{}]).map(rule);
  };
  return { ...(await findCoverage(policies, readRules, { ...signIn, ...who })), asked };
}

describe("a sign-in is covered", () => {
  test.each<[string, PolicyShape[]]>([
    ["by a policy for all clients", [{}]],
    ["by a policy for this client", [{ include: ["0oaOther", "0oaMine"] }]],
    [
      "by the first policy for it, after those for others",
      [{ include: ["0oaOther"] }, { status: "INACTIVE" }, {}],
    ],
    ["by a rule that names its scopes", [{ rules: [{ scopes }] }]],
    ["by a rule for the group Everyone by id", [{ rules: [{ groups: ["00gEveryone"] }] }]],
    [
      "by a later rule, when earlier ones are for other grants or people",
      [{ rules: [{ grants: ["client_credentials"] }, { groups: ["00gSome"] }, { status: "INACTIVE" }, {}] }],
    ],
  ])("%s", async (_name, policies) => {
    expect(await cover(policies)).toMatchObject({ isCovered: true });
  });

  test("by one rule for each group that the app is for", async () => {
    const policies = [{ rules: [{ groups: ["00gA"] }, { groups: ["00gOther"] }, { groups: ["00gB"] }] }];
    expect(await cover(policies, { groupIds: ["00gA", "00gB"] })).toMatchObject({
      isCovered: true,
      rules: [{ name: "R0" }, { name: "R2" }],
    });
  });

  test("by a rule that shuts some people out, and that is said", async () => {
    const coverage = await cover([{ rules: [{ exclude: ["00uSomebody"] }] }]);
    expect(coverage).toMatchObject({ isCovered: true, reason: expect.stringContaining("except") as string });
  });

  test("by a policy for all clients before the app exists", async () => {
    expect(await cover([{}], { clientId: undefined })).toMatchObject({ isCovered: true });
  });
});

describe("a sign-in is not covered", () => {
  test.each<[string, PolicyShape[], string]>([
    ["without policies", [], "it has no access policy"],
    ["by policies for other clients", [{ include: ["0oaOther"] }], 'the policy "P0" is for other clients'],
    [
      "by the policies of many other clients, of which none is named",
      Array.from({ length: 42 }, () => ({ include: ["0oaOther"] })),
      "none of its 42 access policies covers this app",
    ],
    ["by an inactive policy", [{ status: "INACTIVE" }], 'the policy "P0" is not active'],
    ["by a policy without rules", [{ rules: [] }], 'the policy "P0" has no rule'],
    [
      "by an inactive rule",
      [{ rules: [{ status: "INACTIVE" }] }],
      'the rule "R0" of the policy "P0" is not active',
    ],
    [
      "by a rule for another grant",
      [{ rules: [{ grants: ["implicit"] }] }],
      "does not allow the authorization code grant",
    ],
    ["by a rule for one group", [{ rules: [{ groups: ["00gSome"] }] }], "is for some people only"],
    ["by a rule for one user", [{ rules: [{ groups: [], users: ["00u1"] }] }], "is for some people only"],
    [
      "by a rule without offline_access",
      [{ rules: [{ scopes: scopes.slice(0, 3) }] }],
      "does not allow offline_access",
    ],
    [
      "by a later rule, when the one that decides lacks a scope",
      [{ rules: [{ scopes: ["openid"] }, {}] }],
      "does not allow profile, email, offline_access",
    ],
    [
      "by a later policy, when the one that decides refuses",
      [{ rules: [] }, {}],
      'the policy "P0" has no rule',
    ],
  ])("%s", async (_name, policies, reason) => {
    expect(await cover(policies)).toMatchObject({
      isCovered: false,
      reasons: expect.arrayContaining([expect.stringContaining(reason)]) as string[],
    });
  });

  test.each<[string, RuleShape[], string[], string]>([
    ["nobody, when the rules refuse", [{ scopes: ["openid"] }], [], "nobody"],
    ["some, when a rule is for a group of everyone", [{ groups: ["00gA"] }], [], "some"],
    ["some, when one of two groups has a rule", [{ groups: ["00gA"] }], ["00gA", "00gB"], "some"],
    [
      "some, when the rule of one of two groups lacks a scope",
      [{ groups: ["00gA"] }, { groups: ["00gB"], scopes: ["openid"] }, {}],
      ["00gA", "00gB"],
      "some",
    ],
    ["who is in both, when the rule is for another group", [{ groups: ["00gA"] }], ["00gB"], "unknown"],
  ])("but lets in %s", async (_name, rules, groupIds, letsIn) => {
    expect(await cover([{ rules }], { groupIds })).toMatchObject({ isCovered: false, letsIn });
  });

  test("by a policy for its client before the app exists", async () => {
    expect(await cover([{ include: ["0oaMine"] }], { clientId: undefined })).toMatchObject({
      isCovered: false,
    });
  });

  test("with the deciding policy named, so that a new one can go before it", async () => {
    expect(await cover([{ include: ["0oaOther"] }, { rules: [] }])).toMatchObject({
      decisive: { name: "P1" },
    });
    expect(await cover([{ include: ["0oaOther"] }])).toMatchObject({ decisive: undefined });
  });
});

test("the rules of the deciding policy are read, and of no other", async () => {
  expect((await cover([{ include: ["0oaOther"] }, { rules: [] }, {}])).asked).toEqual(["1"]);
  expect((await cover([{ include: ["0oaOther"] }])).asked).toEqual([]);
});

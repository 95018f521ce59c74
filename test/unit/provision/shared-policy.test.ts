import { beforeEach, expect, test } from "vitest";
import { OktaUnlockError } from "../../../src/errors.ts";
import { buildDesiredState } from "../../../src/provision/desired.ts";
import { planProvision } from "../../../src/provision/plan.ts";
import { findSharedPolicy, createSharedPolicy } from "../../../src/provision/shared-policy.ts";
import { withJournal } from "../../../src/provision/journal.ts";
import { freshProject, useLocalOrg, type World } from "./world.ts";

const localOrg = useLocalOrg();

beforeEach(async () => {
  const { org } = localOrg.open();
  const policies = await org.listPolicies("default");
  await Promise.all(policies.map(({ id }) => org.deletePolicy("default", id)));
});

const emptyPolicy = {
  type: "OAUTH_AUTHORIZATION_POLICY",
  status: "ACTIVE",
  name: "Empty",
  description: "empty",
  priority: 1,
  conditions: { clients: { include: ["ALL_CLIENTS"] } },
};

async function make({ context, org }: World): Promise<void> {
  await withJournal(context, (journal) => createSharedPolicy(context, org, journal));
}

test("a fresh org has none; one that was made lets any app in", async () => {
  const world = localOrg.open();
  expect(await findSharedPolicy(world.org)).toBe("missing");
  await make(world);
  expect(await findSharedPolicy(world.org)).toBe("present");
  const { steps } = await planProvision(world.org, buildDesiredState(freshProject().settings));
  expect(steps.filter(({ resource }) => resource === "policy" || resource === "rule")).toMatchObject([
    { action: "keep" },
    { action: "keep" },
  ]);
});

test("a policy without a rule lets nobody in", async () => {
  const { org } = localOrg.open();
  await org.createPolicy("default", emptyPolicy);
  expect(await findSharedPolicy(org)).toBe("missing");
});

test("it comes behind the policies that are there", async () => {
  const world = localOrg.open();
  await world.org.createPolicy("default", emptyPolicy);
  await make(world);
  const policies = await world.org.listPolicies("default");
  expect(policies.map(({ name }) => name)).toEqual(["Empty", "okta-unlock: all apps"]);
});

test.each([
  ["E0000015", "no-server"],
  ["E0000006", "hidden"],
])("%s is told, not thrown: %s", async (errorCode, state) => {
  const { org } = localOrg.open({ fault: () => ({ status: 403, body: { errorCode } }) });
  expect(await findSharedPolicy(org)).toBe(state);
});

test.each([
  ["the rule is refused", { status: 403, body: { errorCode: "E0000006" } } as const],
  ["the rule never arrives", "drop" as const],
  ["the answer to the rule is lost", "lose" as const],
])("the policy is taken back when %s", async (_case, fault) => {
  const world = localOrg.open({
    fault: ({ method, path }) => (method === "POST" && path.endsWith("/rules") ? fault : undefined),
  });
  await expect(make(world)).rejects.toBeInstanceOf(OktaUnlockError);
  expect(await world.org.listPolicies("default")).toEqual([]);
  expect(world.leftovers).toEqual([]);
});

test("the policy is taken back when its own answer is lost", async () => {
  const world = localOrg.open({
    fault: ({ method, path }) => (method === "POST" && path.endsWith("/policies") ? "lose" : undefined),
  });
  await expect(make(world)).rejects.toBeInstanceOf(OktaUnlockError);
  expect(await world.org.listPolicies("default")).toEqual([]);
});

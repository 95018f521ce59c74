import { expect, test } from "vitest";
import { applyProvision } from "../../../src/provision/apply.ts";
import { withJournal } from "../../../src/provision/journal.ts";
import { planProvision } from "../../../src/provision/plan.ts";
import { listPoliciesOnce, removeApp } from "../../../src/provision/remove-app.ts";
import { freshProject, useLocalOrg, type World } from "./world.ts";

const localOrg = useLocalOrg();

async function provision({ context, org }: World) {
  const plan = await planProvision(org, freshProject());
  return withJournal(context, (journal) => applyProvision(context, org, plan, journal));
}

test("an app goes with the access policy that was made for it, and what is foreign stays", async () => {
  const world = localOrg.open();
  const other = await provision(world);
  const { appId } = await provision(world);
  const removed = await removeApp(world.org, appId);
  expect(removed).toMatchObject({ id: appId, outcome: "deleted", warnings: [] });
  expect(removed.policies).toHaveLength(1);
  expect(await world.org.getApp(appId)).toBeUndefined();
  const left = await world.org.listPolicies("default");
  expect(left.map(({ conditions }) => conditions?.clients?.include)).toEqual([[other.clientId]]);
});

test("of an app that is gone already, the policy that is left is removed", async () => {
  const world = localOrg.open();
  const { appId } = await provision(world);
  await world.org.deactivateApp(appId);
  await world.org.deleteApp(appId);
  const removed = await removeApp(world.org, appId);
  expect(removed).toMatchObject({ label: undefined, outcome: "already gone" });
  expect(removed.policies).toHaveLength(1);
  expect(await removeApp(world.org, appId)).toMatchObject({ outcome: "already gone", policies: [] });
});

test("a policy that can't be removed is a warning with the command that does", async () => {
  const world = localOrg.open({
    fault: ({ method, path }) =>
      method === "DELETE" && path.includes("/policies/")
        ? { status: 403, body: { errorCode: "E0000006", errorSummary: "No" } }
        : undefined,
  });
  const { appId } = await provision(world);
  const { outcome, warnings } = await removeApp(world.org, appId);
  expect(outcome).toBe("deleted");
  expect(warnings).toEqual([expect.stringContaining(`okta-unlock apps delete ${appId} --org local`)]);
});

test("the policies are read once for several apps", async () => {
  const world = localOrg.open();
  const apps = [await provision(world), await provision(world)];
  const before = world.calls.length;
  const policies = listPoliciesOnce(world.org);
  for (const { appId } of apps) await removeApp(world.org, appId, policies);
  const reads = world.calls
    .slice(before)
    .filter(({ method, path }) => method === "GET" && path.endsWith("/policies"));
  expect(reads).toHaveLength(1);
});

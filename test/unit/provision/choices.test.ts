import { describe, expect, test } from "vitest";
import { applyProvision } from "../../../src/provision/apply.ts";
import type { ProvisionSettings } from "../../../src/provision/desired.ts";
import { planOffline, planProvision } from "../../../src/provision/plan.ts";
import { hasChanges } from "../../../src/provision/planned-steps.ts";
import { removeApp } from "../../../src/provision/remove-app.ts";
import { withJournal } from "../../../src/provision/journal.ts";
import { errorOf } from "../okta/org-context.ts";
import { freshProject, useLocalOrg, type World } from "./world.ts";

const localOrg = useLocalOrg();

async function provision(world: World, settings: Partial<ProvisionSettings>) {
  const { context, org } = world;
  const plan = await planProvision(org, freshProject(settings));
  return withJournal(context, (journal) => applyProvision(context, org, plan, journal));
}

const titlesOf = ({ steps }: { readonly steps: readonly { readonly title: string }[] }) =>
  steps.map(({ title }) => title);

describe("groups", () => {
  test("an app is assigned to the groups that are named, by name or id, and to nobody else", async () => {
    const world = localOrg.open();
    const group = { profile: { name: "Mobile testers" } };
    const { id } = await world.call<{ id: string }>("POST", "/api/v1/groups", group);
    await world.call("POST", "/api/v1/groups", { profile: { name: "Mobile testers, old" } });
    for (const name of ["Mobile testers", id]) {
      const { appId } = await provision(world, { assignment: { groups: [name] } });
      expect((await world.org.listAssignments(appId)).map((each) => each.id)).toEqual([id]);
    }
  });

  test("an app that is for some groups stays so when nobody says who may use it", async () => {
    const world = localOrg.open();
    const { id } = await world.call<{ id: string }>("POST", "/api/v1/groups", {
      profile: { name: "Payroll testers" },
    });
    const made = freshProject({ assignment: { groups: [id] } });
    const plan = await planProvision(world.org, made);
    const { appId } = await withJournal(world.context, (journal) =>
      applyProvision(world.context, world.org, plan, journal),
    );
    const unsaid = {
      ...made,
      settings: { ...made.settings, assignment: "everyone", keepsGroups: true },
    } as const;
    const again = await planProvision(world.org, unsaid);
    expect(titlesOf(again)).toContain("Keep the assignment of the app to its groups");
    expect(hasChanges(again)).toBe(false);
    await world.org.unassignGroup(appId, id);
    expect(titlesOf(await planProvision(world.org, unsaid))).toContain("Assign the app to Everyone");
  });

  test("one that is not there is said before anything is made", async () => {
    const world = localOrg.open();
    const error = await errorOf(provision(world, { assignment: { groups: ["Nobody"] } }));
    expect(error).toMatchObject({ code: "not-found", message: expect.stringContaining('"Nobody"') });
    expect(world.calls.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  test("a rule for just these groups covers the app", async () => {
    const world = localOrg.open();
    const { id } = await world.call<{ id: string }>("POST", "/api/v1/groups", { profile: { name: "QA" } });
    const server = "/api/v1/authorizationServers/default/policies";
    const policy = await world.call<{ id: string }>("POST", server, {
      type: "OAUTH_AUTHORIZATION_POLICY",
      name: "For QA",
      description: "d",
      priority: 1,
      conditions: { clients: { include: ["ALL_CLIENTS"] } },
    });
    await world.call("POST", `${server}/${policy.id}/rules`, {
      type: "RESOURCE_ACCESS",
      name: "QA",
      priority: 1,
      conditions: {
        people: { groups: { include: [id] } },
        grantTypes: { include: ["authorization_code"] },
        scopes: { include: ["*"] },
      },
    });
    const covered = await planProvision(world.org, freshProject({ assignment: { groups: ["QA"] } }));
    expect(titlesOf(covered)).toContain("Keep the access policy");
    const uncovered = await planProvision(world.org, freshProject());
    expect(titlesOf(uncovered)).toContain("Create an access policy for the app");
    await world.org.deletePolicy("default", policy.id);
  });
});

describe("the authorization server", () => {
  test("one is found by name; the policy is made there, and goes with the app", async () => {
    const world = localOrg.open();
    const { id, issuer } = await world.call<{ id: string; issuer: string }>(
      "POST",
      "/api/v1/authorizationServers",
      { name: "Orders", description: "d", audiences: ["api://orders"] },
    );
    const made = await provision(world, { authorizationServer: "Orders" });
    expect(made).toMatchObject({ issuer, authorizationServerId: id });
    expect(await world.org.listPolicies(id)).toHaveLength(1);
    const removed = await removeApp(world.org, made.appId);
    expect(removed.policies).toMatchObject([{ authorizationServerId: id }]);
    expect(await world.org.listPolicies(id)).toEqual([]);
  });

  test("one that was named and is not there is an error that lists those that are", async () => {
    const world = localOrg.open();
    const error = await errorOf(provision(world, { authorizationServer: "Nothing" }));
    expect(error.code).toBe("not-found");
    expect(error.details.join()).toContain("default");
    expect(world.calls.filter(({ method }) => method !== "GET")).toEqual([]);
  });
});

describe("the authentication policy", () => {
  test("the app gets the one that was named; a second run keeps it", async () => {
    const world = localOrg.open();
    const desired = freshProject({ signOnPolicy: "Any two factors" });
    const { context, org } = world;
    const first = await planProvision(org, desired);
    const { appId } = await withJournal(context, (journal) => applyProvision(context, org, first, journal));
    const [policy] = await org.listSignOnPolicies();
    const app = await org.getApp(appId);
    expect(app?._links?.accessPolicy?.href).toContain(policy?.id);
    expect(titlesOf(await planProvision(org, desired))).toContain(
      'Keep the authentication policy "Any two factors"',
    );
  });

  test("is not looked up when nobody asks for one", async () => {
    const world = localOrg.open();
    await provision(world, {});
    expect(world.calls.map(({ path }) => path)).not.toContain("/api/v1/policies");
  });

  test("a Classic Engine org has none, and says so", async () => {
    const classic = { status: 200, body: { id: "00o1", pipeline: "v1" } };
    const world = localOrg.open({
      fault: ({ path }) => (path === "/.well-known/okta-organization" ? classic : undefined),
    });
    const error = await errorOf(provision(world, { signOnPolicy: "Any two factors" }));
    expect(error).toMatchObject({ code: "feature-missing", why: expect.stringContaining("Classic Engine") });
  });
});

test("with Federation Broker Mode nobody is assigned, and a second run changes nothing", async () => {
  const world = localOrg.open();
  const desired = freshProject({ implicitAssignment: true, assignment: "none" });
  const { context, org } = world;
  const plan = await planProvision(org, desired);
  const { appId } = await withJournal(context, (journal) => applyProvision(context, org, plan, journal));
  expect((await org.getApp(appId))?.settings?.implicitAssignment).toBe(true);
  expect(await org.listAssignments(appId)).toEqual([]);
  const again = await planProvision(org, desired);
  expect(again.steps.every(({ action }) => action === "keep")).toBe(true);
});

test("a plan without a network names the groups and the policy that were asked for", () => {
  const desired = freshProject({ assignment: { groups: ["A", "B"] }, signOnPolicy: "Strong" });
  expect(titlesOf(planOffline(desired)).slice(1, 4)).toEqual([
    "Assign the app to A",
    "Assign the app to B",
    'Set the app\'s authentication policy to "Strong"',
  ]);
});

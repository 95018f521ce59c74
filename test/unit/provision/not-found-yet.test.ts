import { describe, expect, test } from "vitest";
import { applyProvision } from "../../../src/provision/apply.ts";
import { provisionCliApp } from "../../../src/provision/cli-app.ts";
import type { DesiredState } from "../../../src/provision/desired.ts";
import { withJournal, withPassing } from "../../../src/provision/journal.ts";
import { planProvision } from "../../../src/provision/plan.ts";
import { removeApp } from "../../../src/provision/remove-app.ts";
import { errorOf } from "../okta/org-context.ts";
import { type Call, freshProject, useLocalOrg, type World, type WorldOptions } from "./world.ts";

const localOrg = useLocalOrg();

const notFound = {
  status: 404,
  body: { errorCode: "E0000007", errorSummary: "Not found: Resource not found: 0oa1 (AppInstance)" },
};

/** Okta does not know what was just made for the first `times` calls that match. */
function lagging(matches: (call: Call) => boolean, times = 1): Required<Pick<WorldOptions, "fault">> {
  let misses = 0;
  return { fault: (call) => (matches(call) && (misses += 1) <= times ? notFound : undefined) };
}

async function provision({ context, org }: World, desired: DesiredState = freshProject()) {
  const plan = await planProvision(org, desired);
  return withJournal(context, (journal) => applyProvision(context, org, plan, journal));
}

const steps: readonly (readonly [string, (call: Call) => boolean])[] = [
  ["the assignment", ({ method, path }) => method === "PUT" && path.includes("/groups/")],
  ["the policy", ({ method, path }) => method === "POST" && path.endsWith("/policies")],
  ["the rule", ({ method, path }) => method === "POST" && path.endsWith("/rules")],
];

describe("what this run has made and Okta does not know yet", () => {
  test.each(steps)("is waited for by %s", async (_name, matches) => {
    const world = localOrg.open(lagging(matches, 3));
    expect((await provision(world)).changed).toBe(true);
    expect(world.context.slept).toEqual([500, 1000, 2000]);
  });

  test.each(steps)("is given up after some seconds by %s, and all is taken back", async (_name, matches) => {
    const world = localOrg.open(lagging(matches, Infinity));
    const before = await world.snapshot();
    expect(await errorOf(provision(world))).toMatchObject({ code: "not-found" });
    expect(world.context.slept.reduce((all, each) => all + each, 0)).toBeLessThan(15_000);
    expect(await world.snapshot()).toEqual(before);
  });

  test("is waited for by the app for signing in on a device", async () => {
    const isAboutIt = ({ path }: Call) => /\/apps\/\w+\/(?:grants|users|lifecycle\/activate)/u.test(path);
    const world = localOrg.open(lagging(isAboutIt, 4));
    const { id } = await world.org.whoAmI();
    const { context, org } = world;
    await withPassing(context, { title: "Undo", onLeft: () => expect.unreachable() }, async (journal) => {
      await provisionCliApp({ org, context, journal }, { userId: id, scopes: ["okta.apps.read"] });
    });
    expect(world.context.slept.slice(0, 4)).toEqual([500, 1000, 2000, 4000]);
  });

  test("is not waited for when it was there before", async () => {
    const desired = freshProject();
    await provision(localOrg.open(), { ...desired, settings: { ...desired.settings, assignment: "none" } });
    const world = localOrg.open(lagging(steps[0]![1], Infinity));
    expect(await errorOf(provision(world, desired))).toMatchObject({ code: "not-found" });
    expect(world.context.slept).toEqual([]);
  });
});

describe("what is removed is really gone, though Okta says for a moment that it is not there", () => {
  const removals: readonly (readonly [string, (call: Call) => boolean])[] = [
    ["the deactivation", ({ path }) => path.endsWith("/lifecycle/deactivate")],
    ["the deletion of the app", ({ method, path }) => method === "DELETE" && path.includes("/apps/")],
    ["the deletion of the policy", ({ method, path }) => method === "DELETE" && path.includes("/policies/")],
  ];

  test.each(removals)("by %s, when a run ends", async (_name, matches) => {
    const world = localOrg.open(lagging(matches, 2));
    const before = await world.snapshot();
    const plan = await planProvision(world.org, freshProject());
    const left: string[] = [];
    await withPassing(world.context, { title: "Undo", onLeft: (lines) => left.push(...lines) }, (journal) =>
      applyProvision(world.context, world.org, plan, journal),
    );
    expect(left).toEqual([]);
    expect(await world.snapshot()).toEqual(before);
  });

  test.each(removals)("by %s, when an app is deleted", async (_name, matches) => {
    const before = await localOrg.open().snapshot();
    const { appId } = await provision(localOrg.open());
    const world = localOrg.open(lagging(matches));
    expect(await removeApp(world.org, appId)).toMatchObject({ outcome: "deleted", warnings: [] });
    expect(await world.snapshot()).toEqual(before);
  });
});

describe("an app that is open to all", () => {
  const open = freshProject({ implicitAssignment: true, assignment: "none" });
  const planFor = async (assignment: DesiredState["settings"]["assignment"]) => {
    const { label, project } = open.settings;
    return planProvision(localOrg.open().org, freshProject({ label, project, assignment }));
  };

  test("can't be assigned to groups, or to nobody", async () => {
    await provision(localOrg.open(), open);
    for (const assignment of ["none", { groups: ["Nobody"] }] as const) {
      expect(await errorOf(planFor(assignment))).toMatchObject({
        code: "okta-refused",
        message: expect.stringContaining("open to all users"),
        why: expect.stringContaining("Federation Broker Mode"),
      });
    }
  });

  test("stays so when it is for everyone, or when that mode is asked for", async () => {
    const titles = (await planFor("everyone")).steps.map(({ title }) => title);
    expect(titles).toContain("Do not assign the app to a group");
    expect(
      (await planProvision(localOrg.open().org, open)).steps.every(({ action }) => action === "keep"),
    ).toBe(true);
  });
});

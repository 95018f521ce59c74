import { describe, expect, test } from "vitest";
import type { AppChanges } from "../../../src/provision/app-changes.ts";
import { applyProvision } from "../../../src/provision/apply.ts";
import { withJournal } from "../../../src/provision/journal.ts";
import { planProvision } from "../../../src/provision/plan.ts";
import { applyUpdate, planUpdate } from "../../../src/provision/update-app.ts";
import type { AppLabel } from "../../../src/values/app-label.ts";
import { errorOf } from "../okta/org-context.ts";
import { type Call, type Fault, freshProject, useLocalOrg, type World } from "./world.ts";

const localOrg = useLocalOrg();

async function makeApp(): Promise<string> {
  const { context, org } = localOrg.open();
  const plan = await planProvision(org, freshProject());
  const { appId } = await withJournal(context, (journal) => applyProvision(context, org, plan, journal));
  return appId;
}

async function update({ context, org }: World, appId: string, changes: AppChanges) {
  const app = await org.getApp(appId);
  if (app === undefined) throw new Error("no app");
  const plan = await planUpdate(org, app, changes);
  await withJournal(context, (journal) => applyUpdate(context, org, plan, journal));
  return plan;
}

async function makeGroup(world: World): Promise<{ readonly id: string; readonly name: string }> {
  const name = `Testers ${crypto.randomUUID()}`;
  const { id } = await world.call<{ id: string }>("POST", "/api/v1/groups", { profile: { name } });
  return { id, name };
}

const writesOf = ({ calls }: World) => calls.filter(({ method }) => method !== "GET");
const assignedTo = async ({ org }: World, appId: string) =>
  (await org.listAssignments(appId)).map(({ id }) => id);

test("nothing is sent when nothing differs", async () => {
  const appId = await makeApp();
  const world = localOrg.open();
  const plan = await update(world, appId, { leeway: 30, rotation: "ROTATE", assignment: "everyone" });
  expect(plan.steps.map(({ action }) => action)).toEqual(["keep", "keep"]);
  expect(writesOf(world)).toEqual([]);
});

test("fields of others survive, and only what was asked for changes", async () => {
  const appId = await makeApp();
  const world = localOrg.open();
  const before = await world.org.getApp(appId);
  const profile = { ...before?.profile, theirs: { cost: "1234" } };
  await world.org.replaceApp(appId, { ...before, profile });
  await update(world, appId, { label: "Renamed" as AppLabel, leeway: 10 });
  const after = await world.org.getApp(appId);
  expect(after).toMatchObject({ label: "Renamed", profile });
  expect(after?.settings?.oauthClient).toEqual({
    ...before?.settings?.oauthClient,
    refresh_token: { rotation_type: "ROTATE", leeway: 10 },
  });
});

test("an assignment is replaced: new groups first, then the others go", async () => {
  const appId = await makeApp();
  const world = localOrg.open();
  const group = await makeGroup(world);
  const plan = await update(world, appId, { assignment: { groups: [group.name] } });
  expect(plan.steps.map(({ action, title }) => `${action}: ${title}`)).toEqual([
    expect.stringMatching(/^keep/u),
    `create: Assign the app to ${group.name}`,
    "delete: Unassign the app from Everyone",
  ]);
  expect(await assignedTo(world, appId)).toEqual([group.id]);
  await update(world, appId, { assignment: "none" });
  expect(await assignedTo(world, appId)).toEqual([]);
});

test("an app that is open to all can't be assigned", async () => {
  const world = localOrg.open();
  const desired = freshProject({ implicitAssignment: true, assignment: "none" });
  const plan = await planProvision(world.org, desired);
  const made = await withJournal(world.context, (journal) =>
    applyProvision(world.context, world.org, plan, journal),
  );
  const error = await errorOf(update(world, made.appId, { assignment: "everyone" }));
  expect(error).toMatchObject({ code: "okta-refused", message: expect.stringContaining("open to all") });
});

describe("when a later step fails", () => {
  const refused: Fault = { status: 403, body: { errorCode: "E0000006", errorSummary: "no" } };
  const cases: readonly (readonly [string, (call: Call) => boolean, Fault])[] = [
    ["assigning is refused", ({ method, path }) => method === "PUT" && path.includes("/groups/"), refused],
    ["unassigning is refused", ({ method }) => method === "DELETE", refused],
    ["the answer to unassigning is lost", ({ method }) => method === "DELETE", "lose"],
    [
      "the app's own change is lost",
      ({ method, path }) => method === "PUT" && !path.includes("/groups/"),
      "lose",
    ],
  ];
  test.each(cases)("the app is as it was: %s", async (_name, isMeant, fault) => {
    const appId = await makeApp();
    let hits = 0;
    const world = localOrg.open({
      fault(call) {
        // What does no more when it arrives twice is tried four times.
        const most = call.method === "DELETE" && fault === "lose" ? 4 : 1;
        if (hits >= most || !isMeant(call)) return undefined;
        hits += 1;
        return fault;
      },
    });
    const group = await makeGroup(world);
    const before = await world.snapshot();
    const groups = await assignedTo(world, appId);
    const changes: AppChanges = { label: "Other" as AppLabel, assignment: { groups: [group.id] } };
    const error = await errorOf(update(world, appId, changes));
    expect(error.details.join()).not.toContain("Left behind");
    expect(await world.snapshot()).toEqual(before);
    expect(await assignedTo(world, appId)).toEqual(groups);
  });

  test("what is left is named with the command that puts it back", async () => {
    const appId = await makeApp();
    const world = localOrg.open({
      fault: ({ method, path }) => (method === "DELETE" && path.includes("/groups/") ? refused : undefined),
    });
    const group = await makeGroup(world);
    const everyone = await world.org.findEveryoneGroup();
    const error = await errorOf(update(world, appId, { assignment: { groups: [group.id] } }));
    expect(error.details.join("\n")).toContain(
      `okta-unlock apps update ${appId} --assign group:${everyone?.id} --org local`,
    );
    expect(error.details.join("\n")).not.toMatch(/curl|SSWS/u);
  });
});

import { describe, expect, test } from "vitest";
import { applyProvision } from "../../../src/provision/apply.ts";
import { withJournal } from "../../../src/provision/journal.ts";
import { readLeasedApp, createUniqueLabel } from "../../../src/provision/lease.ts";
import type { Lease } from "../../../src/provision/marker.ts";
import { planProvision } from "../../../src/provision/plan.ts";
import { applyPrune, planPrune, type Prunable } from "../../../src/provision/prune.ts";
import { type Fault, freshProject, useLocalOrg, type World } from "./world.ts";

const localOrg = useLocalOrg();

const expired: Lease = { ttl: 60, runId: "job-1" };
const lasting: Lease = { ttl: 7 * 86_400, runId: "job-2" };
const past = "2026-01-01T00:00:00.000Z";

/** As if an hour had passed. */
const isExpired = ({ expiresAt }: { readonly expiresAt: Date }): boolean =>
  expiresAt.getTime() < Date.now() + 3_600_000;

async function provision({ context, org }: World, lease?: Lease, label?: string) {
  const desired = freshProject({ ...(lease && { lease }), ...(label && { label }) });
  const plan = await planProvision(org, desired);
  return withJournal(context, (journal) => applyProvision(context, org, plan, journal));
}

async function prune({ context, org }: World) {
  const plan = await planPrune(org, isExpired);
  return { plan, ...(await applyPrune(context, org, plan.items)) };
}

function idsOf(items: readonly Prunable[]): string[] {
  return items.map((item) => (item.kind === "app" ? item.app.id : item.policy.clientId));
}

/** Empties the org for a test that counts. */
async function clear({ org }: World): Promise<void> {
  for await (const { id, name } of org.listApps("oidc")) {
    if (name !== "oidc_client") continue;
    await org.deactivateApp(id);
    await org.deleteApp(id);
  }
  for (const { id } of await org.listPolicies("default")) await org.deletePolicy("default", id);
}

describe("an ephemeral app", () => {
  test("is always a new one, and says until when it is there and for whom", async () => {
    const world = localOrg.open();
    const label = `Same ${crypto.randomUUID()}`;
    const first = await provision(world, lasting, label);
    const second = await provision(world, lasting, label);
    expect(second.appId).not.toBe(first.appId);
    const app = readLeasedApp((await world.org.getApp(second.appId))!)!;
    expect(app).toMatchObject({ label, runId: "job-2" });
    expect(app.expiresAt.getTime() - app.created!.getTime()).toBe(lasting.ttl * 1000);
  });

  test("is not looked for, which saves a request", async () => {
    const world = localOrg.open();
    await provision(world, lasting);
    expect(world.calls.filter(({ path }) => path === "/api/v1/apps")).toHaveLength(1);
  });

  test.each(["App", "x".repeat(100), "👨‍👩‍👧‍👦".repeat(20)])(
    "has a label of its own that Okta takes: %j",
    (name) => {
      const labels = [createUniqueLabel(name), createUniqueLabel(name)];
      expect(new Set(labels).size).toBe(2);
      for (const label of labels) expect(label.length).toBeLessThanOrEqual(100);
    },
  );
});

describe("prune", () => {
  test("removes what has expired, with its policy, in as few requests as Okta allows", async () => {
    const world = localOrg.open();
    await clear(world);
    const gone = [await provision(world, expired), await provision(world, expired)];
    const kept = [await provision(world, lasting), await provision(world)];
    const before = world.calls.length;
    const { plan, removed, failed } = await prune(world);
    expect(idsOf(removed).toSorted()).toEqual(gone.map(({ appId }) => appId).toSorted());
    expect({ failed, kept: plan.kept }).toEqual({ failed: [], kept: 1 });
    const writes = world.calls.slice(before).filter(({ method }) => method !== "GET");
    expect(writes).toHaveLength(2 * 3);
    for (const { appId } of kept) expect(await world.org.getApp(appId)).toBeDefined();
    const policies = await world.org.listPolicies("default");
    expect(policies.flatMap(({ conditions }) => conditions?.clients?.include ?? []).toSorted()).toEqual(
      kept.map(({ clientId }) => clientId).toSorted(),
    );
  });

  test.each([
    ["no mark", {}],
    ["a mark of another tool", { other_tool: { expiresAt: past } }],
    ["our mark without an expiry", { okta_unlock: { project: "p" } }],
    ["an expiry without a project", { okta_unlock: { expiresAt: past } }],
    ["an expiry that is no time", { okta_unlock: { project: "p", expiresAt: "yesterday" } }],
    ["an expiry that is another kind of time", { okta_unlock: { project: "p", expiresAt: "2020-01-01" } }],
    ["an expiry that is a number", { okta_unlock: { project: "p", expiresAt: 1 } }],
    ["a time to live without an expiry", { okta_unlock: { project: "p", ttl: 60 } }],
    ["a time to live below 0", { okta_unlock: { project: "p", expiresAt: past, ttl: -1 } }],
    ["a time to live beyond all times", { okta_unlock: { project: "p", expiresAt: past, ttl: 1e15 } }],
    ["a time to live in words", { okta_unlock: { project: "p", expiresAt: past, ttl: "2h" } }],
  ])("never touches an app with %s", async (_what, profile) => {
    const world = localOrg.open();
    const { id } = await world.org.createApp({ ...freshProject().app, profile });
    expect(idsOf((await planPrune(world.org, () => true)).items)).not.toContain(id);
  });

  test("goes by the expiry alone where a former version wrote no time to live", async () => {
    const world = localOrg.open();
    const profile = { okta_unlock: { project: "p", expiresAt: past, runId: "old" } };
    const app = await world.org.createApp({ ...freshProject().app, profile });
    expect(readLeasedApp(app)).toMatchObject({ expiresAt: new Date(past), runId: "old" });
    expect(idsOf((await planPrune(world.org, isExpired)).items)).toContain(app.id);
  });

  test("removes the policy of an ephemeral app that is gone, and no other policy", async () => {
    const world = localOrg.open();
    await clear(world);
    const ephemeral = await provision(world, lasting);
    const ours = await provision(world);
    for (const { appId } of [ephemeral, ours]) {
      await world.org.deactivateApp(appId);
      await world.org.deleteApp(appId);
    }
    await world.org.createPolicy("default", {
      type: "OAUTH_AUTHORIZATION_POLICY",
      status: "ACTIVE",
      name: "Somebody's",
      description: "for tests, ephemeral until 2020-01-01T00:00:00Z",
      priority: 1,
      conditions: { clients: { include: [ephemeral.clientId] } },
    });
    const { removed } = await prune(world);
    expect(removed).toMatchObject([{ kind: "policy", policy: { clientId: ephemeral.clientId } }]);
    expect((await world.org.listPolicies("default")).map(({ name }) => name)).toEqual([
      "Somebody's",
      expect.stringContaining(ours.clientId),
    ]);
  });

  test("of a list that lags behind takes no app for gone", async () => {
    const world = localOrg.open();
    await clear(world);
    const { appId } = await provision(world, lasting);
    const { fetch } = world.context;
    const lagging: typeof fetch = async (url, options) =>
      /\/api\/v1\/apps\?/u.test(url) ? Response.json([]) : fetch(url, options);
    Object.assign(world.context, { fetch: lagging });
    expect((await prune(world)).removed).toEqual([]);
    expect(await world.org.getApp(appId)).toBeDefined();
  });

  test("says so when the credential may not see policies, and removes the apps", async () => {
    const owner = localOrg.open();
    const { appId } = await provision(owner, expired);
    const world = localOrg.open({
      fault: ({ path }) => (path.includes("authorizationServers") ? refusal(403, "E0000006") : undefined),
    });
    const { plan } = await prune(world);
    expect(plan.warnings).toEqual([expect.stringContaining("cannot read access policies")]);
    expect(await owner.org.getApp(appId)).toBeUndefined();
  });
});

function refusal(status: number, errorCode: string): Fault {
  return { status, body: { errorCode, errorSummary: "no" } };
}

const passing: readonly (readonly [string, Fault])[] = [
  ["never arrives", "drop"],
  ["loses its answer", "lose"],
  ["meets a conflict", refusal(409, "E0000113")],
  ["meets the reconciling of priorities", refusal(423, "E0000239")],
  ["meets a server error", { status: 500, body: {} }],
];
const calls = ["deactivate", "delete", "policy"] as const;

describe("a removal in which one call fails for the moment", () => {
  test.each(calls.flatMap((call) => passing.map(([what, fault]) => ({ call, what, fault }))))(
    "is done when $call $what",
    async ({ call, fault }) => {
      const owner = localOrg.open();
      await clear(owner);
      await provision(owner, expired);
      let hits = 0;
      const world = localOrg.open({
        fault({ method, path }) {
          const kind = method === "POST" ? "deactivate" : path.includes("/policies/") ? "policy" : "delete";
          return method !== "GET" && kind === call && (hits += 1) === 1 ? fault : undefined;
        },
      });
      const { removed, failed } = await prune(world);
      expect({ removed: removed.length, failed, hits: hits > 1 }).toEqual({
        removed: 1,
        failed: [],
        hits: true,
      });
      expect(await owner.org.listPolicies("default")).toEqual([]);
    },
  );
});

test("one app that can't be removed does not stop the others, and is not tried again", async () => {
  const owner = localOrg.open();
  await clear(owner);
  const apps = [];
  for (let index = 0; index < 4; index += 1) apps.push(await provision(owner, expired));
  const stuck = apps[1]!.appId;
  const world = localOrg.open({
    fault: ({ method, path }) =>
      method === "POST" && path.includes(stuck) ? refusal(403, "E0000006") : undefined,
  });
  const { removed, failed } = await prune(world);
  expect(removed).toHaveLength(3);
  expect(failed).toMatchObject([{ item: { app: { id: stuck } }, error: { code: "permission-denied" } }]);
  expect(world.calls.filter(({ method, path }) => method === "POST" && path.includes(stuck))).toHaveLength(1);
});

test("ten prunes at once remove everything once, and none of them fails", async () => {
  const owner = localOrg.open();
  await clear(owner);
  for (let index = 0; index < 12; index += 1) await provision(owner, expired);
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => prune(localOrg.open())));
  expect(outcomes.flatMap(({ failed }) => failed)).toEqual([]);
  expect((await planPrune(owner.org, () => true)).items).toEqual([]);
  expect(await owner.org.listPolicies("default")).toEqual([]);
});

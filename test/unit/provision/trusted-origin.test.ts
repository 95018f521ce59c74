import { afterEach, describe, expect, test } from "vitest";
import { OktaUnlockError } from "../../../src/errors.ts";
import { previewRequests } from "../../../src/flows/plan-view.ts";
import { applyProvision } from "../../../src/provision/apply.ts";
import { withJournal } from "../../../src/provision/journal.ts";
import { planOffline, planProvision } from "../../../src/provision/plan.ts";
import { hasChanges, listChanges, type PlannedStep } from "../../../src/provision/planned-steps.ts";
import { errorOf } from "../okta/org-context.ts";
import { type Call, type Fault, freshProject, useLocalOrg, type World } from "./world.ts";

const localOrg = useLocalOrg();
const origin = "http://localhost:8081";
const path = "/api/v1/trustedOrigins";

interface Trusted {
  readonly id: string;
  readonly name: string;
  readonly origin: string;
  readonly status: string;
  readonly scopes: readonly { readonly type: string }[];
}

const listOrigins = (world: World) => world.call<readonly Trusted[]>("GET", path);

afterEach(async () => {
  const { org } = localOrg.open();
  for (const { id } of await org.listTrustedOrigins()) await org.deleteTrustedOrigin(id);
});

const project = () => freshProject({ trustedOrigin: origin });

async function provision({ context, org }: World, desired = project()) {
  const plan = await planProvision(org, desired);
  const result = await withJournal(context, (journal) => applyProvision(context, org, plan, journal));
  return { plan, result };
}

function listActions({ steps }: { readonly steps: readonly PlannedStep[] }) {
  return steps.flatMap(({ resource, action }) => (resource === "trusted-origin" ? [action] : []));
}

/** An origin that somebody made in the Admin Console. */
function addOrigin(world: World, changes: object = {}) {
  return world.call<Trusted>("POST", path, {
    name: "Theirs",
    origin,
    scopes: [{ type: "CORS" }],
    ...changes,
  });
}

describe("an app with a web preview", () => {
  test("gets its origin trusted for CORS alone; a second run keeps it", async () => {
    const world = localOrg.open();
    const desired = project();
    const { plan, result } = await provision(world, desired);
    expect(listActions(plan)).toEqual(["create"]);
    expect(result.warnings).toEqual([]);
    expect(await listOrigins(world)).toMatchObject([
      { origin, status: "ACTIVE", scopes: [{ type: "CORS" }], name: expect.stringContaining("okta-unlock") },
    ]);
    const again = await planProvision(world.org, desired);
    expect(listActions(again)).toEqual(["keep"]);
    expect(hasChanges(again)).toBe(false);
  });

  test("says that all of the org trusts it", async () => {
    const plan = await planProvision(localOrg.open().org, project());
    const step = plan.steps.find(({ resource }) => resource === "trusted-origin");
    expect(step?.reason).toContain("for the whole org");
  });

  test("is previewed without an org as it is sent", async () => {
    const requests = await previewRequests(planOffline(project()).steps);
    const request = requests.at(-1);
    const { result } = await provision(localOrg.open());
    const [made] = await listOrigins(localOrg.open());
    const run = /\(run (.*)\)/u.exec(made?.name ?? "")?.[1];
    expect(result.changed).toBe(true);
    expect(JSON.parse(JSON.stringify(request).replace("{run}", String(run)))).toEqual({
      method: "POST",
      path,
      body: { name: made?.name, origin, scopes: [{ type: "CORS" }] },
    });
  });

  test("costs one read and one write more, and an app without one none", async () => {
    const count = async (desired: ReturnType<typeof project>) => {
      const world = localOrg.open();
      await provision(world, desired);
      return world.calls.length;
    };
    expect(await count(project())).toBe((await count(freshProject())) + 2);
    const world = localOrg.open();
    await provision(world, freshProject());
    expect(world.calls.map((call) => call.path)).not.toContain(path);
  });
});

describe("an origin that the org trusts already", () => {
  test.each([
    ["with a final slash", { origin: `${origin}/` }],
    ["in capitals", { origin: "HTTP://LOCALHOST:8081" }],
    ["for other uses as well", { scopes: [{ type: "REDIRECT" }, { type: "CORS" }] }],
  ])("is kept: %s", async (_how, changes) => {
    const world = localOrg.open();
    await addOrigin(world, changes);
    expect(listActions(await planProvision(world.org, project()))).toEqual(["keep"]);
  });

  test("is found behind the first page", async () => {
    const world = localOrg.open();
    for (let index = 0; index < 201; index += 1) {
      await addOrigin(world, { name: `Other ${index}`, origin: `http://localhost:${index + 1}` });
    }
    await addOrigin(world);
    expect(listActions(await planProvision(world.org, project()))).toEqual(["keep"]);
  });

  test("keeps its other uses when CORS is added, and what changes is shown", async () => {
    const world = localOrg.open();
    const { id } = await addOrigin(world, { scopes: [{ type: "REDIRECT" }] });
    const { plan } = await provision(world);
    expect(listActions(plan)).toEqual(["update"]);
    expect(plan.steps.flatMap(listChanges)).toEqual([
      { field: "scopes", from: [{ type: "REDIRECT" }], to: [{ type: "REDIRECT" }, { type: "CORS" }] },
    ]);
    expect(await listOrigins(world)).toMatchObject([
      { id, name: "Theirs", scopes: [{ type: "REDIRECT" }, { type: "CORS" }] },
    ]);
  });

  test("is activated when it is not", async () => {
    const world = localOrg.open();
    const { id } = await addOrigin(world);
    await world.org.deactivateTrustedOrigin(id);
    const { plan } = await provision(world);
    expect(plan.steps.flatMap(listChanges)).toEqual([{ field: "status", from: "INACTIVE", to: "ACTIVE" }]);
    expect(await listOrigins(world)).toMatchObject([{ id, status: "ACTIVE" }]);
  });

  test("is as it was when a later step fails", async () => {
    const world = localOrg.open();
    const { id } = await addOrigin(world, { scopes: [{ type: "REDIRECT" }] });
    await world.org.deactivateTrustedOrigin(id);
    const plan = await planProvision(world.org, project());
    const failed = withJournal(world.context, async (journal) => {
      await applyProvision(world.context, world.org, plan, journal);
      throw new Error("the project can't be written");
    });
    await expect(failed).rejects.toThrow("the project can't be written");
    expect(await listOrigins(world)).toMatchObject([
      { id, status: "INACTIVE", scopes: [{ type: "REDIRECT" }] },
    ]);
  });
});

const forbidden = { status: 403, body: { errorCode: "E0000006", errorSummary: "no" } } as const;
const missing = { status: 404, body: { errorCode: "E0000007", errorSummary: "no" } } as const;

const at = (method: string, fault: Fault, times = Infinity) => {
  let left = times;
  return (call: Call) => (call.method === method && call.path === path && left-- > 0 ? fault : undefined);
};

describe("a credential that may not", () => {
  test.each([
    ["read trusted origins", at("GET", forbidden), "cannot read the trusted origins"],
    ["see that there are any", at("GET", missing), "cannot read the trusted origins"],
    ["create one", at("POST", forbidden), "cannot change the trusted origins"],
  ])("%s makes everything else, and one warning says what to do", async (_what, fault, words) => {
    const world = localOrg.open({ fault });
    const { result } = await provision(world);
    expect(result.changed).toBe(true);
    expect(result.warnings).toEqual([expect.stringContaining(words)]);
    expect(result.warnings[0]).toContain(
      `add ${origin} in the Admin Console: Security > API > Trusted Origins`,
    );
    expect(listActions(result)).toEqual([]);
    expect(await world.org.getApp(result.appId)).toBeDefined();
    expect(await listOrigins(world)).toEqual([]);
  });

  test("change one is told once, and a second run has changed nothing", async () => {
    const owner = localOrg.open();
    const { id } = await addOrigin(owner, { scopes: [{ type: "REDIRECT" }] });
    await owner.org.deactivateTrustedOrigin(id);
    const isOfOrigin = (call: Call) => call.path.startsWith(`${path}/`);
    const world = localOrg.open({ fault: (call) => (isOfOrigin(call) ? forbidden : undefined) });
    const desired = project();
    await provision(world, desired);
    const { result } = await provision(world, desired);
    expect(result.changed).toBe(false);
    expect(result.warnings).toHaveLength(1);
  });
});

describe("a new trusted origin", () => {
  test.each([
    ["is lost before", "drop"],
    ["loses its answer", "lose"],
  ] as const)("is gone again with all else when its creation %s", async (_what, fault) => {
    const world = localOrg.open({ fault: at("POST", fault, 1) });
    const before = await world.snapshot();
    const error = await errorOf(provision(world));
    expect(error.details.join()).not.toContain("Left behind");
    expect(await world.snapshot()).toEqual(before);
    expect(await listOrigins(world)).toEqual([]);
  });

  test("is gone again when the run is stopped after it", async () => {
    const stop = new AbortController();
    const world = localOrg.open({ signal: stop.signal });
    const plan = await planProvision(world.org, project());
    const before = await world.snapshot();
    const stopped = withJournal(world.context, async (journal) => {
      await applyProvision(world.context, world.org, plan, journal);
      stop.abort(new Error("stopped"));
      stop.signal.throwIfAborted();
    });
    await expect(stopped).rejects.toThrow("stopped");
    expect(await world.snapshot()).toEqual(before);
    expect(await listOrigins(world)).toEqual([]);
  });

  test("that can't be removed is named, with the place where it can be", async () => {
    const world = localOrg.open({
      fault: ({ method, path: where }) =>
        method === "DELETE" && where.startsWith(path) ? forbidden : undefined,
    });
    const plan = await planProvision(world.org, project());
    const failed = withJournal(world.context, async (journal) => {
      await applyProvision(world.context, world.org, plan, journal);
      throw new OktaUnlockError("directory-unusable", { message: "It is full.", next: "Make room." });
    });
    const error = await errorOf(failed);
    expect(error.details.join()).toContain("Security > API > Trusted Origins");
  });

  test("gives way to one that somebody else made at the same moment, which stays when the run fails", async () => {
    const world = localOrg.open();
    const plan = await planProvision(world.org, project());
    const theirs = await addOrigin(world);
    const failed = withJournal(world.context, async (journal) => {
      const { warnings } = await applyProvision(world.context, world.org, plan, journal);
      expect(warnings).toEqual([]);
      throw new Error("the project can't be written");
    });
    await expect(failed).rejects.toThrow("the project can't be written");
    expect(await listOrigins(world)).toMatchObject([{ id: theirs.id }]);
  });

  test("a conflict is tried again, and what others add meanwhile stays", async () => {
    const owner = localOrg.open();
    const { id } = await addOrigin(owner, { scopes: [{ type: "REDIRECT" }] });
    let conflicts = 0;
    const conflict = { status: 409, body: { errorCode: "E0000113", errorSummary: "no" } } as const;
    const world = localOrg.open({
      fault: ({ method, path: where }) =>
        method === "PUT" && where === `${path}/${id}` && conflicts++ === 0 ? conflict : undefined,
    });
    const plan = await planProvision(world.org, project());
    const scopes = [{ type: "REDIRECT" }, { type: "IFRAME_EMBED" }];
    await owner.call("PUT", `${path}/${id}`, { name: "Theirs", origin, scopes });
    await withJournal(world.context, (journal) => applyProvision(world.context, world.org, plan, journal));
    expect(await listOrigins(world)).toMatchObject([{ scopes: [...scopes, { type: "CORS" }] }]);
  });
});

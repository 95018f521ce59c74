import { describe, expect, onTestFinished, test } from "vitest";
import { toPlainText } from "../../../src/values/command-text.ts";
import { interrupted } from "../../../src/errors.ts";
import { isIdempotent } from "../../../src/okta/retries.ts";
import { applyProvision } from "../../../src/provision/apply.ts";
import type { DesiredState } from "../../../src/provision/desired.ts";
import { planProvision } from "../../../src/provision/plan.ts";
import { createJournal, withJournal } from "../../../src/provision/journal.ts";
import { createOrgContext, errorOf } from "../okta/org-context.ts";
import { type Call, type Fault, freshProject, useLocalOrg, type World } from "./world.ts";

const localOrg = useLocalOrg();

async function provision({ context, org }: World, desired: DesiredState) {
  const plan = await planProvision(org, desired);
  return withJournal(context, (journal) => applyProvision(context, org, plan, journal));
}

function refusal(status: number, errorCode: string): Fault {
  return { status, body: { errorCode, errorSummary: "no" } };
}

const faults: readonly (readonly [string, Fault])[] = [
  ["never arrives", "drop"],
  ["loses its answer", "lose"],
  ["is refused", refusal(403, "E0000006")],
  ["keeps meeting a conflict", refusal(409, "E0000113")],
];

/** The nth request that changes something gets the fault, and so does each further try of it; undoing gets none. */
function atWrite(number: number, fault: Fault): (call: Call) => Fault {
  const seen = new Set<string>();
  let tries = 0;
  return ({ method, path }) => {
    if (method === "GET") return undefined;
    seen.add(`${method} ${path}`);
    const isWanted = [...seen][number - 1] === `${method} ${path}`;
    if (isWanted) tries += 1;
    return isWanted && tries <= mostTries(fault, method, path) ? fault : undefined;
  };
}

function mostTries(fault: Fault, method: string, path: string): number {
  if (typeof fault === "object") return fault.status === 409 ? 5 : 1;
  return isIdempotent({ method, url: `https://localhost${path}` }) ? 4 : 1;
}

const steps = ["creating the app", "assigning it", "creating the policy", "creating the rule"];
const creationCases = steps.flatMap((step, index) =>
  faults.map(([what, fault]) => ({ step, what, fault, number: index + 1 })),
);

describe("a run that makes everything", () => {
  test.each(creationCases)("leaves the org as it was when $step $what", async ({ fault, number }) => {
    const world = localOrg.open({ fault: atWrite(number, fault) });
    const before = await world.snapshot();
    const error = await errorOf(provision(world, freshProject()));
    expect(error.exitCode).toBeGreaterThan(1);
    expect(await world.snapshot()).toEqual(before);
    expect(error.details.join()).not.toContain("Left behind");
    expect(world.leftovers.map(toPlainText)).toEqual([]);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "leaves the org as it was after Ctrl-C at request %i",
    async (number) => {
      const controller = new AbortController();
      const world = localOrg.open({
        signal: controller.signal,
        fault(call) {
          if (call.number === number) controller.abort(interrupted());
          return undefined;
        },
      });
      const before = await world.snapshot();
      const error = await errorOf(provision(world, freshProject()));
      expect(error).toMatchObject({ code: "interrupted", exitCode: 130 });
      expect(await world.snapshot()).toEqual(before);
    },
  );

  test("leaves the org as it was when Ctrl-C comes while Okta is carrying the request out", async () => {
    const controller = new AbortController();
    const world = localOrg.open({ signal: controller.signal });
    const before = await world.snapshot();
    const { fetch } = world.context;
    const desired = freshProject();
    const plan = await planProvision(world.org, desired);
    // The request has reached the org, but its answer comes too late.
    const late: typeof fetch = async (url, options) => {
      const response = await fetch(url, { ...options, signal: new AbortController().signal });
      if (options?.method === "POST" && !controller.signal.aborted) controller.abort(interrupted());
      options?.signal?.throwIfAborted();
      return response;
    };
    Object.assign(world.context, { fetch: late });
    const error = await errorOf(
      withJournal(world.context, (journal) => applyProvision(world.context, world.org, plan, journal)),
    );
    expect(error.code).toBe("interrupted");
    expect(await world.snapshot()).toEqual(before);
  });

  test("is undone as well when what comes after provisioning fails", async () => {
    const world = localOrg.open();
    const before = await world.snapshot();
    const plan = await planProvision(world.org, freshProject());
    const failure = withJournal(world.context, async (journal) => {
      await applyProvision(world.context, world.org, plan, journal);
      expect(world.leftovers.map(toPlainText)).toEqual([
        expect.stringMatching(/^the app 0oa\w+: okta-unlock apps delete 0oa\w+ --org local$/),
        expect.stringMatching(/^the access policy 00p\w+: okta-unlock apps delete 0oa\w+ --org local$/),
      ]);
      throw new Error("the disk is full");
    });
    expect((await errorOf(failure)).message).toBe("the disk is full");
    expect(await world.snapshot()).toEqual(before);
  });
});

describe("a run that changes an app", () => {
  /** An app of ours that lacks something for every kind of step: inactive, unassigned, a URI and the policy missing. */
  async function brokenApp(world: World) {
    const desired = freshProject();
    const { id } = await world.org.createApp({
      ...desired.app,
      settings: {
        ...desired.app.settings,
        oauthClient: { ...desired.app.settings.oauthClient, redirect_uris: ["a.b:/c"] },
      },
      profile: { ...desired.app.profile, note: "somebody's" },
    });
    await world.org.deactivateApp(id);
    onTestFinished(async () => {
      await world.org.deactivateApp(id);
      await world.org.deleteApp(id);
    });
    return desired;
  }

  const changes = [
    "updating the app",
    "activating it",
    "assigning it",
    "creating the policy",
    "creating the rule",
  ];
  const cases = changes.flatMap((step, index) =>
    faults.map(([what, fault]) => ({ step, what, fault, number: index + 1 })),
  );

  test("makes each of these steps", async () => {
    const world = localOrg.open();
    const { steps: planned } = await planProvision(world.org, await brokenApp(world));
    expect(planned.filter(({ action }) => action !== "keep").map(({ resource }) => resource)).toEqual([
      "app",
      "activation",
      "assignment",
      "policy",
      "rule",
    ]);
  });

  test.each(cases)("puts the app back as it was when $step $what", async ({ fault, number }) => {
    const desired = await brokenApp(localOrg.open());
    const world = localOrg.open({ fault: atWrite(number, fault) });
    const before = await world.snapshot();
    await errorOf(provision(world, desired));
    expect(await world.snapshot()).toEqual(before);
  });
});

describe("taking back the changes of an app", () => {
  test("leaves alone what somebody else changed meanwhile", async () => {
    const observer = localOrg.open();
    const desired = freshProject();
    const { id } = await observer.org.createApp({
      ...desired.app,
      label: desired.settings.label,
      profile: {},
    });
    const before = (await observer.org.getApp(id))!;
    const world = localOrg.open();
    const wider = freshProject({ label: desired.settings.label });
    const plan = await planProvision(world.org, wider, { ifExists: "update" });
    const failure = withJournal(world.context, async (journal) => {
      await applyProvision(world.context, world.org, plan, journal);
      const changed = (await observer.org.getApp(id))!;
      expect(changed.profile).toEqual({ okta_unlock: { project: wider.settings.project } });
      await observer.org.replaceApp(id, { ...changed, label: "by somebody else" });
      throw new Error("too late");
    });
    expect((await errorOf(failure)).message).toBe("too late");
    const after = await observer.org.getApp(id);
    expect(after).toEqual({ ...before, label: "by somebody else", lastUpdated: after?.["lastUpdated"] });
  });

  test("sends nothing when they never arrived", async () => {
    const desired = freshProject();
    const { id } = await localOrg.open().org.createApp({ ...desired.app, profile: {} });
    const world = localOrg.open({ fault: ({ method }) => (method === "PUT" ? "drop" : undefined) });
    const plan = await planProvision(world.org, desired, { ifExists: "update" });
    await errorOf(
      withJournal(world.context, (journal) => applyProvision(world.context, world.org, plan, journal)),
    );
    expect(world.calls.filter(({ method }) => method === "PUT")).toHaveLength(1);
    expect(world.calls.at(-1)).toMatchObject({ method: "GET", path: `/api/v1/apps/${id}` });
  });
});

describe("what can't be undone", () => {
  test("is named in the error, with the command that removes it", async () => {
    let isBroken = false;
    const world = localOrg.open({
      fault({ path }) {
        isBroken ||=
          path.endsWith("/policies") && path.includes("authorizationServers") && world.calls.length > 5;
        return isBroken ? refusal(403, "E0000006") : undefined;
      },
    });
    const error = await errorOf(provision(world, freshProject()));
    expect(error).toMatchObject({ code: "permission-denied" });
    expect(error.details.at(-1)).toMatch(
      /^Left behind: the app (0oa\w+) \(.*\) Clean up with: okta-unlock apps delete \1 --org local$/,
    );
  });

  test("keeps its manual command for an app whose creation got no answer", async () => {
    let isBroken = false;
    const world = localOrg.open({
      fault({ method }) {
        isBroken ||= method === "POST";
        return isBroken ? "drop" : undefined;
      },
    });
    const desired = freshProject();
    const error = await errorOf(provision(world, desired));
    expect(error).toMatchObject({ code: "network-unreachable" });
    expect(error.details.at(-1)).toMatch(/possibly an app named .* okta-unlock apps list --org local$/);
  });

  test("is tried again when the network fails for a moment only", async () => {
    const fault = atWrite(3, refusal(400, "E0000001"));
    let deletions = 0;
    const world = localOrg.open({
      fault: (call) => (call.method === "DELETE" && deletions++ < 2 ? "drop" : fault(call)),
    });
    const before = await world.snapshot();
    await errorOf(provision(world, freshProject()));
    expect(deletions).toBe(3);
    expect(await world.snapshot()).toEqual(before);
  });
});

describe("a journal", () => {
  function openJournal() {
    const leftovers = new Set<string>();
    const context = {
      ...createOrgContext(),
      leftovers: {
        add(line: string) {
          leftovers.add(line);
          return () => leftovers.delete(line);
        },
      },
    };
    return { context, leftovers, journal: createJournal(context) };
  }

  test("undoes the newest first, and goes on when one fails", async () => {
    const { journal } = openJournal();
    const undone: string[] = [];
    for (const name of ["a", "b", "c"]) {
      journal.note({
        describe: name,
        manualCommand: `rm ${name}`,
        async undo() {
          undone.push(name);
          if (name === "b") throw new Error("stuck");
        },
      });
    }
    expect(await journal.rollback()).toEqual([{ describe: "b", manualCommand: "rm b", why: "stuck" }]);
    expect(undone).toEqual(["c", "b", "a"]);
  });

  test("undoes with a signal of its own", async () => {
    const { journal } = openJournal();
    let wasAborted: boolean | undefined;
    journal.note({
      describe: "x",
      manualCommand: "y",
      async undo(signal) {
        wasAborted = signal.aborted;
      },
    });
    await journal.rollback();
    expect(wasAborted).toBe(false);
  });

  test("lists what is pending, in its latest words, until it is undone, forgotten or committed", async () => {
    const { journal, leftovers } = openJournal();
    const noop = { manualCommand: "cmd", undo: async () => {} };
    const first = journal.note({ ...noop, describe: "maybe an app" });
    const second = journal.note({ ...noop, describe: "a policy" });
    expect([...leftovers]).toEqual(["maybe an app: cmd", "a policy: cmd"]);
    first.revise({ describe: "the app 1", manualCommand: "delete 1" });
    second.forget();
    expect([...leftovers]).toEqual(["the app 1: delete 1"]);
    journal.commit();
    expect([...leftovers]).toEqual([]);
    expect(await journal.rollback()).toEqual([]);
  });
});

import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import type { FaultKind } from "../../../src/local-org/faults/fault.ts";
import { applyProvision } from "../../../src/provision/apply.ts";
import type { DesiredState } from "../../../src/provision/desired.ts";
import { planProvision } from "../../../src/provision/plan.ts";
import { withJournal } from "../../../src/provision/journal.ts";
import { errorOf } from "../okta/org-context.ts";
import { freshProject, useLocalOrg, type World } from "./world.ts";

/** As `journal.test.ts`, but the faults happen in the org, and travel through sockets and TLS. */
const localOrg = useLocalOrg();

afterEach(() => localOrg.faults().clear());

async function provision({ context, org }: World, desired: DesiredState) {
  const plan = await planProvision(org, desired);
  return withJournal(context, (journal) => applyProvision(context, org, plan, journal));
}

const policies = "/api/v1/authorizationServers/default/policies";

const reads = [
  { step: "looking for the app", method: "GET", path: "/api/v1/apps" },
  { step: "reading the policies", method: "GET", path: policies },
];

const writes = [
  { step: "creating the app", method: "POST", path: "/api/v1/apps" },
  { step: "assigning it", method: "PUT", path: "/api/v1/apps/*/groups/*" },
  { step: "creating the policy", method: "POST", path: policies },
  { step: "creating the rule", method: "POST", path: `${policies}/*/rules` },
];

const fatal: readonly (readonly [string, FaultKind])[] = [
  ["the connection breaks before", { kind: "drop", when: "before" }],
  ["the connection breaks after", { kind: "drop", when: "after" }],
  ["the answer breaks off", { kind: "truncated-body" }],
  ["the answer is no JSON", { kind: "malformed-json" }],
  ["a gateway fails", { kind: "status", status: 502, body: "html" }],
];

const failures: typeof fatal = [
  ["Okta fails before it", { kind: "status", status: 500 }],
  ["Okta fails after it", { kind: "status", status: 500, when: "after" }],
];

const passing: readonly (readonly [string, FaultKind])[] = [
  ["the rate limit is used up", { kind: "rate-limit", resetAfterSeconds: 2 }],
  ["policies are being reconciled", { kind: "refusal", errorCode: "E0000239" }],
];

const passingReads: typeof passing = [
  ...passing,
  ["too much runs at once", { kind: "rate-limit" }],
  ["the connection breaks", { kind: "drop", when: "before" }],
  ["the answer breaks off", { kind: "truncated-body" }],
  ["a gateway fails", { kind: "status", status: 503, body: "html" }],
];

type Step = (typeof writes)[number];

function casesOf(steps: readonly Step[], faults: typeof passing) {
  return steps.flatMap((step) => faults.map(([what, fault]) => ({ ...step, what, fault })));
}

describe("the org is as it was", () => {
  test.each([...casesOf(writes, fatal), ...casesOf(writes.slice(0, 2), failures)])(
    "when $what $step",
    async ({ fault, method, path }) => {
      const world = localOrg.open();
      const before = await world.snapshot();
      // An assignment is tried four times: it does no more when it arrives twice.
      localOrg.faults().add({ ...fault, method, path, times: method === "PUT" ? 4 : 1 });
      const error = await errorOf(provision(world, freshProject()));
      expect(error.code).toMatch(/^(network-unreachable|okta-unavailable|not-an-okta-org)$/);
      expect(error.details.join()).not.toContain("Left behind");
      expect(await world.snapshot()).toEqual(before);
    },
  );
});

describe("with several jobs at once Okta fails, and there is one policy with one rule all the same", () => {
  test.each(casesOf(writes.slice(2), failures))("when $what $step", async ({ fault, method, path }) => {
    const world = localOrg.open();
    localOrg.faults().add({ ...fault, method, path });
    const { clientId } = await provision(world, freshProject());
    const made = (await world.org.listPolicies("default")).filter(({ name }) => name.includes(clientId));
    expect(made).toHaveLength(1);
    expect(await world.org.listRules("default", made[0]?.id ?? "")).toHaveLength(1);
  });
});

describe("what Okta carries out only after nobody waits for it any more", () => {
  test.each([
    { what: "the app", path: "/api/v1/apps" },
    { what: "the policy", path: policies },
  ])("is found and removed: $what", async ({ path }) => {
    const world = localOrg.open({ timeout: 1500 });
    const before = await world.snapshot();
    localOrg.faults().add({ kind: "latency", milliseconds: 2000, method: "POST", path, times: 1 });
    // Waits are a thousandth in these tests; here the request has to be on its way for longer than the first search.
    Object.assign(world.context.clock, { sleep: () => delay(600) });
    const error = await errorOf(provision(world, freshProject()));
    expect(error.message).toContain("did not answer within 1.5 seconds");
    expect(await world.snapshot()).toEqual(before);
  });
});

describe("provisioning goes on", () => {
  test.each([...casesOf(writes, passing), ...casesOf(reads, passingReads)])(
    "when $what $step",
    async ({ fault, method, path }) => {
      const world = localOrg.open();
      localOrg.faults().add({ ...fault, method, path });
      const hits = localOrg.faults().hits.length;
      expect(await provision(world, freshProject())).toMatchObject({ changed: true, warnings: [] });
      expect(localOrg.faults().hits.length).toBe(hits + 1);
      expect(world.context.slept).toHaveLength(1);
    },
  );
});

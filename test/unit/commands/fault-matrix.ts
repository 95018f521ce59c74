import { afterAll, describe, expect, test, vi } from "vitest";
import type { Context, Fetch } from "../../../src/context.ts";
import { OktaUnlockError } from "../../../src/errors.ts";
import type { FaultKind } from "../../../src/local-org/faults/fault.ts";
import { isIdempotent } from "../../../src/okta/retries.ts";
import { isWhole } from "../../support/stress.ts";
import { type CommandWorld, openCommandWorld, type SeenCall } from "./command-world.ts";
import { createFaultyNetwork, isCall, networkFaults } from "./network-faults.ts";
import {
  empty,
  type OrgState,
  type Scenario,
  type ScenarioName,
  scenarios,
  stateOf,
} from "./fault-scenarios.ts";

/** Seconds; several times of it pass in a case that waits for it. */
const timeLimit = 1;
const late = timeLimit * 1000 + 200;

/** What can go wrong with a call. Some are two faults of the org; one is none of the org's. */
const faults: Readonly<Record<string, readonly FaultKind[] | "delivered twice" | "of the network">> = {
  "no answer in time, not carried out": [
    { kind: "latency", milliseconds: late },
    { kind: "drop", when: "before" },
  ],
  "no answer in time, carried out": [{ kind: "latency", milliseconds: late, when: "after" }],
  "reset before": [{ kind: "drop", when: "before" }],
  "reset after, the answer is lost": [{ kind: "drop", when: "after" }],
  "500": [{ kind: "status", status: 500 }],
  "500 after it was done": [{ kind: "status", status: 500, when: "after" }],
  "503 of a gateway": [{ kind: "status", status: 503, body: "html" }],
  "429 with a reset": [{ kind: "rate-limit", resetAfterSeconds: 3 }],
  "429 without a reset": [{ kind: "rate-limit" }],
  "403": [{ kind: "refusal", errorCode: "E0000006" }],
  "423, another job changes policies": [{ kind: "refusal", errorCode: "E0000239" }],
  "malformed JSON": [{ kind: "malformed-json" }],
  "a body that breaks off": [{ kind: "truncated-body" }],
  "a request that is delivered twice": "delivered twice",
  ...Object.fromEntries(Object.keys(networkFaults).map((name) => [name, "of the network"] as const)),
};

/** Those that are tried as lasting, too: they hit the call each time, and its undoing. */
const lasting = [
  "reset after, the answer is lost",
  "503 of a gateway",
  "403",
  "a web page with status 200, carried out",
];

/** A call of a clean run, and which one it is of those that look the same. */
interface Target {
  readonly call: SeenCall;
  readonly skip: number;
}

interface Case extends Target {
  readonly scenario: Scenario;
  readonly fault: string;
  readonly lasts: boolean;
}

/** The cases wait a lot, so several run at once, each in an org of its own. */
const atOnce = 4;

/** An org, and what is in it between two cases. */
interface Place {
  readonly world: CommandWorld;
  readonly empty: OrgState;
}

/**
 * Tries every fault at every call of a command. The calls are those that a clean run shows: a call that is added is covered by
 * itself. A command a file, so that the workers share them.
 */
export async function testEveryFault(name: ScenarioName): Promise<void> {
  vi.setConfig({ maxConcurrency: atOnce });
  const scenario = scenarios[name];
  const places = await Promise.all(Array.from({ length: atOnce }, openPlace));
  const cases = casesOf(scenario, await callsOf(scenario, places[0]!));
  const endings = { done: 0, failed: 0 };

  afterAll(async () => {
    await Promise.all(places.map(({ world }) => world.close()));
    const { done, failed } = endings;
    process.stdout.write(
      `${name}: ${cases.length} cases, ${done} ended as asked in spite of the fault, ${failed} ended in an error with the org as it was or as said.\n`,
    );
  });

  describe.each([name])("%s", () => {
    const free = [...places];
    test.concurrent.each(cases.map((each) => [titleOf(each), each] as const))("%s", async (_title, each) => {
      const { ending, problems } = await inFreePlace(free, (place) => play(place, each));
      expect(problems).toEqual([]);
      endings[ending] += 1;
    });
  });
}

async function openPlace(): Promise<Place> {
  const world = await openCommandWorld();
  return { world, empty: await stateOf(world) };
}

/** Unless the run is whole, each call meets a sixth of the faults, and each fault a sixth of the calls. */
function casesOf(scenario: Scenario, targets: readonly Target[]): readonly Case[] {
  return targets.flatMap((target, place) =>
    listFaults(scenario, target)
      .filter(({ fault, call }) => canHappen(fault, call))
      .filter((_case, index) => isWhole || (index + place) % 6 === 0),
  );
}

function listFaults(scenario: Scenario, target: Target): readonly Case[] {
  const cases: Case[] = [];
  for (const fault of Object.keys(faults)) cases.push({ scenario, fault, lasts: false, ...target });
  for (const fault of lasting) cases.push({ scenario, fault, lasts: true, ...target });
  return cases;
}

async function callsOf(scenario: Scenario, { world, empty: before }: Place): Promise<readonly Target[]> {
  const ids = await scenario.prepare(world);
  const ready = await stateOf(world);
  world.seen.splice(0);
  const context = world.context();
  await scenario.run(context, ids);
  const calls = world.seen.splice(0);
  const problems = scenario.check(ready, await stateOf(world), context);
  if (problems.length > 0) throw new Error(`It does not work without a fault: ${problems.join()}`);
  await empty(world, before);
  const targets = calls.map((call, index) => ({
    call,
    skip: calls.slice(0, index).filter((other) => other === call).length,
  }));
  return targets.filter(({ call }) => scenario.calls?.test(call) ?? true);
}

function canHappen(fault: string, call: SeenCall): boolean {
  if (faults[fault] === "delivered twice") return mayComeTwice(call);
  return networkFaults[fault]?.hits?.(call) ?? true;
}

function mayComeTwice(call: SeenCall): boolean {
  const [method = "", path = ""] = call.split(" ");
  return isIdempotent({ method, url: `https://localhost${path}` });
}

async function inFreePlace<T>(free: Place[], work: (place: Place) => Promise<T>): Promise<T> {
  const place = free.pop();
  if (place === undefined) throw new Error("more cases at once than orgs");
  try {
    return await work(place);
  } finally {
    free.push(place);
  }
}

function titleOf({ call, skip, fault, lasts }: Case): string {
  return `${call}${skip > 0 ? ` (no. ${skip + 1})` : ""}: ${fault}${lasts ? ", and again" : ""}`;
}

interface Played {
  readonly ending: "done" | "failed";
  /** What is wrong with how it ended. */
  readonly problems: readonly string[];
}

async function play({ world, empty: before }: Place, each: Case): Promise<Played> {
  const { scenario } = each;
  const ids = await scenario.prepare(world);
  const ready = await stateOf(world);
  const context = contextFor(world, each);
  world.said.splice(0);
  arm(world, each);
  const outcome = await scenario.run(context, ids).then(
    (words) => ({ words }),
    (error: unknown) => ({ error }),
  );
  world.local.faults.clear();
  await settled(world);
  const after = await stateOf(world);
  try {
    if ("words" in outcome) {
      const told = [outcome.words, ...world.said].join("\n");
      return { ending: "done", problems: unsaid(scenario.check(ready, after, context), told) };
    }
    const problems = problemsOf(world, outcome.error, { ready, after, scenario });
    const later = each.lasts ? [] : await repeat(world, scenario, { ready, ids });
    return { ending: "failed", problems: [...problems, ...later] };
  } finally {
    await empty(world, before);
  }
}

function arm({ local }: CommandWorld, { call, skip, fault, lasts }: Case): void {
  const [method = "", path = ""] = call.split(" ");
  const kinds = faults[fault];
  if (typeof kinds === "string" || kinds === undefined) return;
  const times = lasts ? Infinity : 1;
  for (const kind of kinds) local.faults.add({ ...kind, method, path, skip, times });
}

function contextFor(world: CommandWorld, { call, skip, fault, lasts }: Case): Context {
  const context = world.context();
  const isSlow = fault.startsWith("no answer in time");
  const env = isSlow ? { ...context.env, OKTA_UNLOCK_TIMEOUT: String(timeLimit) } : context.env;
  if (faults[fault] === "delivered twice") return { ...context, fetch: twice(context.fetch, call) };
  if (faults[fault] !== "of the network") return { ...context, env };
  return { ...context, fetch: createFaultyNetwork(context.fetch, { name: fault, call, skip, lasts }) };
}

/** A proxy that repeats a request on its own. */
function twice(fetch: Fetch, call: SeenCall): Fetch {
  return async (url, options = {}) => {
    if (isCall(call, url, options)) await (await fetch(url, options)).text();
    return fetch(url, options);
  };
}

/** What was on its way when the command gave up has arrived by then. */
async function settled({ local }: CommandWorld): Promise<void> {
  if (local.faults.hits.at(-1)?.kind === "latency") await new Promise((resolve) => setTimeout(resolve, 250));
}

interface Failed {
  readonly ready: OrgState;
  readonly after: OrgState;
  readonly scenario: Scenario;
}

/** The org is as it was, or what is left is named; and the error says what happened and what to do now. */
function problemsOf({ said }: CommandWorld, error: unknown, { ready, after, scenario }: Failed): string[] {
  if (!(error instanceof OktaUnlockError)) throw error;
  const { message, why, next, details, exitCode } = error;
  const told = [message, why, next, ...details, ...said].join("\n");
  const changed = [...after].filter(([name, what]) => ready.get(name) !== what).map(([name]) => name);
  const lost = [...ready.keys()].filter((name) => !after.has(name));
  return [
    ...unsaid(changed, told).map((thing) => `${thing} is changed or left, and not named`),
    ...(scenario.isRemoval ? [] : lost.map((thing) => `${thing} is gone`)),
    ...(exitCode > 1 && message !== "" ? [] : ["it ended as a bug does"]),
    ...(/okta-unlock |curl |Run the command again|export /u.test(next)
      ? []
      : [`no command is next: ${next}`]),
  ];
}

/** What is left, and not named by its id, by that of its client, or by its place in the console. */
function unsaid(things: readonly string[], told: string): readonly string[] {
  return things.filter(
    (thing) => !(thing.match(/(?:0|tos)\w{16,}|Trusted Origins/gu) ?? []).some((id) => told.includes(id)),
  );
}

/** What every error says in the end: the command can be run again. */
async function repeat(
  world: CommandWorld,
  scenario: Scenario,
  { ready, ids }: { readonly ready: OrgState; readonly ids: readonly string[] },
): Promise<readonly string[]> {
  const context = world.context();
  await scenario.run(context, ids);
  return scenario.check(ready, await stateOf(world), context);
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "../../../src/context.ts";
import { runAppsCreate } from "../../../src/commands/apps/create.ts";
import { runAppsDelete } from "../../../src/commands/apps/delete.ts";
import { runAppsPrune } from "../../../src/commands/apps/prune.ts";
import { runCreate } from "../../../src/commands/create/run.ts";
import { runRun } from "../../../src/commands/run-action.ts";
import { buildDesiredState } from "../../../src/provision/desired.ts";
import type { Lease } from "../../../src/provision/marker.ts";
import type { CommandWorld } from "./command-world.ts";
import { provisionFor } from "./provisioned.ts";

/** What there is in an org that these commands could have touched: kinds and ids, each with what hangs on it. */
export type OrgState = ReadonlyMap<string, string>;

export interface Scenario {
  /** True for a command that takes apps away. */
  readonly isRemoval?: true;
  /** The calls whose faults are tried, where other scenarios try those of the rest. */
  readonly calls?: RegExp;
  /** Makes what has to be in the org before, and gives the ids of apps that the command is about. */
  prepare(world: CommandWorld): Promise<readonly string[]>;
  /** Runs the command, and gives what it says as JSON. Rejects with its error. */
  run(context: Context, appIds: readonly string[]): Promise<string>;
  /** What is wrong with the org once the command has succeeded. */
  check(before: OrgState, after: OrgState, context: Context): readonly string[];
}

const nothing = async (): Promise<readonly string[]> => [];

/** Two apps with their policies; with a lease they are made to be pruned. */
async function fill(world: CommandWorld, lease?: Lease): Promise<readonly string[]> {
  const ids = [];
  for (const label of ["First", "Second"]) {
    const settings = {
      label,
      project: `com.example.${label.toLowerCase()}`,
      redirectUris: [`com.example.${label.toLowerCase()}:/callback`],
      postLogoutRedirectUris: [],
      assignment: "everyone" as const,
      ...(lease && { lease }),
    };
    ids.push(await provisionFor(world, buildDesiredState(settings)));
  }
  return ids;
}

export const scenarios = {
  create: {
    prepare: nothing,
    run: async (context) =>
      JSON.stringify(
        await runCreate(context, { argument: "my-app", flags: { platform: ["ios"], git: false } }),
      ),
    check: (before, after, { cwd }) => [
      ...madeOne(before, after),
      ...(existsSync(join(cwd, "my-app", "okta-unlock.json")) ? [] : ["there is no project"]),
    ],
  },
  "create web-preview": {
    calls: /trustedOrigins/u,
    prepare: nothing,
    run: async (context) =>
      JSON.stringify(
        await runCreate(context, { argument: "my-app", flags: { platform: ["react-native"], git: false } }),
      ),
    check: (before, after) => {
      const isOrigin = (name: string): boolean => name.startsWith("origin ") && !before.has(name);
      const others = new Map([...after].filter(([name]) => !isOrigin(name)));
      // Without the right to make it, the run goes on, and says where it is made by hand.
      const origin = [...after].some(([name, what]) => isOrigin(name) && what === "ACTIVE");
      return [...madeOne(before, others), ...(origin ? [] : ["there is none in Trusted Origins"])];
    },
  },
  "apps create": {
    prepare: nothing,
    run: async (context) => JSON.stringify(await runAppsCreate(context, { name: "Demo", ephemeral: true })),
    check: madeOne,
  },
  run: {
    prepare: nothing,
    run: async (context) => String(await runRun(context, ["true"], {})),
    check: same,
  },
  "apps delete": {
    isRemoval: true,
    prepare: (world) => fill(world),
    async run(context, apps) {
      const { result, failure } = await runAppsDelete(context, { apps, org: undefined, onlyPolicy: false });
      if (failure !== undefined) throw failure;
      return JSON.stringify(result);
    },
    check: (_before, after) => gone(after),
  },
  "apps prune": {
    isRemoval: true,
    async prepare(world) {
      const ids = await fill(world, { ttl: 60, runId: "earlier" });
      world.local.clock.advance(120_000);
      return ids;
    },
    async run(context) {
      const { result, failure } = await runAppsPrune(context, {});
      if (failure !== undefined) throw failure;
      return JSON.stringify(result);
    },
    check: (_before, after) => gone(after),
  },
} as const satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof scenarios;

function same(before: OrgState, after: OrgState): readonly string[] {
  return [
    ...[...after].filter(([name, what]) => before.get(name) !== what).map(([name]) => `${name} is new`),
    ...[...before.keys()].filter((name) => !after.has(name)).map((name) => `${name} is gone`),
  ];
}

function gone(after: OrgState): readonly string[] {
  return [...after.keys()].filter((name) => /^(?:app|policy) /u.test(name)).map((name) => `${name} is left`);
}

/** One app that everyone may use, and one policy with one rule. */
function madeOne(before: OrgState, after: OrgState): readonly string[] {
  const made = [...after].filter(([name]) => !before.has(name));
  const kinds = made.map(([name]) => name.split(" ")[0]);
  const isWhole = made.every(([, what]) => what === "ACTIVE 1");
  return kinds.join() === "app,policy" && isWhole ? [] : [`there is ${JSON.stringify(made)}`];
}

/** Everything that is named by nobody else: apps with their assignments, policies with their rules. */
export async function stateOf({ observer }: CommandWorld): Promise<OrgState> {
  const state = new Map<string, string>();
  for await (const { id, status, name } of observer.listApps("oidc")) {
    if (name !== "oidc_client") continue;
    state.set(`app ${id}`, `${status} ${(await observer.listAssignments(id)).length}`);
  }
  for (const { id, status, conditions } of await observer.listPolicies("default")) {
    // A policy that can't be listed is named by its client.
    state.set(
      `policy ${id} ${conditions?.clients?.include?.join(" ")}`,
      `${status} ${(await observer.listRules("default", id)).length}`,
    );
  }
  for (const { id, status } of await observer.listTrustedOrigins()) state.set(`origin ${id}`, status);
  return state;
}

/** Takes everything away again, as no fault hinders it. */
export async function empty(world: CommandWorld, before: OrgState): Promise<void> {
  const { observer } = world;
  for await (const { id } of observer.listApps("oidc")) {
    if (before.has(`app ${id}`)) continue;
    await observer.deactivateApp(id);
    await observer.deleteApp(id);
  }
  for (const { id } of await observer.listPolicies("default"))
    if (![...before.keys()].some((name) => name.startsWith(`policy ${id} `)))
      await observer.deletePolicy("default", id);
  for (const { id } of await observer.listTrustedOrigins())
    if (!before.has(`origin ${id}`)) await observer.deleteTrustedOrigin(id);
  await world.removeFolders();
}

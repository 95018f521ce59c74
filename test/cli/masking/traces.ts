import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { World } from "../../support/run-cli.ts";
import { type Lane, runWithPerson, startLane, type Way } from "../../support/signed-in-lane.ts";
import { isWhole } from "../../support/stress.ts";
import { endingCommands, localCommands, orgCommands, otherRuns, type Prepare, type Run } from "./rows.ts";
import { troubles } from "./troubles.ts";

/** All that one run left where others can see it. */
export interface Trace extends Pick<Run, "refusal"> {
  readonly name: string;
  readonly command: string;
  readonly way: Way;
  readonly trouble: string;
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The files of its world, but the store and the key that it was given. */
  readonly files: string;
  /** The command lines of the processes that it started. */
  readonly commandLines: string;
}

type Rows = Readonly<Record<string, Prepare>>;

/** Some runs to be made while one thing is wrong. */
interface Batch {
  readonly trouble: string;
  readonly rows: Rows;
  /** The commands that are run by each way to sign in; the others are run by one of them in turn. */
  readonly byEachWay: readonly string[];
}

export const ways: readonly Way[] = ["token", "service-app", "device"];
// An object gives its keys that are numbers first.
const realTroubles = Object.keys(troubles).filter((name) => name !== "nothing");
const names = ["nothing", ...realTroubles];

const batches: readonly Batch[] = [
  { trouble: "nothing", rows: orgCommands, byEachWay: isWhole ? Object.keys(orgCommands) : ["login"] },
  { trouble: "nothing", rows: { ...localCommands, ...otherRuns }, byEachWay: [] },
  ...realTroubles.map((trouble) => ({ trouble, rows: orgCommands, byEachWay: ["login"] })),
];

/** They end what others use, and run last. */
const lastBatches: readonly Batch[] = names.map((trouble) => ({
  trouble,
  rows: endingCommands,
  byEachWay: trouble === "nothing" ? Object.keys(endingCommands) : [],
}));

/**
 * Whether a command is run in a trouble. In the whole round (`npm run test:processes`) each is in each; `npm test` runs one in
 * three, chosen so that each command is in three troubles at least, and each trouble meets each way to sign in.
 */
function isInRound(turn: number, index: number): boolean {
  return isWhole || turn === 0 || (turn + Math.floor(turn / 3) + index + Math.floor(index / 3)) % 3 === 0;
}

/** Runs the commands with every trouble, at two orgs side by side. */
export async function traceAll(): Promise<{
  readonly traces: readonly Trace[];
  readonly lanes: readonly Lane[];
}> {
  const start = () => startLane(afterAll, { isDpop: true });
  const lanes = await Promise.all([start(), start()]);
  const traces: Trace[] = [];
  const queue = [...batches];
  await Promise.all(
    lanes.map(async (lane) => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        traces.push(...(await runBatch(lane, next)));
      }
    }),
  );
  for (const batch of lastBatches) traces.push(...(await runBatch(lanes[0], batch)));
  return { traces, lanes };
}

interface Prepared extends Pick<Trace, "name" | "command" | "way" | "trouble"> {
  readonly run: Run;
  readonly world: World;
  readonly isJson: boolean;
}

async function runBatch(lane: Lane, batch: Batch): Promise<Trace[]> {
  const left = await Promise.all(prepare(lane, batch));
  const traces: Trace[] = [];
  troubles[batch.trouble]!(lane);
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      traces.push(await trace(lane, next));
    }
  };
  await Promise.all([work(), work()]);
  lane.mend();
  return traces;
}

/** In text and as JSON in turn. */
function prepare(lane: Lane, { trouble, rows, byEachWay }: Batch): Promise<Prepared>[] {
  const turn = names.indexOf(trouble);
  return Object.entries(rows).flatMap(([command, prepareRun], index) => {
    if (!isInRound(turn, index)) return [];
    const chosen = byEachWay.includes(command) ? ways : [ways[(turn + index) % ways.length]!];
    return chosen.map(async (way, at) => {
      const isJson = (turn + index + at) % 2 === 0;
      const world = await lane.signedIn(way);
      const name = `${command} by ${way}${isJson ? " --json" : ""}, with ${trouble}`;
      return { name, command, way, trouble, world, isJson, run: await prepareRun(lane, world, way) };
    });
  });
}

/** Who signs in on another device waits as long as the code is good, whatever the org answers meanwhile. */
const patience = 30_000;

async function trace(lane: Lane, { world, isJson, run, ...about }: Prepared): Promise<Trace> {
  const { input = "", isEndless, refusal } = run;
  const commandLines: string[] = [];
  const { exitCode, stdout, stderr } = await runWithPerson(lane, world, {
    args: withFlags(run.args, isJson ? ["--verbose", "--json"] : ["--verbose"]),
    input,
    ...(run.env && { env: run.env }),
    patience,
    onSpawn: (commandLine) => commandLines.push(commandLine.join(" ")),
    ...(isEndless && { isEndless }),
  });
  const seen = { ...about, exitCode, stdout, stderr, files: filesOf(world) };
  return { ...seen, commandLines: commandLines.join("\n"), ...(refusal !== undefined && { refusal }) };
}

/** What follows `--` belongs to another program. */
function withFlags(args: readonly string[], flags: readonly string[]): string[] {
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  return [...args.slice(0, end), ...flags, ...args.slice(end)];
}

/** Where a secret may be: the store, the key that was given, and the folder of a local org. */
function isStore(path: string): boolean {
  return ["secrets.json", "key.pem"].some((name) => path.endsWith(name)) || /[/\\]fresh[/\\]/u.test(path);
}

function filesOf(world: World): string {
  return readdirSync(world.root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !isStore(path))
    .map((path) => `${path}\n${readFileSync(path, "utf8")}`)
    .join("\n");
}

import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { nodePath, type RunSettings, type World } from "./run-cli.ts";

/** A workflow command, as the runner finds it in a line of either stream. */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** How a step ended, and what the runner knows then. */
export interface Step {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly commands: readonly WorkflowCommand[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Everything a person or another program can read of it: streams without the masks, and files. */
  readonly visible: string;
}

const fileNames = [
  "GITHUB_OUTPUT",
  "GITHUB_STATE",
  "GITHUB_STEP_SUMMARY",
  "GITHUB_ENV",
  "GITHUB_PATH",
] as const;

type FileName = (typeof fileNames)[number];

let steps = 0;

/** The files of one step, empty, as the runner makes them; and the environment that names them. */
export function stepEnvironment(world: World): Readonly<Record<FileName, string>> {
  const folder = world.path(`.runner-${(steps += 1)}`);
  mkdirSync(folder);
  const files = fileNames.map((name) => [name, `${folder}/${name.toLowerCase()}`] as const);
  for (const [, path] of files) writeFileSync(path, "");
  return Object.fromEntries(files) as Record<FileName, string>;
}

/** Runs the CLI as `run:` does. */
export async function runStep(
  world: World,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Step> {
  const files = stepEnvironment(world);
  const run = await world.run(args, { env: { GITHUB_ACTIONS: "true", CI: "true", ...files, ...env } });
  return stepOf(run, files);
}

export interface ActionRun extends RunSettings {
  readonly inputs: Readonly<Record<string, string>>;
  readonly state?: Readonly<Record<string, string>>;
  /** When the job is cancelled: the signals, each so many milliseconds after the step began. */
  readonly cancel?: readonly (readonly [signal: NodeJS.Signals, afterMilliseconds: number])[];
  /** Or: one signal, when this is done. */
  readonly cancelWhen?: Promise<unknown>;
}

/** Runs a script of an action: https://github.com/actions/runner/blob/main/src/Runner.Worker/Handlers/Handler.cs. */
export async function runAction(world: World, script: URL, run: ActionRun): Promise<Step> {
  const files = stepEnvironment(world);
  const inputs = Object.entries(run.inputs).map(([name, value]) => [inputVariable(name), value]);
  const state = Object.entries(run.state ?? {}).map(([name, value]) => [`STATE_${name}`, value]);
  const child = spawn(nodePath(), [fileURLToPath(script)], {
    cwd: world.cwd,
    env: {
      ...world.env,
      GITHUB_ACTIONS: "true",
      CI: "true",
      GITHUB_RUN_ID: "1",
      GITHUB_JOB: "test",
      ...files,
      ...run.env,
      ...(Object.fromEntries([...inputs, ...state]) as Record<string, string>),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const timers = (run.cancel ?? []).map(([signal, after]) => setTimeout(() => child.kill(signal), after));
  void run.cancelWhen?.then(() => child.kill("SIGINT"));
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (data: Buffer) => (said.stdout += data.toString()));
  child.stderr.on("data", (data: Buffer) => (said.stderr += data.toString()));
  const exitCode = await new Promise<number | null>((resolve) => child.once("close", resolve));
  timers.forEach(clearTimeout);
  return stepOf({ exitCode, ...said }, files);
}

function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`;
}

function stepOf(
  run: Pick<Step, "exitCode" | "stdout" | "stderr">,
  files: Readonly<Record<FileName, string>>,
): Step {
  const [output, state, summary, ...others] = fileNames.map((name) => readFileSync(files[name], "utf8"));
  const lines = `${run.stdout}\n${run.stderr}`.split(/\r\n|\r|\n/u);
  const commands = lines.map(commandIn).filter((command) => command !== undefined);
  const said = lines.filter((line) => commandIn(line)?.name !== "add-mask");
  return {
    ...run,
    commands,
    outputs: parsePairs(output ?? ""),
    state: parsePairs(state ?? ""),
    summary: summary ?? "",
    visible: [...said, output, state, summary, ...others].join("\n"),
  };
}

const known =
  "add-mask|error|warning|notice|debug|set-output|save-state|set-env|add-path|stop-commands|group";

/** `::name key=value,…::data` at the beginning of a line, and the older `##[name]data` anywhere in it. */
function commandIn(line: string): WorkflowCommand | undefined {
  const [, name, pairs = "", data = ""] =
    new RegExp(`^\\s*::(${known})(?: (.*?))?::(.*)$`, "u").exec(line) ??
    new RegExp(`##\\[(${known})(?: ([^\\]]*))?\\](.*)$`, "u").exec(line) ??
    [];
  if (name === undefined) return undefined;
  const properties = pairs.split(",").map((pair) => pair.split(/=(.*)/su).slice(0, 2).map(unescape));
  return { name, properties: Object.fromEntries(properties) as Record<string, string>, data: unescape(data) };
}

function unescape(text: string): string {
  return text
    .replaceAll("%0D", "\r")
    .replaceAll("%0A", "\n")
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%25", "%");
}

/** `name=value`, or `name<<end`, lines, `end`; anything else makes the runner fail the step. */
function parsePairs(text: string): Record<string, string> {
  const pairs: Record<string, string> = {};
  const lines = text.split("\n");
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    if (line === "") continue;
    const [, name, sign, rest = ""] = /^(.+?)(=|<<)(.*)$/u.exec(line) ?? [];
    if (name === undefined) throw new Error(`The runner refuses the line ${line}`);
    pairs[name] = sign === "=" ? rest : takeUntil(lines, rest);
  }
  return pairs;
}

function takeUntil(lines: string[], end: string): string {
  const at = lines.indexOf(end);
  if (at === -1) throw new Error(`The runner misses the line ${end}`);
  return lines
    .splice(0, at + 1)
    .slice(0, -1)
    .join("\n");
}

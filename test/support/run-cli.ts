import { execFile, spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { inject, onTestFinished } from "vitest";
import { takePort } from "./own-port.ts";
import { runInProcess } from "./run-in-process.ts";

/** How one run of the CLI ended. */
export interface CliRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunSettings {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What is piped into stdin; stdin is closed when left out. */
  readonly input?: string;
  /** Told what goes to stderr while it runs. */
  readonly onStderr?: (text: string) => void;
  /** Ended by SIGTERM as soon as it has printed something. */
  readonly isEndless?: true;
  /** Milliseconds after which it is ended by SIGTERM. */
  readonly patience?: number;
  /** Told the command line of every process that it starts. */
  readonly onSpawn?: (commandLine: readonly string[]) => void;
}

/** Without these no program starts on Windows. */
const systemVariables = Object.fromEntries(
  ["SystemRoot", "SystemDrive", "ComSpec", "PATHEXT", "TEMP", "TMP"].flatMap((name) => {
    const value = process.env[name];
    return process.platform === "win32" && value !== undefined ? [[name, value]] : [];
  }),
);

/** A throw-away home with a working folder: no setting of the machine leaks in, nothing of a test leaks out. */
export class World {
  readonly root: string;
  readonly home: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;

  constructor() {
    this.root = mkdtempSync(join(tmpdir(), "okta-unlock-test-"));
    this.home = join(this.root, "home");
    this.cwd = mkdtempSync(join(this.root, "work-"));
    this.env = {
      ...systemVariables,
      APPDATA: join(this.home, "roaming"),
      LOCALAPPDATA: join(this.home, "local"),
      PATH: [join(inject("installation"), "bin"), process.env["PATH"] ?? ""].join(delimiter),
      HOME: this.home,
      USERPROFILE: this.home,
      XDG_DATA_HOME: join(this.home, "data"),
      XDG_CONFIG_HOME: join(this.home, "config"),
      OKTA_UNLOCK_PORT: String(takePort()),
      // No test asks a registry, but those of the notice.
      OKTA_UNLOCK_UPDATE_NOTICE: "off",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_AUTHOR_NAME: "Test",
      GIT_AUTHOR_EMAIL: "test@example.com",
      GIT_COMMITTER_NAME: "Test",
      GIT_COMMITTER_EMAIL: "test@example.com",
    };
  }

  path(...segments: readonly string[]): string {
    return join(this.cwd, ...segments);
  }

  /**
   * Runs the installed CLI to its end: in this process where its text, its exit code and what it does are what counts. As a
   * process of its own where that could make a difference, and always with OKTA_UNLOCK_TEST_PROCESSES.
   */
  run(args: readonly string[], settings: RunSettings = {}): Promise<CliRun> {
    if (needsProcess(args, settings)) return this.runProcess(args, settings);
    return runInProcess({
      packageRoot: packageRoot(),
      args,
      cwd: settings.cwd ?? this.cwd,
      env: { ...this.env, ...this.#folders(), ...settings.env },
      input: settings.input ?? "",
      onStderr: settings.onStderr,
      patience: settings.patience,
      onSpawn: settings.onSpawn,
    });
  }

  /** Where a process finds its folders by the variables of the home; `env-paths` reads those of the machine. */
  #folders(): Readonly<Record<string, string>> {
    return {
      OKTA_UNLOCK_DATA_DIR: join(this.home, "data", "okta-unlock", "local-org"),
      OKTA_UNLOCK_CONFIG_DIR: join(this.home, "config", "okta-unlock"),
    };
  }

  /** Runs the installed CLI to its end in a process of its own. */
  async runProcess(args: readonly string[], settings: RunSettings = {}): Promise<CliRun> {
    const spawns = join(this.root, `spawns-${randomUUID()}.log`);
    const observed = { NODE_OPTIONS: `--import=${spawnObserver}`, SPAWN_LOG: spawns };
    const run = await new Promise<CliRun>((resolve) => {
      const child = execFile(
        nodePath(),
        [cliPath(), ...args],
        {
          cwd: settings.cwd ?? this.cwd,
          env: { ...this.env, ...(settings.onSpawn && observed), ...settings.env },
          maxBuffer: 64 * 1024 * 1024,
          ...(settings.patience !== undefined && { timeout: settings.patience }),
        },
        (_error, stdout, stderr) => resolve({ exitCode: child.exitCode, stdout, stderr }),
      );
      child.stderr?.on("data", (text: string) => settings.onStderr?.(text));
      if (settings.isEndless) child.stdout?.once("data", () => child.kill("SIGTERM"));
      pipeIn(child, settings.input ?? "");
    });
    if (settings.onSpawn && existsSync(spawns)) tellSpawns(spawns, settings.onSpawn);
    return run;
  }

  /** Starts the installed CLI and leaves it running. */
  start(args: readonly string[], settings: RunSettings = {}): ChildProcess {
    const child = spawn(nodePath(), [cliPath(), ...args], {
      cwd: settings.cwd ?? this.cwd,
      env: { ...this.env, ...settings.env },
      stdio: [settings.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    if (settings.input !== undefined) pipeIn(child, settings.input);
    onTestFinished(() => {
      child.kill("SIGKILL");
    });
    return child;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** A command may end before it has read all of its input: that is no error of the test. */
function pipeIn({ stdin }: ChildProcess, input: string): void {
  stdin?.on("error", () => {});
  stdin?.end(input);
}

/** The Node that runs the CLI: another one than ours in the matrix (node-matrix.sh). */
export function nodePath(): string {
  return process.env["OKTA_UNLOCK_TEST_NODE"] ?? process.execPath;
}

/**
 * Whose streams are handed on to a program, who is ended by a signal, who brings Node options, and whose folders are to be
 * found by Node itself has to be a process.
 */
function needsProcess([command]: readonly string[], { env = {}, isEndless }: RunSettings): boolean {
  const isWanted = process.env["OKTA_UNLOCK_TEST_PROCESSES"] ?? process.env["OKTA_UNLOCK_TEST_NODE"];
  const ofNode = ["NODE_OPTIONS", "HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"].some((name) => name in env);
  return isWanted !== undefined || command === "run" || isEndless === true || ofNode;
}

const spawnObserver = new URL("spawn-log.mjs", import.meta.url).href;

function tellSpawns(log: string, onSpawn: NonNullable<RunSettings["onSpawn"]>): void {
  for (const line of readFileSync(log, "utf8").trimEnd().split("\n")) onSpawn(JSON.parse(line) as string[]);
  rmSync(log);
}

function packageRoot(): string {
  return join(inject("installation"), "node_modules", "okta-unlock");
}

/** The entry that `npm i` linked; run through node, so that it works the same on Windows. */
export function cliPath(): string {
  return join(packageRoot(), "bin", "okta-unlock.js");
}

/** A world for one test, removed when the test is over. */
export function createWorld(): World {
  const world = new World();
  onTestFinished(() => world.remove());
  return world;
}

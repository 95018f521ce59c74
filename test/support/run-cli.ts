import { execFile, spawn, type ChildProcess } from "node:child_process";
import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject, onTestFinished } from "vitest";

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
}

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
      PATH: process.env["PATH"] ?? "",
      HOME: this.home,
      USERPROFILE: this.home,
      XDG_DATA_HOME: join(this.home, "data"),
      XDG_CONFIG_HOME: join(this.home, "config"),
      OKTA_UNLOCK_PORT: String(10_000 + randomInt(20_000)),
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

  /** Runs the installed CLI to its end. */
  run(args: readonly string[], settings: RunSettings = {}): Promise<CliRun> {
    return new Promise((resolve) => {
      const child = execFile(
        nodePath(),
        [cliPath(), ...args],
        {
          cwd: settings.cwd ?? this.cwd,
          env: { ...this.env, ...settings.env },
          maxBuffer: 64 * 1024 * 1024,
          ...(settings.patience !== undefined && { timeout: settings.patience }),
        },
        (_error, stdout, stderr) => resolve({ exitCode: child.exitCode, stdout, stderr }),
      );
      child.stderr?.on("data", (text: string) => settings.onStderr?.(text));
      if (settings.isEndless) child.stdout?.once("data", () => child.kill("SIGTERM"));
      child.stdin?.end(settings.input ?? "");
    });
  }

  /** Starts the installed CLI and leaves it running. */
  start(args: readonly string[], settings: RunSettings = {}): ChildProcess {
    const child = spawn(nodePath(), [cliPath(), ...args], {
      cwd: settings.cwd ?? this.cwd,
      env: { ...this.env, ...settings.env },
      stdio: [settings.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    child.stdin?.end(settings.input);
    onTestFinished(() => {
      child.kill("SIGKILL");
    });
    return child;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The Node that runs the CLI: another one than ours in the matrix (node-matrix.sh). */
export function nodePath(): string {
  return process.env["OKTA_UNLOCK_TEST_NODE"] ?? process.execPath;
}

/** The entry that `npm i` linked; run through node, so that it works the same on Windows. */
export function cliPath(): string {
  return join(inject("installation"), "node_modules", "okta-unlock", "bin", "okta-unlock.js");
}

/** A world for one test, removed when the test is over. */
export function createWorld(): World {
  const world = new World();
  onTestFinished(() => world.remove());
  return world;
}

import { spawn } from "@lydell/node-pty";
import { onTestFinished } from "vitest";
import { cliPath, nodePath, type World } from "./run-cli.ts";

const ansi = /\u001B\[[0-9;?]*[A-Za-z]/gu;
const patienceMilliseconds = 50_000;

/** The installed CLI on a real pseudo-terminal of 80 columns, driven as a person would. */
export interface TerminalRun {
  /** All that was drawn so far, without control sequences. */
  readonly text: () => string;
  /** Waits until `part` was drawn after the last awaited text. */
  see(part: string): Promise<void>;
  type(keys: string): void;
  /** Told all that is drawn from now on, with control sequences. */
  watch(listener: (data: string) => void): void;
  /** Closes the window. */
  hangUp(): void;
  /** The exit code, once the program ended. */
  readonly exitCode: Promise<number>;
}

export const keys = {
  enter: "\r",
  tab: "\t",
  home: "\u0001",
  clearLine: "\u0015",
  down: "\u001B[B",
  controlC: "\u0003",
  controlD: "\u0004",
} as const;

export function startOnTerminal(
  world: World,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): TerminalRun {
  return startProgramOnTerminal(world, [nodePath(), cliPath(), ...args], env);
}

/** Any program there, such as a shell. */
export function startProgramOnTerminal(
  world: Pick<World, "cwd" | "env">,
  [program, ...args]: readonly [string, ...string[]],
  env: Readonly<Record<string, string>> = {},
  rows = 40,
): TerminalRun {
  const terminal = spawn(program, args, {
    cols: 80,
    rows,
    cwd: world.cwd,
    env: { ...world.env, TERM: "xterm-256color", ...env },
  });
  let drawn = "";
  let seen = 0;
  let ended = false;
  terminal.onData((data) => {
    drawn += data.replaceAll(ansi, "");
  });
  const exitCode = new Promise<number>((resolve) => {
    terminal.onExit((exit) => {
      ended = true;
      resolve(exit.exitCode);
    });
  });
  onTestFinished(() => {
    if (!ended) terminal.kill("SIGKILL");
  });
  return {
    text: () => drawn,
    exitCode,
    type: (text) => terminal.write(text),
    watch: (listener) => void terminal.onData(listener),
    // Its type names only what Windows has as well.
    hangUp: () => (terminal as unknown as { destroy(): void }).destroy(),
    async see(part) {
      const deadline = Date.now() + patienceMilliseconds;
      for (;;) {
        const at = drawn.indexOf(part, seen);
        if (at !== -1) {
          seen = at + part.length;
          return;
        }
        if (Date.now() > deadline || ended) {
          throw new Error(
            `Waited for ${JSON.stringify(part)}; the screen after that point:\n${drawn.slice(seen)}`,
          );
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}

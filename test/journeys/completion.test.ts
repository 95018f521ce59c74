import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { keys, startProgramOnTerminal, type TerminalRun } from "../support/pty.ts";
import { createWorld, type World } from "../support/run-cli.ts";

/** How each shell is started without the files of the person, and what loads the completion. */
const shells = {
  bash: { start: ["--norc", "--noprofile", "-i"], load: 'eval "$(okta-unlock completion bash)"' },
  zsh: { start: ["-f", "-i"], load: "source <(okta-unlock completion zsh)" },
  fish: { start: ["--no-config", "-i"], load: "okta-unlock completion fish | source" },
} as const;

type Shell = keyof typeof shells;

/** bash is everywhere; .ci/run installs the others and asks for them. */
const isWanted = (shell: Shell): boolean =>
  process.env["OKTA_UNLOCK_ALL_SHELLS"] !== undefined ||
  spawnSync(shell, ["--version"], { stdio: "ignore" }).error === undefined;

async function openShell(world: World, shell: Shell): Promise<TerminalRun> {
  const { start, load } = shells[shell];
  const terminal = startProgramOnTerminal(world, [shell, ...start], { PS1: "ready> " });
  // Twice: a file that is read again must not complain.
  terminal.type(`${load}${keys.enter}${load}${keys.enter}echo load""ed${keys.enter}`);
  await terminal.see("loaded");
  return terminal;
}

/** Presses the Tab key behind the line, and lets the shell say what stands there now. */
async function complete(terminal: TerminalRun, line: string, completed: string): Promise<void> {
  terminal.type(`${line}${keys.tab}${keys.home}echo :${keys.enter}`);
  await terminal.see(`:okta-unlock ${completed}`);
}

test.each((Object.keys(shells) as Shell[]).filter(isWanted))(
  "%s completes commands, flags, values and files, and evaluates nothing",
  async (shell) => {
    const world = createWorld();
    const terminal = await openShell(world, shell);
    terminal.type(`okta-unlock apps list $(touch evaluated) --ep${keys.tab}${keys.clearLine}`);
    await complete(terminal, "okta-unlock compl", "completion");
    await complete(terminal, "okta-unlock create --dry", "create --dry-run");
    await complete(terminal, "okta-unlock completion po", "completion powershell");
    await complete(terminal, "okta-unlock whoami --org lo", "whoami --org local");
    await complete(terminal, "okta-unlock create --org=lo", "create --org=local");
    terminal.hangUp();
    expect(readdirSync(world.cwd)).toEqual([]);
  },
);

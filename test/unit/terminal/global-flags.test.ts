import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { declareRun } from "../../../src/commands/run.ts";
import {
  countOwnWords,
  globalOptions,
  readCommandLine,
  runSwitches,
} from "../../../src/terminal/global-flags.ts";
import type { Session } from "../../../src/terminal/session.ts";

/** Command lines of `run`, as they are typed. */
const lines: readonly (readonly string[])[] = [
  ["run", "--", "npm", "test"],
  ["run", "--", "npm", "test", "--watch"],
  ["run", "--", "node", "--version"],
  ["run", "--", "node", "-v"],
  ["run", "--", "node", "-e", "process.exit(7)"],
  ["run", "--", "npm", "test", "--", "--json"],
  ["run", "--", "npm", "--yes", "test"],
  ["run", "--", "npx", "-y", "playwright", "test", "--help"],
  ["run", "--", "npx", "--no-color", "--no-input", "jest", "--verbose"],
  ["run", "--org", "local", "--", "npm", "test", "--json"],
  ["run", "--org=local", "--json", "--", "npm", "test", "--org", "x"],
  ["run", "--pass-credentials", "--", "npm", "-V"],
  ["run", "--implicit-assignment", "-y", "--", "npm", "-h"],
  ["run", "--write-env", ".env.okta", "--assign", "none", "--assign", "group:a", "--", "npm", "run", "run"],
  ["--json", "run", "--ttl", "30m", "--", "help", "--json"],
  ["run", "--name", "run", "--", "-", "--yes"],
];

const shims = lines.map((line) => ({
  line: line.join(" "),
  typed: line,
  // What npm's okta-unlock.ps1 hands on: PowerShell takes the first -- away.
  handedOn: line.toSpliced(line.indexOf("--"), 1),
}));

describe("without its first --, which PowerShell takes away", () => {
  test.each(shims)("$line runs the same program in the same way", async ({ typed, handedOn }) => {
    expect(await readRun(handedOn)).toEqual(await readRun(typed));
    expect(readCommandLine(handedOn).flags).toEqual(readCommandLine(typed).flags);
    expect(handedOn.slice(countOwnWords(handedOn))).toEqual(typed.slice(typed.indexOf("--") + 1));
  });
});

test.each([
  ["run"],
  ["run", "--org", "local"],
  ["run", "--version"],
  ["run", "-V"],
  ["run", "--watch", "npm"],
])("%s %s %s runs nothing, and says so", async (...line) => {
  await expect(readRun(line)).rejects.toThrow(/missing required argument|unknown option/u);
});

test("a value of one of our flags is no program", () => {
  expect(countOwnWords(["run", "--org", "local", "--json"])).toBe(4);
  expect(countOwnWords(["create", "demo", "--json"])).toBe(3);
});

test("the flags of run that take no value are known before commander runs", () => {
  const declared = declareRun({} as Session).options.filter(
    ({ required, optional }) => !required && !optional,
  );
  const everywhere = globalOptions.flatMap(([flags]) => flags.split(", "));
  const own = declared.map(({ long }) => long);
  expect(new Set(runSwitches)).toEqual(new Set([...everywhere, "--help", ...own]));
});

/** How commander reads the line: our flags, and the command that is run. */
async function readRun(line: readonly string[]): Promise<unknown> {
  const program = new Command("okta-unlock").enablePositionalOptions().exitOverride();
  program.version("1.0.0", "-V, --version").configureOutput({ writeErr: () => {}, writeOut: () => {} });
  const run = declareRun({} as Session);
  for (const command of [program, run]) for (const [flags] of globalOptions) command.option(flags);
  let read: unknown;
  run.copyInheritedSettings(program).action((program_: unknown, flags: object) => {
    read = { program: program_, flags: { ...program.opts(), ...flags } };
  });
  await program.addCommand(run).parseAsync([...line], { from: "user" });
  if (read === undefined) throw new Error("Nothing was run");
  return read;
}

import { expect, test } from "vitest";
import { createInteraction } from "../../../src/process/interaction.ts";
import { readCommandLine } from "../../../src/terminal/global-flags.ts";

/** A process whose stdin is a pipe, as it is in these tests and in the window of Git Bash. */
function obstacleOf(platform: NodeJS.Platform, env: Readonly<Record<string, string>>, args: string[] = []) {
  const made = { platform, getBuiltinModule: () => ({ isatty: () => false }) };
  const { flags } = readCommandLine(args);
  const { canAsk, obstacle } = createInteraction(made as unknown as NodeJS.Process, env, flags);
  expect(canAsk).toBe(false);
  return obstacle;
}

test("in Git Bash, whose window gives programs a pipe, it is said how questions can be asked", () => {
  expect(obstacleOf("win32", { MSYSTEM: "MINGW64" })).toContain("winpty okta-unlock.cmd");
});

test.each([
  ["linux", { MSYSTEM: "MINGW64" }, []],
  ["win32", {}, []],
  ["win32", { MSYSTEM: "MINGW64", CI: "true" }, []],
  ["win32", { MSYSTEM: "MINGW64" }, ["--yes"]],
  ["win32", { MSYSTEM: "MINGW64" }, ["--no-input"]],
] as const)("on %s with %j and %j it is not: nobody wants to be asked", (platform, env, args) => {
  expect(obstacleOf(platform, env, [...args])).toBeUndefined();
});

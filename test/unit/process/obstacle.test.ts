import { expect, test } from "vitest";
import { OktaUnlockError } from "../../../src/errors.ts";
import { createInteraction } from "../../../src/process/interaction.ts";
import { explainObstacle } from "../../../src/process/obstacle.ts";
import { readCommandLine } from "../../../src/terminal/global-flags.ts";

/** What a run says whose stdin is a pipe, as it is in these tests and in the window of Git Bash. */
function whyNotAsked(platform: NodeJS.Platform, env: Readonly<Record<string, string>>, args: string[] = []) {
  const made = { platform, getBuiltinModule: () => ({ isatty: () => false }) } as unknown as NodeJS.Process;
  const interaction = createInteraction(made, env, readCommandLine(args).flags);
  expect(interaction.canAsk).toBe(false);
  const error = new OktaUnlockError("missing-input", { message: "It needs a name.", next: "Give it." });
  return explainObstacle(error, made, { env, interaction }).why;
}

test("in Git Bash, whose window gives programs a pipe, it is said how questions can be asked", () => {
  expect(whyNotAsked("win32", { MSYSTEM: "MINGW64" })).toContain("winpty okta-unlock.cmd");
});

test.each([
  ["linux", { MSYSTEM: "MINGW64" }, []],
  ["win32", {}, []],
  ["win32", { MSYSTEM: "MINGW64", CI: "true" }, []],
  ["win32", { MSYSTEM: "MINGW64" }, ["--yes"]],
  ["win32", { MSYSTEM: "MINGW64" }, ["--no-input"]],
] as const)("on %s with %j and %j it is not: nobody wants to be asked", (platform, env, args) => {
  expect(whyNotAsked(platform, env, [...args])).toBeUndefined();
});

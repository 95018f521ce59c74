import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { installCommands, respellSteps } from "../../../src/project/install-commands.ts";

test("the project that the tests build was installed by the command of create --install", () => {
  const script = readFileSync("test/projects/toolchain/react-native.sh", "utf8");
  const [, given = ""] = /^npm (ci .*?) >&2/mu.exec(script) ?? [];
  const words = given
    .replace('--prefix "$work"', "")
    .replace("--loglevel=error", "")
    .split(" ")
    .filter(Boolean);
  expect(words).toEqual(installCommands.npm.install);
});

test.each([
  ["npm", "See it in a browser: npm run web"],
  ["pnpm", "See it in a browser: pnpm web"],
  ["yarn", "See it in a browser: yarn web"],
  ["bun", "See it in a browser: bun run web"],
] as const)("the steps after an installation with %s name no other", (manager, step) => {
  const steps = ["Install what the app needs: npm ci", "See it in a browser: npm run web"];
  expect(respellSteps(steps, manager)).toEqual([step]);
});

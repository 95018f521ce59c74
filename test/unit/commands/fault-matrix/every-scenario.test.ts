import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { scenarios } from "../fault-scenarios.ts";

test("every command with a scenario has a file that tries its faults", () => {
  const files = Object.keys(scenarios).map((name) => `${name.replace(" ", "-")}.test.ts`);
  expect(readdirSync(import.meta.dirname)).toEqual(expect.arrayContaining(files));
});

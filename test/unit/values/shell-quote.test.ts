import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatCommand } from "../../../src/values/shell-quote.ts";

test("a quoted command line gives a real shell the very arguments", () => {
  const argument = fc
    .string({ unit: "grapheme", maxLength: 30 })
    .filter((text) => !text.includes("\0") && text !== "");
  const run = (args: readonly string[]): string[] =>
    execFileSync("sh", ["-c", formatCommand(["printf", String.raw`%s\0`, ...args], "linux")], {
      encoding: "utf8",
    })
      .split("\0")
      .slice(0, -1);
  fc.assert(
    fc.property(fc.array(argument, { minLength: 1, maxLength: 5 }), (args) => {
      expect(run(args)).toEqual(args);
    }),
    { numRuns: 60 },
  );
});

test("PowerShell doubles a single quote", () => {
  expect(formatCommand(["--name", "Ann's app"], "win32")).toBe("--name 'Ann''s app'");
});

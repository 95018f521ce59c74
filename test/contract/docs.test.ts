import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { errorCodes, exitCodes, OktaUnlockError } from "../../src/errors.ts";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

test.each(errorCodes)("the README lists the error code %s beside its exit code", (code) => {
  const { exitCode } = new OktaUnlockError(code, { message: "", next: "" });
  const row = readme.split("\n").find((line) => line.startsWith(`| ${exitCode} |`));
  expect(row).toContain(`\`${code}\``);
});

test("the README lists each exit code once", () => {
  const section = readme.slice(readme.indexOf("## Exit codes"));
  const listed = [...section.matchAll(/^\| (\d+) \|/gmu)].map(([, code]) => Number(code));
  expect(listed).toEqual(Object.values(exitCodes));
});

test("the README says what matters before anything is run", () => {
  expect(readme).toContain("not an Okta product");
  expect(readme).toContain("no telemetry");
  expect(readme).toContain("npm cit");
});

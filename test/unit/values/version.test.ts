import { expect, test } from "vitest";
import { compareVersions } from "../../../src/values/version.ts";

test.each([
  ["1.10.0", "1.9.9", 1],
  ["1.2.0", "1.2.0", 0],
  ["17", "17.0.0", 0],
  ["17.0.1", "17", 1],
  ["17", "17.0.1", -1],
  ["16.4", "26", -1],
  ["21", "17.0.15", 1],
  ["1.0.0-beta.1", "1.0.0", 0],
  ["25+36-LTS", "25", 0],
])("%s compared with %s gives %i", (one, other, expected) => {
  expect(Math.sign(compareVersions(one, other))).toBe(expected);
});

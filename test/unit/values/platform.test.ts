import { expect, test } from "vitest";
import { parsePlatform } from "../../../src/values/platform.ts";
import { refusalOf } from "./values.ts";

test.each([
  ["ios", "ios"],
  ["IOS", "ios"],
  [" Android ", "android"],
  ["React-Native", "react-native"],
])("%j is a platform in any case", (text, platform) => {
  expect(parsePlatform(text)).toMatchObject({ ok: true, value: platform });
});

test("one that is none is refused, each that there is named, and none guessed", () => {
  const refusal = refusalOf(parsePlatform("windows"));
  expect(refusal.problem).toBe('There is no platform "windows". It can be ios, android or react-native.');
  expect(refusal.suggestion).toBeUndefined();
});

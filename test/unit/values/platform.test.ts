import { expect, test } from "vitest";
import { parsePlatform } from "../../../src/values/platform.ts";
import { refusalOf } from "./values.ts";

test.each(["ios", "IOS", " iOS "])("%j is a platform in any case", (text) => {
  expect(parsePlatform(text, ["ios"])).toMatchObject({ ok: true, value: "ios" });
});

test.each([
  ["android", "Android is not available yet.", "ios"],
  ["React-Native", "React Native is not available yet.", "ios"],
  ["windows", 'There is no platform "windows".', "ios"],
])("%j is refused where only iOS is offered", (text, problem, suggestion) => {
  expect(refusalOf(parsePlatform(text, ["ios"]))).toMatchObject({ problem, suggestion });
});

test("where several are offered, each is named and none is guessed", () => {
  const refusal = refusalOf(parsePlatform("windows"));
  expect(refusal.problem).toContain("ios, android or react-native.");
  expect(refusal.suggestion).toBeUndefined();
});

test("one that is not there yet is refused with those that are", () => {
  expect(refusalOf(parsePlatform("React-Native", ["ios", "android"])).problem).toBe(
    "React Native is not available yet. It can be ios or android.",
  );
});

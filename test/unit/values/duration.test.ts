import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAge, parseTimeToLive } from "../../../src/values/duration.ts";
import { faultIn, refusalOf, valueOf } from "./values.ts";

describe("a time to live", () => {
  test.each([
    ["1m", 60_000],
    ["30m", 1_800_000],
    ["2h", 7_200_000],
    [" 1d\n", 86_400_000],
    ["7d", 604_800_000],
    ["007d", 604_800_000],
  ])("can be %j", (text, milliseconds) => {
    expect(valueOf(parseTimeToLive(text)).milliseconds).toBe(milliseconds);
  });

  test.each([
    ["", "length of time"],
    ["2", "length of time"],
    ["2 h", "length of time"],
    ["-2h", "length of time"],
    ["1.5h", "length of time"],
    ["90s", "length of time"],
    ["2H", "length of time"],
    ["1h30m", "length of time"],
    ["9999999m", "length of time"],
    ["0m", "a minute at least"],
    ["8d", "7d at most"],
    ["169h", "7d at most"],
  ])("can't be %j", (text, word) => {
    expect(refusalOf(parseTimeToLive(text)).problem).toContain(word);
  });

  test("is sound for any text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(faultIn(parseTimeToLive, text, (duration) => duration.text)).toBeUndefined();
      }),
    );
  });
});

describe("an age", () => {
  test("can be longer than a time to live", () => {
    expect(valueOf(parseAge("365d")).text).toBe("365d");
    expect(refusalOf(parseAge("366d")).problem).toContain("365d at most");
  });
});

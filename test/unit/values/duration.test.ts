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
    ["", "number followed by m, h or d"],
    ["2", "number followed by m, h or d"],
    ["2 h", "number followed by m, h or d"],
    ["-2h", "number followed by m, h or d"],
    ["1.5h", "number followed by m, h or d"],
    ["90s", "number followed by m, h or d"],
    ["2H", "number followed by m, h or d"],
    ["1h30m", "number followed by m, h or d"],
    ["9999999m", "at most 7d"],
    ["0m", "at least 1m"],
    ["8d", "at most 7d"],
    ["169h", "at most 7d"],
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
    expect(refusalOf(parseAge("366d")).problem).toContain("at most 365d");
  });
});

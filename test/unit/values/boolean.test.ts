import fc from "fast-check";
import { expect, test } from "vitest";
import { parseBoolean } from "../../../src/values/boolean.ts";
import { anyText } from "./any-text.ts";
import { faultIn, refusalOf, valueOf } from "./values.ts";

test.each([
  ["true", true],
  [" TRUE\n", true],
  ["1", true],
  ["false", false],
  ["0", false],
])("%j is %s", (text, value) => {
  expect(valueOf(parseBoolean(text))).toBe(value);
});

test.each([
  ["yes", "true"],
  ["Off", "false"],
  ["maybe", undefined],
  ["constructor", undefined],
  ["", undefined],
])("%j is refused; %s is suggested", (text, suggestion) => {
  expect(refusalOf(parseBoolean(text)).suggestion).toBe(suggestion);
});

test("whatever is given, the answer is sound", () => {
  fc.assert(
    fc.property(anyText(), (text) => {
      expect(faultIn(parseBoolean, text, String)).toBeUndefined();
    }),
  );
});

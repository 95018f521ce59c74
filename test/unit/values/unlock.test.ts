import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { listUnlockPolicies, parseLockAfter, parseUnlockPolicy } from "../../../src/values/unlock.ts";
import { anyText } from "./any-text.ts";
import { faultIn, refusalOf, valueOf } from "./values.ts";

describe("an unlock policy", () => {
  test.each([
    ["biometric", "biometric"],
    [" Biometric-Or-Passcode\n", "biometric-or-passcode"],
  ])("%j is %s", (text, policy) => {
    expect(valueOf(parseUnlockPolicy(text))).toBe(policy);
  });

  test.each([
    ["biometrics", "biometric"],
    ["passcode", "biometric-or-passcode"],
    ["face", undefined],
    ["", undefined],
  ])("%j is refused; %s is suggested", (text, suggestion) => {
    expect(refusalOf(parseUnlockPolicy(text)).suggestion).toBe(suggestion);
  });

  test("with the passcode is refused for React Native, whose secure store has no such key", () => {
    expect(refusalOf(parseUnlockPolicy("biometric-or-passcode", "react-native")).suggestion).toBe(
      "biometric",
    );
    expect(valueOf(parseUnlockPolicy("biometric", "react-native"))).toBe("biometric");
    expect(listUnlockPolicies("react-native")).toEqual(["biometric"]);
    expect(listUnlockPolicies("android")).toContain("biometric-or-passcode");
  });
});

describe("the time after which an app locks", () => {
  test.each([
    ["0", "0"],
    [" 060 ", "60"],
    ["86400", "86400"],
  ])("%j is %s seconds", (text, seconds) => {
    expect(valueOf(parseLockAfter(text))).toBe(seconds);
  });

  test.each([
    ["60s", "60"],
    ["30 seconds", "30"],
    ["1.5", "1"],
    ["86401", "86400"],
    ["9".repeat(400), "86400"],
    ["-1", undefined],
    ["1e3", undefined],
    ["five", undefined],
    ["", undefined],
  ])("%j is refused; %s is suggested", (text, suggestion) => {
    expect(refusalOf(parseLockAfter(text)).suggestion).toBe(suggestion);
  });
});

test.each([
  ["an unlock policy", (text: string) => faultIn(parseUnlockPolicy, text, String)],
  ["a time", (text: string) => faultIn(parseLockAfter, text, String)],
])("any text as %s is accepted soundly or refused with a sentence", (_, fault) => {
  fc.assert(
    fc.property(fc.oneof(anyText(), fc.nat().map(String)), (text) => {
      expect(fault(text)).toBeUndefined();
    }),
  );
});

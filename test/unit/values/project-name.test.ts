import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseProjectName } from "../../../src/values/project-name.ts";
import {
  npmReservedNames,
  packageKeywords,
  swiftReservedNames,
  windowsDeviceNames,
} from "../../../src/values/reserved-words.ts";
import { anyText } from "./any-text.ts";
import { legalName } from "./legal-names.ts";
import { faultIn, refusalOf, valueOf } from "./values.ts";

describe("a project name", () => {
  test.each([
    ["My App", "my-app", "MyApp", "myapp"],
    ["  my app ", "my-app", "MyApp", "myapp"],
    ["MyApp", "myapp", "MyApp", "myapp"],
    ["Café Münster", "cafe-munster", "CafeMunster", "cafemunster"],
    ["Straße Łódź Ærø", "strasse-lodz-aero", "StrasseLodzAEro", "strasselodzaero"],
    ['Bob’s "Best" App', "bobs-best-app", "BobsBestApp", "bobsbestapp"],
    ["💥 Boom $HOME \\ `x`", "boom-home-x", "BoomHOMEX", "boomhomex"],
    ["مرحبا", "unlock-app", "UnlockApp", "unlockapp"],
    ["日本語", "unlock-app", "UnlockApp", "unlockapp"],
    ["3D Scanner", "3d-scanner", "App3DScanner", "app3dscanner"],
    ["Swift", "swift", "SwiftApp", "swift"],
    ["swiftUI", "swiftui", "SwiftUIApp", "swiftui"],
    ["App", "app", "AppApp", "app"],
    ["Okta Session", "okta-session", "OktaSessionApp", "oktasession"],
    ["class", "class", "ClassApp", "classapp"],
    ["when", "when", "When", "whenapp"],
    ["React Native", "react-native-app", "ReactNative", "reactnative"],
    ["http", "http-app", "Http", "http"],
    ["NUL", "nul-app", "NULApp", "nulapp"],
    ["com1", "com1-app", "Com1App", "com1app"],
    ["../../etc/passwd", "etc-passwd", "EtcPasswd", "etcpasswd"],
  ])("%j is spelled for each place", (text, directory, swiftModule, identifier) => {
    expect(valueOf(parseProjectName(text))).toEqual({
      display: text.trim().normalize("NFC"),
      directory,
      swiftModule,
      identifier,
    });
  });

  test.each([
    ["", "empty"],
    [" \u00A0 ", "empty"],
    ["a\nb", "line break"],
    ["a\u2028b", "line break"],
    ["a\tb", "control"],
    ["a\u0000b", "control"],
    ["a\u009Fb", "control"],
    ["a\uD800b", "incomplete character"],
    ["a\uFFFEb", "not a character"],
    ["a\u{1FFFF}b", "not a character"],
    ["a\uFDD0b", "not a character"],
    ["a\uFEFFb", "not a character"],
    ["a\u202Eb", "direction"],
    ["a\u2066b", "direction"],
    ["\u200B\u200D", "no visible characters"],
    ["\u3164\u2800", "no visible characters"],
    ["x".repeat(101), "101 characters"],
    ["😀".repeat(51), "102 characters"],
  ])("can't be %j", (text, word) => {
    expect(refusalOf(parseProjectName(text)).problem).toContain(word);
  });

  test.each([
    ["a\nb", "a b"],
    ["inv\u202Eoice", "inv oice"],
    ["x".repeat(300), "x".repeat(100)],
    [`${"x".repeat(99)}👩‍👩‍👧`, "x".repeat(99)],
  ])("refused as %j comes with a suggestion", (text, suggestion) => {
    expect(refusalOf(parseProjectName(text)).suggestion).toBe(suggestion);
  });

  test("may be 100 UTF-16 code units long, in normal form C", () => {
    expect(valueOf(parseProjectName("e\u0301".repeat(100))).display).toBe("é".repeat(100));
    expect(parseProjectName("\u0958".repeat(100)).ok).toBe(false);
  });

  test("is sound for any text", () => {
    const text = fc.oneof(anyText(), anyText(130));
    fc.assert(
      fc.property(text, (candidate) => {
        expect(faultIn(parseProjectName, candidate, (name) => name.display)).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });

  test("gives spellings that are legal where they are used, whatever the name", () => {
    const reserved = fc.constantFrom(
      ...swiftReservedNames,
      ...packageKeywords,
      ...npmReservedNames,
      ...windowsDeviceNames,
    );
    fc.assert(
      fc.property(fc.oneof(legalName, reserved), (text) => {
        const name = valueOf(parseProjectName(text));
        expect(name.directory).toMatch(/^[a-z\d]+(?:-[a-z\d]+)*$/u);
        expect(name.swiftModule).toMatch(/^[A-Z][A-Za-z\d]*$/u);
        expect(name.identifier).toMatch(/^[a-z][a-z\d]*$/u);
        expect(npmReservedNames.has(name.directory) || windowsDeviceNames.has(name.directory)).toBe(false);
        expect(swiftReservedNames.has(name.swiftModule.toLowerCase())).toBe(false);
        expect(packageKeywords.has(name.identifier) || windowsDeviceNames.has(name.identifier)).toBe(false);
        expect(Math.max(name.directory.length, name.swiftModule.length, name.identifier.length)).toBeLessThan(
          60,
        );
      }),
      { numRuns: 1000 },
    );
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deriveDisplayName, parseDirectory } from "../../../src/values/directory.ts";
import { parseProjectName } from "../../../src/values/project-name.ts";
import { anyText } from "./any-text.ts";
import { faultIn, refusalOf, valueOf } from "./values.ts";

describe("a directory", () => {
  test.each([
    "my-app",
    "./my-app",
    "../x/my app",
    "/tmp/my-app/",
    ".",
    "..",
    "~my-app",
    "a/~/b",
    "v1.2",
    String.raw`C:\work\my-app`,
    "C:/work/my-app",
  ])("can be %j", (text) => {
    expect(valueOf(parseDirectory(text))).toBe(text);
  });

  test.each([
    ["", "empty"],
    ["  ", "empty"],
    ["a\u0000b", "control"],
    ["a\nb", "control"],
    ["x/nul", "Windows"],
    ["COM¹", "Windows"],
    ["nul .txt", "Windows"],
    ["lpt³.log/app", "Windows"],
    ["my-app.", "Windows"],
    ["my-app ", "Windows"],
    ["aux/my-app", "Windows"],
    ["CON.txt", "Windows"],
    ["a/nul/b", "Windows"],
    ["con .txt", "Windows"],
    ["x".repeat(201), "too long"],
    [`${"x".repeat(256)}/a`, "255"],
  ])("can't be %j", (text, word) => {
    expect(refusalOf(parseDirectory(text)).problem).toContain(word);
  });

  test.each([
    ["a:b", "Windows refuses", "a-b"],
    ["x|y/app", "Windows refuses", "x-y/app"],
    ["/work/2026: photos/app", "Windows refuses", "/work/2026- photos/app"],
    ["q?", "Windows refuses", "q"],
    ['say "hi"', "Windows refuses", "say -hi"],
    ["<a>*", "Windows refuses", "-a"],
    ["foo.", "Windows drops", "foo"],
    ["foo ", "Windows drops", "foo"],
    ["foo. /bar", "Windows drops", "foo/bar"],
    [" foo", "begins with a space", "foo"],
    ["~", "shell", undefined],
    ["~/x", "shell", undefined],
    ["~anna/x", "shell", undefined],
    ["...", "Windows drops", undefined],
  ])("can't be %j, and the name that comes next to it is offered", (text, word, suggestion) => {
    const refusal = refusalOf(parseDirectory(text));
    expect(refusal.problem).toContain(word);
    expect(refusal.suggestion).toBe(suggestion);
  });

  test("is never offered as one that would be refused", () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        expect(faultIn(parseDirectory, text, String)).toBeUndefined();
      }),
    );
  });
});

describe("the display name for a directory", () => {
  test.each([
    ["my-app", "My App"],
    ["/tmp/my_app/", "My App"],
    [String.raw`C:\work\my.app`, "My App"],
    ["MyApp", "MyApp"],
    ["my-iOS-app", "My iOS App"],
    ["café-über", "Café Über"],
    ["---", "Unlock App"],
    ["/", "Unlock App"],
    ["a\u202Eb", "A b"],
    ["x".repeat(120), `X${"x".repeat(99)}`],
  ])("%j is %j", (path, name) => {
    expect(deriveDisplayName(path)).toBe(name);
  });

  test("is always legal", () => {
    fc.assert(
      fc.property(anyText(), (path) => {
        expect(parseProjectName(deriveDisplayName(path)).ok).toBe(true);
      }),
    );
  });
});

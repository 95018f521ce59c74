import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deriveDisplayName, parseDirectory } from "../../../src/values/directory.ts";
import { parseProjectName } from "../../../src/values/project-name.ts";
import { anyText } from "./any-text.ts";
import { refusalOf, valueOf } from "./values.ts";

describe("a directory", () => {
  test.each(["my-app", "./my-app", "../x/my app", "/tmp/my-app/", ".", String.raw`C:\work\my-app`])(
    "can be %j",
    (text) => {
      expect(valueOf(parseDirectory(text))).toBe(text);
    },
  );

  test.each([
    ["", "empty"],
    ["  ", "empty"],
    ["a\u0000b", "control"],
    ["a\nb", "control"],
    ["x/nul", "Windows"],
    ["CON.txt", "Windows"],
    ["x".repeat(201), "too long"],
  ])("can't be %j", (text, word) => {
    expect(refusalOf(parseDirectory(text)).problem).toContain(word);
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

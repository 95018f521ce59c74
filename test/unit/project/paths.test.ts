import { describe, expect, test } from "vitest";
import { assertProjectPaths, fillNames, pathFault } from "../../../src/project/paths.ts";

describe("a path in a project", () => {
  test.each([
    "a",
    "a/b.swift",
    ".gitignore",
    "a b/c",
    "App.xcodeproj/project.pbxproj",
    "res/values-v31/x.xml",
  ])("may be %j", (path) => {
    expect(pathFault(path)).toBeUndefined();
  });

  test.each([
    ["/etc/passwd", "not relative"],
    ["C:/x", "not relative"],
    ["c:x", "not relative"],
    ["../x", "leads elsewhere"],
    ["a/../x", "leads elsewhere"],
    ["./a", "leads elsewhere"],
    ["a//b", "empty"],
    ["a/", "empty"],
    ["", "empty"],
    ["a\\b", "Windows refuses"],
    ["a?b", "Windows refuses"],
    ["a\u0000b", "Windows refuses"],
    ["nul", "device"],
    ["a/COM1.txt", "device"],
    ["a./b", "drops"],
    ["a ", "drops"],
    ["x".repeat(256), "255"],
  ])("may not be %j", (path, fault) => {
    expect(pathFault(path)).toContain(fault);
  });

  test.each([
    [["a/b", "A/B"], "there twice"],
    [["a", "a/b"], "both a file and a folder"],
    [["a/b/c", "A/b"], "both a file and a folder"],
    [["../a"], "leads elsewhere"],
  ])("may not clash with another: %j", (paths, message) => {
    expect(() => assertProjectPaths(paths)).toThrow(message);
  });

  test("is filled with the spellings of the name, and with nothing else", () => {
    const names = { swiftModule: "MyApp", directory: "my-app", identifier: "myapp" };
    expect(fillNames("{{swiftModule}}/{{identifier}}/{{directory}}", names)).toBe("MyApp/myapp/my-app");
    expect(() => fillNames("{{displayName}}", names)).toThrow("can't be used");
  });
});

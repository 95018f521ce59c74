import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { assertUsable, inspectTarget } from "../../../src/project/target.ts";
import type { TargetState } from "../../../src/project/target.ts";
import { fixturePlan, temporaryFolder, writeTree } from "./fixture.ts";
import { bundleOf, runUnprivileged } from "./child.ts";

describe("a target", () => {
  test("may be missing, below folders that are missing too", async () => {
    expect(await inspectTarget(join(temporaryFolder(), "a/b/c"))).toEqual({ kind: "missing" });
  });

  test("may be an empty folder", async () => {
    expect(await inspectTarget(temporaryFolder())).toEqual({ kind: "empty" });
  });

  test.each([
    ".git/HEAD",
    ".DS_Store",
    "README.md",
    "readme",
    "LICENSE",
    "LICENCE.txt",
    "License-MIT",
    ".idea/x",
    "NOTICE",
    ".gitignore",
    ".gitattributes",
    ".gitmodules",
    ".github/dependabot.yml",
    ".gitlab-ci.yml",
    ".circleci/config.yml",
    ".editorconfig",
    ".vscode/settings.json",
    ".swift-format",
    ".tool-versions",
    "CODEOWNERS",
    "CONTRIBUTING.md",
    "CODE_OF_CONDUCT.md",
    "SECURITY.md",
    "CHANGELOG",
    "renovate.json",
    "Thumbs.db",
    "._README.md",
    "lost+found/x",
  ])("may hold %s", async (path) => {
    const folder = temporaryFolder();
    writeTree(folder, { [path]: "" });
    const [entry = ""] = path.split("/");
    expect(await inspectTarget(folder)).toEqual({ kind: "tolerated", entries: [entry] });
  });

  test.each([
    "package.json",
    "src/x",
    "readmefirst",
    "my-README",
    ".bashrc",
    ".ssh/id",
    ".my-app.okta-unlock-12-0123abcd/project/x",
  ])("is occupied by %s, which is told, and by nothing that is tolerated", async (path) => {
    const folder = temporaryFolder();
    writeTree(folder, { [path]: "", "README.md": "" });
    const [entry = ""] = path.split("/");
    expect(await inspectTarget(folder)).toEqual({ kind: "occupied", entries: [entry] });
  });

  test("that holds okta-unlock.json is ours, with what it says", async () => {
    const folder = temporaryFolder();
    const plan = await fixturePlan();
    writeTree(folder, Object.fromEntries(plan.files.map((file) => [file.path, file.contents])));
    expect(await inspectTarget(folder)).toMatchObject({
      kind: "ours",
      manifest: { answers: plan.answers, okta: plan.okta },
    });
  });

  test("may be a file", async () => {
    const path = join(temporaryFolder(), "file");
    writeFileSync(path, "");
    expect(await inspectTarget(path)).toEqual({ kind: "file", path });
  });

  test.each(["dangling", "folder"])("may be a symbolic link: %s", async (name) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "folder"));
    symlinkSync(name, join(folder, "link"));
    expect(await inspectTarget(join(folder, "link"))).toEqual({ kind: "symlink", destination: name });
  });

  test("below a file is none, and the file is named", async () => {
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "");
    expect(await inspectTarget(join(file, "a/b"))).toEqual({ kind: "file", path: file });
  });

  test.each(["nowhere", "link"])("below a link that leads nowhere is none: to %s", async (destination) => {
    const link = join(temporaryFolder(), "link");
    symlinkSync(destination, link);
    expect(await inspectTarget(link)).toEqual({ kind: "symlink", destination });
    expect(await inspectTarget(join(link, "a"))).toEqual({ kind: "dead-link", path: link });
  });

  test("below a link to a file is none, below one to a folder may be one", async () => {
    const folder = temporaryFolder();
    writeTree(folder, { file: "", "real/x": "" });
    symlinkSync("file", join(folder, "to-file"));
    symlinkSync("real", join(folder, "to-folder"));
    expect(await inspectTarget(join(folder, "to-file", "a"))).toEqual({
      kind: "file",
      path: join(folder, "to-file"),
    });
    expect(await inspectTarget(join(folder, "to-folder", "a"))).toEqual({ kind: "missing" });
  });

  test.skipIf(process.platform === "win32")(
    "that its user may not write names what keeps it from being written",
    async () => {
      const folder = temporaryFolder();
      mkdirSync(join(folder, "locked"), { mode: 0o555 });
      mkdirSync(join(folder, "shut/inner"), { recursive: true });
      chmodSync(join(folder, "shut"), 0);
      onTestFinished(() => chmodSync(join(folder, "shut"), 0o755));
      const targets = ["locked", "locked/new/er", "shut/inner/new"].map((path) => join(folder, path));
      const code = `answer(await Promise.all(${JSON.stringify(targets)}.map((target) => project.inspectTarget(target))));`;
      expect(await runUnprivileged(await bundleOf("target.ts"), code)).toEqual([
        { kind: "unwritable", path: join(folder, "locked") },
        { kind: "unwritable", path: join(folder, "locked") },
        { kind: "unwritable", path: join(folder, "shut") },
      ]);
    },
  );

  test("with a path that is too long is refused", async () => {
    await expect(inspectTarget(join(temporaryFolder(), "x".repeat(300)))).rejects.toMatchObject({
      code: "directory-unusable",
    });
  });
});

describe("a target that can't be used", () => {
  const names = Array.from({ length: 12 }, (_, index) => `f${index}`);
  const cases: readonly (readonly [TargetState, RegExp, readonly string[]])[] = [
    [{ kind: "occupied", entries: ["a"] }, /not empty/u, ["a"]],
    [{ kind: "occupied", entries: names.slice(0, 10) }, /not empty/u, names.slice(0, 10)],
    [{ kind: "occupied", entries: names }, /not empty/u, [...names.slice(0, 10), "and 2 more"]],
    [{ kind: "file", path: "/x" }, /^\/x is a file\.$/u, []],
    [{ kind: "dead-link", path: "/x" }, /^\/x is a symbolic link that leads nowhere\.$/u, []],
    [{ kind: "symlink", destination: "../else" }, /link to \.\.\/else/u, []],
    [{ kind: "unwritable", path: "/x" }, /can't be written/u, []],
  ];

  test.each(cases)("is refused with what is in the way: %j", (state, message, details) => {
    const refuse = (): void => assertUsable("/x/y", state);
    expect(refuse).toThrow(message);
    expect(refuse).toThrow(expect.objectContaining({ code: "directory-unusable", details }));
  });

  test.each([{ kind: "missing" }, { kind: "empty" }, { kind: "tolerated", entries: [".git"] }] as const)(
    "is not one that is free: %j",
    (state) => {
      expect(() => assertUsable("/x", state)).not.toThrow();
    },
  );
});

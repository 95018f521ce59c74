import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { interrupted } from "../../../src/errors.ts";
import type { ProjectPlan } from "../../../src/project/plan.ts";
import { compareWithDisk } from "../../../src/project/manifest.ts";
import { readManifest } from "../../../src/project/read-manifest.ts";
import { writeProject } from "../../../src/project/stage.ts";
import { inspectTarget } from "../../../src/project/target.ts";
import type { FreeTarget } from "../../../src/project/target.ts";
import { bundleOf, runUnprivileged } from "./child.ts";
import { stageContext, treeOf } from "./disk.ts";
import { fixturePlan, temporaryFolder, textOf, writeTree } from "./fixture.ts";

const isWindows = process.platform === "win32";

let plan: ProjectPlan;
beforeAll(async () => {
  plan = await fixturePlan();
});

function treeOfPlan(made: ProjectPlan): Record<string, string> {
  return Object.fromEntries(
    made.files.map((file) => [file.path, Buffer.from(file.contents).toString("latin1")]),
  );
}

async function free(target: string): Promise<FreeTarget> {
  return (await inspectTarget(target)) as FreeTarget;
}

describe("writing a project", () => {
  test("to a missing folder makes it, and the parents it needs, and leaves nothing else", async () => {
    const folder = temporaryFolder();
    const target = join(folder, "a/b/my-app");
    const context = stageContext();
    expect(await writeProject(context, plan, { target, state: await free(target) })).toBe(plan);
    expect(treeOf(target)).toEqual(treeOfPlan(plan));
    expect(readdirSync(join(folder, "a/b"))).toEqual(["my-app"]);
    expect(context.left).toEqual([]);
  });

  test("to an empty folder takes its place, with its permissions", async () => {
    const target = join(temporaryFolder(), "my-app");
    mkdirSync(target);
    chmodSync(target, 0o750);
    await writeProject(stageContext(), plan, { target, state: { kind: "empty" } });
    expect(treeOf(target)).toEqual(treeOfPlan(plan));
    expect(statSync(target).mode & 0o777).toBe(isWindows ? 0o666 : 0o750);
    expect(readdirSync(join(target, ".."))).toEqual(["my-app"]);
  });

  test.each([".", "inner"])(
    "to the empty folder somebody stands in keeps that very folder: %s",
    async (below) => {
      const target = join(temporaryFolder(), "my-app");
      mkdirSync(target);
      const { ino } = statSync(target);
      const standsInTarget = below === ".";
      if (!standsInTarget) mkdirSync(join(target, "..", below));
      await writeProject(stageContext(standsInTarget ? target : join(target, "..", below)), plan, {
        target,
        state: { kind: "empty" },
      });
      expect(treeOf(target)).toEqual(treeOfPlan(plan));
      // On Windows each empty folder is kept, with its access rules.
      expect(statSync(target).ino === ino).toBe(standsInTarget || isWindows);
    },
  );

  test("beside files of the user's keeps each of them, and names our README otherwise", async () => {
    const target = temporaryFolder();
    const users = { "readme.txt": "mine", LICENSE: "mine", ".git/HEAD": "ref: refs/heads/main" };
    writeTree(target, users);
    const written = await writeProject(stageContext(), plan, { target, state: await free(target) });
    expect(treeOf(target)).toEqual({ ...treeOfPlan(written), ...users });
    expect(textOf(written, "README.okta-unlock.md")).toBe(textOf(plan, "README.md"));
    const manifest = await readManifest(target);
    expect(manifest && compareWithDisk(manifest, target)).toMatchObject({ edited: [], missing: [] });
  });

  test("beside a README of ours from an earlier try finds yet another name", async () => {
    const target = temporaryFolder();
    writeTree(target, { "README.md": "mine", "README.okta-unlock.md": "mine too" });
    await writeProject(stageContext(), plan, { target, state: await free(target) });
    expect(treeOf(target)).toMatchObject({ "README.md": "mine", "README.okta-unlock.md": "mine too" });
    expect(treeOf(target)).toHaveProperty(["README.okta-unlock-2.md"]);
  });

  test("to a folder with a .gitignore adds our lines to it, below those of the user, with its permissions", async () => {
    const target = temporaryFolder();
    writeTree(target, { ".gitignore": "*.log", ".github/x": "mine", ".editorconfig": "mine" });
    chmodSync(join(target, ".gitignore"), 0o640);
    const written = await writeProject(stageContext(), plan, { target, state: await free(target) });
    expect(treeOf(target)).toMatchObject({
      ".gitignore": "*.log\n\n# Added by okta-unlock\nbuild\n",
      ".github/x": "mine",
      ".editorconfig": "mine",
    });
    expect(statSync(join(target, ".gitignore")).mode & 0o777).toBe(
      process.platform === "win32" ? 0o666 : 0o640,
    );
    const manifest = await readManifest(target);
    expect(manifest && compareWithDisk(manifest, target)).toMatchObject({ edited: [], missing: [] });
    expect(written.files.map(({ path }) => path)).toContain(".gitignore");
    expect(readdirSync(target).filter((name) => name.includes("okta-unlock-"))).toEqual([]);
  });

  test.each<[string, (target: string) => void]>([
    ["lacks nothing", (target) => writeTree(target, { ".gitignore": "build/\n" })],
    ["has another encoding", (target) => writeFileSync(join(target, ".gitignore"), "*.log", "utf16le")],
    ["is a folder", (target) => writeTree(target, { ".gitignore/x": "mine" })],
  ])("leaves a .gitignore alone that %s", async (_what, prepare) => {
    const target = temporaryFolder();
    prepare(target);
    const before = treeOf(target);
    const written = await writeProject(stageContext(), plan, { target, state: await free(target) });
    expect(treeOf(target)).toMatchObject(before);
    expect(written.files.map(({ path }) => path)).not.toContain(".gitignore");
    const manifest = await readManifest(target);
    expect(manifest && compareWithDisk(manifest, target)).toMatchObject({ edited: [], missing: [] });
  });

  test.skipIf(process.platform === "win32")("leaves a .gitignore alone that is a link", async () => {
    const target = temporaryFolder();
    symlinkSync("LICENSE", join(target, ".gitignore"));
    writeTree(target, { LICENSE: "mine" });
    await writeProject(stageContext(), plan, { target, state: await free(target) });
    expect(readlinkSync(join(target, ".gitignore"))).toBe("LICENSE");
    expect(readFileSync(join(target, "LICENSE"), "utf8")).toBe("mine");
  });

  test("keeps settings of the user's in the place of ours", async () => {
    const target = temporaryFolder();
    writeTree(target, { ".swift-format": "mine" });
    const settings = { path: ".swift-format", kind: "text", contents: "ours", sha256: "" } as const;
    const withSettings = { ...plan, files: [settings, ...plan.files] };
    await writeProject(stageContext(), withSettings, { target, state: await free(target) });
    expect(treeOf(target)).toMatchObject({ ".swift-format": "mine" });
    expect(readdirSync(target).filter((name) => name.startsWith(".swift-format"))).toEqual([".swift-format"]);
  });

  test("makes scripts executable", async () => {
    const target = join(temporaryFolder(), "my-app");
    const script = {
      path: "gradlew",
      kind: "text",
      contents: "#!/bin/sh\n",
      sha256: "",
      executable: true,
    } as const;
    await writeProject(
      stageContext(),
      { ...plan, files: [script, ...plan.files] },
      { target, state: { kind: "missing" } },
    );
    expect(statSync(join(target, "gradlew")).mode & 0o100).toBe(process.platform === "win32" ? 0 : 0o100);
    expect(statSync(join(target, "Name.kt")).mode & 0o111).toBe(0);
  });

  test("lets the caller work on the staged project before it is in place", async () => {
    const target = join(temporaryFolder(), "my-app");
    const context = stageContext();
    await writeProject(context, plan, {
      target,
      state: { kind: "missing" },
      beforeCommit: async (staging) => {
        expect(existsSync(target)).toBe(false);
        expect(treeOf(staging)).toEqual(treeOfPlan(plan));
        expect(context.left).toEqual([expect.stringContaining("okta-unlock-")]);
        writeFileSync(join(staging, "added"), "x");
        await Promise.resolve();
      },
    });
    expect(treeOf(target)).toEqual({ ...treeOfPlan(plan), added: "x" });
  });

  test("takes a name as long as the system allows", async () => {
    const target = join(temporaryFolder(), "é".repeat(127));
    await writeProject(stageContext(), plan, { target, state: await free(target) });
    expect(existsSync(join(target, "okta-unlock.json"))).toBe(true);
  });
});

describe("a project that can't be written leaves nothing behind", () => {
  test("when the caller's work fails", async () => {
    const folder = temporaryFolder();
    const context = stageContext();
    const target = join(folder, "a/b");
    const writing = writeProject(context, plan, {
      target,
      state: { kind: "missing" },
      beforeCommit: () => Promise.reject(new Error("no")),
    });
    await expect(writing).rejects.toThrow("no");
    expect(readdirSync(folder)).toEqual([]);
    expect(context.left).toEqual([]);
  });

  test.each(["missing", "empty", "tolerated"] as const)(
    "when the run is stopped, with a target that is %s",
    async (kind) => {
      const folder = temporaryFolder();
      const target = join(folder, "my-app");
      if (kind !== "missing") mkdirSync(target);
      if (kind === "tolerated") writeTree(target, { "README.md": "mine" });
      const before = treeOf(folder);
      const controller = new AbortController();
      const beforeCommit = async () => controller.abort(interrupted());
      const writing = writeProject(stageContext("/", controller.signal), plan, {
        target,
        state: await free(target),
        beforeCommit,
      });
      await expect(writing).rejects.toMatchObject({ code: "interrupted" });
      expect(treeOf(folder)).toEqual(before);
    },
  );

  test("when the run was stopped before it began", async () => {
    const folder = temporaryFolder();
    const context = stageContext("/", AbortSignal.abort(interrupted()));
    const writing = writeProject(context, plan, { target: join(folder, "x/y"), state: { kind: "missing" } });
    await expect(writing).rejects.toMatchObject({ code: "interrupted" });
    expect(readdirSync(folder)).toEqual([]);
  });

  test("when something appears in the place of the target", async () => {
    const folder = temporaryFolder();
    const target = join(folder, "my-app");
    const beforeCommit = async () => writeTree(target, { mine: "mine" });
    const writing = writeProject(stageContext(), plan, { target, state: { kind: "missing" }, beforeCommit });
    await expect(writing).rejects.toMatchObject({
      code: "directory-unusable",
      why: "okta-unlock never replaces your files.",
    });
    expect(treeOf(folder)).toEqual({ "my-app/mine": "mine" });
  });

  test("when something appears in a target that is moved into, and what was moved is taken back", async () => {
    const target = temporaryFolder();
    writeTree(target, { "README.md": "mine" });
    const beforeCommit = async () => writeTree(target, { "name.ts": "mine" });
    const writing = writeProject(stageContext(), plan, { target, state: await free(target), beforeCommit });
    await expect(writing).rejects.toMatchObject({
      code: "directory-unusable",
      message: expect.stringContaining("name.ts") as string,
    });
    expect(treeOf(target)).toEqual({ "README.md": "mine", "name.ts": "mine" });
  });

  test("when something appears beside a .gitignore that was extended, which is put back", async () => {
    const target = temporaryFolder();
    writeTree(target, { ".gitignore": "mine\n" });
    const beforeCommit = async () => writeTree(target, { "name.ts": "mine" });
    const writing = writeProject(stageContext(), plan, { target, state: await free(target), beforeCommit });
    await expect(writing).rejects.toMatchObject({ code: "directory-unusable" });
    expect(treeOf(target)).toEqual({ ".gitignore": "mine\n", "name.ts": "mine" });
  });

  test("when the .gitignore changes meanwhile, which is never overwritten", async () => {
    const target = temporaryFolder();
    writeTree(target, { ".gitignore": "mine\n" });
    const beforeCommit = async () => writeTree(target, { ".gitignore": "mine\nand more\n" });
    const writing = writeProject(stageContext(), plan, { target, state: await free(target), beforeCommit });
    await expect(writing).rejects.toMatchObject({ code: "directory-unusable" });
    expect(treeOf(target)).toEqual({ ".gitignore": "mine\nand more\n" });
  });

  test("when two paths of it are one for the file system", async () => {
    const folder = temporaryFolder();
    const [first] = plan.files;
    const twice = { ...plan, files: [...plan.files, ...(first === undefined ? [] : [first])] };
    const writing = writeProject(stageContext(), twice, {
      target: join(folder, "x"),
      state: { kind: "missing" },
    });
    await expect(writing).rejects.toMatchObject({ code: "directory-unusable" });
    expect(readdirSync(folder)).toEqual([]);
  });

  test.skipIf(process.platform === "win32")("when the user may not write there", async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o555);
    const code = `
      const signal = new AbortController().signal;
      const context = { cwd: "/", signal, platform: process.platform, leftovers: { add: () => () => {} } };
      const options = { target: ${JSON.stringify(join(folder, "a/b"))}, state: { kind: "missing" } };
      await project.writeProject(context, { files: [] }, options).then(() => answer("written"), (error) => answer(error.code));`;
    expect(await runUnprivileged(await bundleOf("stage.ts"), code)).toBe("directory-unusable");
    chmodSync(folder, 0o755);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe.skipIf(process.platform === "win32")(
  "an empty folder in a parent that its user may not write",
  () => {
    test("is filled entry by entry", async () => {
      const target = join(temporaryFolder(), "my-app");
      mkdirSync(target);
      chmodSync(target, 0o777);
      chmodSync(join(target, ".."), 0o555);
      // Whoever is not root could not remove it.
      onTestFinished(() => chmodSync(join(target, ".."), 0o755));
      const code = `
      const signal = new AbortController().signal;
      const context = { cwd: "/", signal, platform: process.platform, leftovers: { add: () => () => {} } };
      const files = [{ path: "a/b", contents: "b" }, { path: "okta-unlock.json", contents: "{}" }];
      const options = { target: ${JSON.stringify(target)}, state: { kind: "empty" } };
      await project.writeProject(context, { files }, options);
      answer("written");`;
      expect(await runUnprivileged(await bundleOf("stage.ts"), code)).toBe("written");
      expect(treeOf(target)).toEqual({ "a/b": "b", "okta-unlock.json": "{}" });
    });
  },
);

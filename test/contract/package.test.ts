import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";

const megabyte = 1024 * 1024;
const installation = inject("installation");
const modules = join(installation, "node_modules");
const home = join(modules, "okta-unlock");

const manifest = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as {
  readonly version: string;
  readonly man: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

test("installing brings one package, and the binary of the keyring", () => {
  const installed = readdirSync(modules).filter((name) => !name.startsWith("."));
  // The binary is optional: npm leaves it out where there is none for the machine.
  expect(installed.filter((name) => name !== "@napi-rs")).toEqual(["okta-unlock"]);
});

test("there are no runtime dependencies", () => {
  expect(manifest.dependencies).toBeUndefined();
});

test("every version is pinned exactly", () => {
  const loose = Object.entries(manifest.devDependencies).filter(
    ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/u.test(version),
  );
  expect(loose).toEqual([]);
});

test("the tarball is at most 1.5 MB", () => {
  expect(statSync(inject("tarball")).size).toBeLessThan(1.5 * megabyte);
});

test("the package holds what runs and what is rendered, and nothing else", () => {
  expect(readdirSync(home).toSorted()).toEqual([
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "bin",
    "dist",
    "docs",
    "package.json",
    "templates",
  ]);
  expect(readdirSync(join(home, "docs"))).toEqual(["okta-unlock.1"]);
  const sources = listFiles(home).filter((file) => /\.(hbs|ts|map)$/u.test(file));
  expect(sources).toEqual([join(home, "dist", "local-org.d.ts")]);
});

test("the command is linked", () => {
  const names = readdirSync(join(modules, ".bin"));
  expect(names).toContain("okta-unlock");
});

test("npm finds the man page, where it installs globally", () => {
  expect(manifest.man.map((file) => readFileSync(join(home, file), "utf8"))).toEqual([
    expect.stringContaining(".TH OKTA-UNLOCK 1 "),
  ]);
});

test("the changelog names this version", () => {
  expect(readFileSync(join(home, "CHANGELOG.md"), "utf8")).toContain(`## ${manifest.version}`);
});

test("no file of the package holds a path of the machine that built it", () => {
  const root = join(import.meta.dirname, "../..");
  const telling = listFiles(home).filter((file) => readFileSync(file, "utf8").includes(root));
  expect(telling).toEqual([]);
  expect(existsSync(join(home, "dist", "main.cjs"))).toBe(true);
});

function listFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findUpdateCommand } from "../../../src/process/update-command.ts";

/** The package at a path of a machine, as it is seen from the folder `work`. */
function place(path: string) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "okta-unlock-update-command-")));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const packageRoot = join(root, path);
  for (const folder of [join(packageRoot, "bin"), join(root, "work")]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(packageRoot, "bin", "okta-unlock.js"), "");
  const find = (linked = packageRoot) =>
    findUpdateCommand({ packageRoot: linked, env: {}, platform: "linux", cwd: () => join(root, "work") });
  return { root, packageRoot, find };
}

test.each([
  ["usr/lib/node_modules/okta-unlock", "npm install -g okta-unlock@latest"],
  ["work/node_modules/okta-unlock", "npm install okta-unlock@latest"],
  ["share/pnpm/global/5/.pnpm/okta-unlock@1.0.0/node_modules/okta-unlock", "pnpm add -g okta-unlock@latest"],
  [".bun/install/global/node_modules/okta-unlock", "bun add -g okta-unlock@latest"],
  [".config/yarn/global/node_modules/okta-unlock", "yarn global add okta-unlock@latest"],
  [".npm/_npx/0123abcd/node_modules/okta-unlock", "npx okta-unlock@latest"],
  [".cache/pnpm/dlx/0123/1-2/node_modules/okta-unlock", "pnpm dlx okta-unlock@latest"],
  ["xfs-1234/dlx-77/node_modules/okta-unlock", "yarn dlx okta-unlock@latest"],
  ["bunx-0-okta-unlock@latest/node_modules/okta-unlock", "bunx okta-unlock@latest"],
  ["src/okta-unlock", undefined],
])("in %s the newest comes by %s", (path, command) => {
  expect(place(path).find()).toBe(command);
});

test("a clone that is linked into a node_modules stays a clone", () => {
  const { root, packageRoot, find } = place("src/okta-unlock");
  mkdirSync(join(root, "lib", "node_modules"), { recursive: true });
  const link = join(root, "lib", "node_modules", "okta-unlock");
  symlinkSync(packageRoot, link);
  expect(find(link)).toBeUndefined();
});

test.each([
  ["okta-unlock@0.1.0", "npx okta-unlock@latest"],
  ["okta-unlock@^0.1.0", "npx okta-unlock@latest"],
  ["github:ann/okta-unlock", undefined],
  ["/home/ann/my files/okta-unlock.tgz", undefined],
])("npx that was asked for %s: %s", (wanted, command) => {
  const { root, find } = place(".npm/_npx/0123abcd/node_modules/okta-unlock");
  const text = JSON.stringify({ _npx: { packages: [wanted] } });
  writeFileSync(join(root, ".npm", "_npx", "0123abcd", "package.json"), text);
  expect(find()).toBe(command);
});

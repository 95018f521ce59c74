import { realpathSync } from "node:fs";
import { basename, dirname } from "node:path";
import { findOwnName, findPackageRunner, type Start } from "./own-name.ts";

/** Package managers by a folder that each installs into: how it installs, and how for the whole machine. */
const managers: readonly (readonly [folder: RegExp, local: string, global: string])[] = [
  [/[\\/]\.?pnpm[\\/]/u, "pnpm add", "pnpm add -g"],
  [/[\\/]\.bun[\\/]/u, "bun add", "bun add -g"],
  [/[\\/]yarn[\\/](?:Data[\\/])?global[\\/]/iu, "yarn add", "yarn global add"],
];

/**
 * The command that brings the newest okta-unlock to where this one was started. Undefined for a clone, and for what a program
 * like npx took from elsewhere than the registry.
 */
export function findUpdateCommand(around: Start): string | undefined {
  const start = { ...around, packageRoot: realpathSync(around.packageRoot) };
  const runner = findPackageRunner(start);
  if (runner !== undefined) {
    const [, words] = /^(\D+ )["']?okta-unlock(?:@[^\s"']*)?["']?$/u.exec(runner) ?? [];
    return words === undefined ? undefined : `${words}okta-unlock@latest`;
  }
  if (basename(dirname(start.packageRoot)) !== "node_modules") return undefined;
  const [, local, global] = managers.find(([folder]) => folder.test(start.packageRoot)) ?? [
    undefined,
    "npm install",
    "npm install -g",
  ];
  const isLocal = findOwnName(start) === "npx okta-unlock";
  return `${isLocal ? local : global} okta-unlock@latest`;
}

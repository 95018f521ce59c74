import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { npm } from "./npm.mjs";

declare module "vitest" {
  export interface ProvidedContext {
    /** The tarball that `npm pack` made. */
    tarball: string;
    /** The empty folder that the tarball was installed in. */
    installation: string;
  }
}

interface Installation {
  readonly tarball: string;
  readonly installation: string;
}

let installed: Installation | undefined;
let users = 0;

/**
 * What the CLI tests run is what users get: the built package, packed, and installed in an empty folder. Done
 * once for all vitest projects of a run.
 */
export function setup(project: TestProject): void {
  users += 1;
  installed ??= packAndInstall();
  project.provide("tarball", installed.tarball);
  project.provide("installation", installed.installation);
}

export function teardown(): void {
  users -= 1;
  if (users > 0 || installed === undefined) return;
  rmSync(installed.installation, { recursive: true, force: true });
}

function packAndInstall(): Installation {
  const directory = mkdtempSync(join(tmpdir(), "okta-unlock-installed-"));
  const root = new URL("../..", import.meta.url);
  const [packed] = JSON.parse(
    npm(["pack", "--ignore-scripts", "--json", "--pack-destination", directory], { cwd: root }),
  ) as [{ filename: string }];
  const tarball = join(directory, packed.filename);
  npm(["init", "-y"], { cwd: directory });
  npm(["install", "--prefer-offline", "--no-audit", "--no-fund", tarball], { cwd: directory });
  linkGlobally(directory);
  return { tarball, installation: directory };
}

/** As a global installation: a command in a folder of the PATH, so that messages name it by that. */
function linkGlobally(directory: string): void {
  const bin = join(directory, "bin");
  mkdirSync(bin);
  if (process.platform !== "win32") {
    symlinkSync(join("..", "node_modules", "okta-unlock", "bin", "okta-unlock.js"), join(bin, "okta-unlock"));
    return;
  }
  const shim = readFileSync(join(directory, "node_modules", ".bin", "okta-unlock"), "utf8");
  writeFileSync(join(bin, "okta-unlock"), shim.replaceAll("$basedir/../", "$basedir/../node_modules/"));
}

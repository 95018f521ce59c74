import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { renderTextFor, renderReactNativeProject } from "./render-template.ts";
import { androidView } from "./sample-view.ts";
import type { TemplateView } from "../../../src/project/template-view.ts";

/** What npm installs by the lockfile of the template: once, for all tests. */
async function installedPackages(): Promise<string> {
  const [lockfile = ""] = await renderTextFor("package-lock.json.hbs", [androidView], "react-native");
  const [manifest = ""] = await renderTextFor("package.json.hbs", [androidView], "react-native");
  const folder = resolve(process.env["OKTA_UNLOCK_TOOLCHAINS"] ?? ".cache/toolchains");
  const packages = join(
    folder,
    `react-native-${createHash("sha256").update(lockfile).digest("hex").slice(0, 16)}`,
  );
  if (existsSync(packages)) return join(packages, "node_modules");
  mkdirSync(folder, { recursive: true });
  const partial = mkdtempSync(join(folder, "react-native."));
  writeFileSync(join(partial, "package.json"), manifest);
  writeFileSync(join(partial, "package-lock.json"), lockfile);
  await execa("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: partial,
    stdio: ["ignore", "ignore", "inherit"],
  });
  moveUnlessThere(partial, packages);
  return join(packages, "node_modules");
}

/** Another worker may have been quicker. */
function moveUnlessThere(partial: string, target: string): void {
  try {
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { recursive: true });
    if (!existsSync(target)) throw error;
  }
}

/** Renders the project for `view` into `folder`, an absolute path, with what `npm ci` would install; returns its paths. */
export async function renderInstalledProject(view: TemplateView, folder: string): Promise<readonly string[]> {
  symlinkSync(await installedPackages(), join(folder, "node_modules"), "junction");
  return renderReactNativeProject(view, folder);
}

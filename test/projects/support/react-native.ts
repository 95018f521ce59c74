import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { execa } from "execa";
import type { TemplateView } from "../../../src/project/template-view.ts";
import { keepFolder } from "./kept-folder.ts";
import { renderReactNativeProject, renderTextFor } from "./render-template.ts";
import { reactNativeView } from "./sample-view.ts";

/** What `expo prebuild` makes the native projects of: without a network it can't ask which one belongs to its version. */
const nativeTemplate = {
  package: "expo-template-bare-minimum@57.0.28",
  integrity:
    "sha512-8rr+H+WPM1OnnH+IzAtW4jOglhhN+KAdPKI+l3jfuIZXt0PQt+wSAoPb/v+4unM5hHjmQu65ES0jfqSZPGcGEw==",
};

/** Nothing is asked, counted or sent. */
const quiet = { CI: "1", EXPO_OFFLINE: "1", EXPO_NO_TELEMETRY: "1", NO_COLOR: "1" };

function keptFolder(name: string, key: string, make: (folder: string) => Promise<void>): Promise<string> {
  const root = resolve(process.env["OKTA_UNLOCK_TOOLCHAINS"] ?? ".cache/toolchains");
  mkdirSync(root, { recursive: true });
  return keepFolder(root, [name, key], make);
}

function npm(args: readonly string[], cwd: string) {
  return execa("npm", args, { cwd, stdio: ["ignore", "pipe", "inherit"] });
}

/** What npm installs by the lockfile of the template: once, for all tests. */
async function installedPackages(): Promise<string> {
  const [lockfile = ""] = await renderTextFor("package-lock.json.hbs", [reactNativeView], "react-native");
  const [manifest = ""] = await renderTextFor("package.json.hbs", [reactNativeView], "react-native");
  const kept = await keptFolder("react-native", lockfile, async (folder) => {
    writeFileSync(join(folder, "package.json"), manifest);
    writeFileSync(join(folder, "package-lock.json"), lockfile);
    await npm(["ci", "--no-audit", "--no-fund"], folder);
  });
  return join(kept, "node_modules");
}

/** Renders the project for `view` into `folder`, an absolute path, with what `npm ci` would install; returns its paths. */
export async function renderInstalledProject(view: TemplateView, folder: string): Promise<readonly string[]> {
  symlinkSync(await installedPackages(), join(folder, "node_modules"), "junction");
  return renderReactNativeProject(view, folder);
}

/** Runs a tool of the project, such as `expo`; rejects when it fails. */
export async function runTool(folder: string, tool: string, args: readonly string[]): Promise<string> {
  const program = join(folder, "node_modules/.bin", tool);
  const { all } = await execa(program, args, { cwd: folder, all: true, env: quiet });
  return all;
}

/** Makes `ios/` and `android/` of a rendered project, as `npm run ios` and `npm run android` do at first. */
export async function makeNativeProjects(folder: string): Promise<void> {
  const { package: name, integrity } = nativeTemplate;
  const kept = await keptFolder("expo-template", integrity, async (made) => {
    const { stdout } = await npm(["pack", name, "--json"], made);
    const [packed] = JSON.parse(stdout) as { integrity: string }[];
    if (packed?.integrity !== integrity) throw new Error(`${name} is not what it was: ${packed?.integrity}`);
  });
  const template = join(kept, `${name.replace("@", "-")}.tgz`);
  await runTool(folder, "expo", ["prebuild", "--no-install", "--template", template]);
}

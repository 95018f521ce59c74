import { symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import type { TemplateView } from "../../../src/project/template-view.ts";
import { renderReactNativeProject } from "./render-template.ts";
import type { ToolResult } from "./swift-toolchain.ts";

const script = fileURLToPath(new URL("../toolchain/react-native.sh", import.meta.url));

/** Nothing is asked, counted or sent. */
export const quiet = { CI: "1", EXPO_OFFLINE: "1", EXPO_NO_TELEMETRY: "1", NO_COLOR: "1" };

/** The folder with what the lockfile of the template installs, `expo-template.tgz` and `expo-doctor`. */
async function toolchainFolder(): Promise<string> {
  const root = resolve(process.env["OKTA_UNLOCK_TOOLCHAINS"] ?? ".cache/toolchains");
  const { stdout } = await execa("bash", [script, root], { stdio: ["ignore", "pipe", "inherit"] });
  return stdout;
}

/** Renders the project for `view` into `folder`, an absolute path, with what `npm ci` would install; returns its paths. */
export async function renderInstalledProject(view: TemplateView, folder: string): Promise<readonly string[]> {
  symlinkSync(join(await toolchainFolder(), "node_modules"), join(folder, "node_modules"), "junction");
  // `create` adds it. Metro and Jest take `okta-unlock.json` before `okta-unlock/index.ts` where an import names the folder alone.
  writeFileSync(join(folder, "okta-unlock.json"), "{}\n");
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
  const template = join(await toolchainFolder(), "expo-template.tgz");
  await runTool(folder, "expo", ["prebuild", "--no-install", "--template", template]);
}

/**
 * Runs expo-doctor without those of its checks that ask somebody: React Native Directory, and Expo for its schema of
 * app.json, when there is no network. Offline it takes every version for the right one.
 */
export async function runDoctor(folder: string): Promise<ToolResult> {
  const program = join(await toolchainFolder(), "expo-doctor/bin/expo-doctor.js");
  const env = {
    ...quiet,
    EXPO_DOCTOR_ENABLE_DIRECTORY_CHECK: "0",
    EXPO_DOCTOR_WARN_ON_NETWORK_ERRORS: "1",
  };
  const options = { cwd: folder, all: true, reject: false, env } as const;
  const { all, exitCode } = await execa(process.execPath, [program, "--verbose"], options);
  return { ok: exitCode === 0, output: all };
}

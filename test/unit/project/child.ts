import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { build } from "tsdown";
import { templatesPlugin } from "../../../.config/templates-plugin.ts";
import { temporaryFolder, writeTree } from "./fixture.ts";

const room = join(import.meta.dirname, "../../../src/project");

/** Bundles files of `src/project` into one that a child process can import; returns its path. Takes a tenth of a second. */
export async function bundleOf(...names: readonly string[]): Promise<string> {
  const folder = temporaryFolder();
  const lines = names.map((name) => `export * from ${JSON.stringify(join(room, name))};`);
  writeTree(folder, { "entry.ts": lines.join("\n") });
  await build({
    config: false,
    cwd: folder,
    entry: { entry: "entry.ts" },
    format: "esm",
    platform: "node",
    dts: false,
    fixedExtension: true,
    logLevel: "silent",
    plugins: [templatesPlugin()],
    deps: { alwaysBundle: [/.*/u] },
  });
  return join(folder, "dist/entry.mjs");
}

/**
 * Runs a module of code in a child process whose user may not write everywhere: `nobody`, when the tests run as root.
 * `bundle` is imported as `project`; the code prints its answer as JSON with `answer()`.
 */
export async function runUnprivileged(bundle: string, code: string): Promise<unknown> {
  const script = `
    import * as project from ${JSON.stringify(pathToFileURL(bundle).href)};
    const answer = (value) => process.stdout.write(JSON.stringify(value));
    if (process.getuid?.() === 0) { process.setgid(65534); process.setuid(65534); }
    ${code}`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
    cwd: "/",
  });
  return JSON.parse(stdout) as unknown;
}

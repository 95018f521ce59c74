import { rmSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "tsdown";
import { afterAll } from "vitest";

const root = join(import.meta.dirname, "../../..");

/** Bundles a TypeScript file for a process of its own, which Node 20 can't run as it is. Returns the path of the bundle. */
export async function bundleChild(file: string): Promise<string> {
  const outDir = join(root, ".cache", `org-test-${process.pid}-${basename(file, ".ts")}`);
  afterAll(() => rmSync(outDir, { recursive: true, force: true }));
  await build({
    config: false,
    entry: { child: file },
    outDir,
    format: "esm",
    platform: "node",
    target: "node20.19",
    dts: false,
    fixedExtension: true,
    logLevel: "silent",
    deps: { alwaysBundle: [/^(?!@napi-rs)/u] },
  });
  return join(outDir, "child.mjs");
}

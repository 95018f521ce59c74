import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "tsdown";
import { afterAll } from "vitest";
import { rawPlugin } from "../../../.config/raw-plugin.ts";

const root = join(import.meta.dirname, "../../..");

/** Bundles a TypeScript file for a child process, which Node 20 can't run as it is. Returns the path of the bundle. */
export async function bundleForChild(file: string, dependencies: "in" | "out" = "in"): Promise<string> {
  const outDir = join(root, ".cache", `local-org-test-${process.pid}-${file.replace(/\W/g, "-")}`);
  afterAll(() => rmSync(outDir, { recursive: true, force: true }));
  await build({
    config: false,
    entry: { child: join(import.meta.dirname, file) },
    outDir,
    format: "esm",
    platform: "node",
    target: "node20.19",
    dts: false,
    fixedExtension: true,
    logLevel: "silent",
    plugins: [rawPlugin()],
    // What the package does: everything in, and lazy chunks for what is imported late.
    deps: dependencies === "in" ? { alwaysBundle: [/./] } : { skipNodeModulesBundle: true },
  });
  return join(outDir, "child.mjs");
}

export interface Child {
  readonly process: ChildProcess;
  /** The next message it sends. Rejects when it ends first. */
  next(): Promise<unknown>;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
}

export function startChild(bundle: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Child {
  const child = fork(bundle, [...args], { execArgv: [], env: { ...process.env, ...env }, silent: true });
  const messages: unknown[] = [];
  child.on("message", (message) => messages.push(message));
  return {
    process: child,
    next: async () => {
      while (messages.length === 0) {
        if (child.exitCode !== null) throw new Error(`The child ended with ${child.exitCode}.`);
        await Promise.race([once(child, "message"), once(child, "exit")]);
      }
      return messages.shift();
    },
    kill: async () => {
      const gone = child.exitCode !== null || child.signalCode !== null ? undefined : once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

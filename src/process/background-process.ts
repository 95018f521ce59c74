import { type ChildProcess, spawn } from "node:child_process";
import type { Socket } from "node:net";
import type { Readable } from "node:stream";
import { assertSpareDescriptors } from "../files/spare-descriptors.ts";

/** How to run ourselves. */
interface Self {
  /** Absolute path of Node. */
  readonly nodePath: string;
  /** Absolute path of our entry. */
  readonly script: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Runs okta-unlock in a session of its own, and gives what it said on stderr once it has ended, should we see that. */
export async function runInBackground(
  { nodePath, script, env }: Self,
  args: readonly string[],
): Promise<{ readonly stderr: string }> {
  assertSpareDescriptors();
  const child = spawn(nodePath, [script, ...args], {
    detached: true,
    windowsHide: true,
    stdio: ["ignore", "ignore", "pipe"],
    env,
  });
  child.unref();
  // A pipe is a socket; its type does not say so.
  (child.stderr as Socket).unref();
  return awaitEnd(child);
}

async function awaitEnd(child: ChildProcess & { readonly stderr: Readable }): Promise<{ stderr: string }> {
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ stderr: error.message }));
    child.once("close", () => resolve({ stderr }));
  });
}

import type { Context } from "../../context.ts";
import { locateTool } from "../../files/find-program.ts";

/** What programs of this machine are asked with. */
export type ToolContext = Pick<Context, "spawn" | "env" | "platform" | "signal">;

/** How long a program of this machine may take to say what it is, in milliseconds. */
const limit = 5000;

/** What a program says, on both streams, whether it went well or not; undefined when it is missing or hangs. */
export async function listen(
  context: ToolContext,
  name: string,
  args: readonly string[],
): Promise<string | undefined> {
  const program = locateTool(name, context);
  if (program === undefined) return undefined;
  try {
    const { stdout, stderr } = await context.spawn(program, args, { limit });
    return `${stdout}\n${stderr}`;
  } catch {
    context.signal.throwIfAborted();
    return undefined;
  }
}

/** The version in what a program said, by the first group of the pattern. */
export function readVersion(said: string | undefined, pattern: RegExp): string | undefined {
  return pattern.exec(said ?? "")?.[1];
}

/** Compares the first numbers of a version. */
export function isAtLeast(version: string, least: readonly number[]): boolean {
  const parts = version.split(".").map(Number);
  for (const [index, wanted] of least.entries()) {
    const part = parts[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}

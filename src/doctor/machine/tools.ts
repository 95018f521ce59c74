import type { Context } from "../../context.ts";
import { locateTool } from "../../files/find-program.ts";

/** What programs of this machine are asked with. */
export type ToolContext = Pick<Context, "spawn" | "env" | "platform" | "signal">;

/** How long a program of this machine may take to say what it is, in milliseconds. */
const limit = 5000;

/**
 * What a program says, on both streams, whether it went well or not; undefined when there is none that can be run. For one that
 * hangs, or floods, it is a sentence of ours, in which nothing is found: it is there.
 */
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
  } catch (error) {
    context.signal.throwIfAborted();
    const { code = "" } = error as NodeJS.ErrnoException;
    return ["ENOENT", "ENOTDIR", "EACCES", "ENOEXEC"].includes(code) ? undefined : "It did not answer.";
  }
}

/** The version in what a program said, by the first group of the pattern. */
export function readVersion(said: string | undefined, pattern: RegExp): string | undefined {
  return pattern.exec(said ?? "")?.[1];
}

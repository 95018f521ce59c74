import type { Command } from "commander";
import type { Context } from "../../src/context.ts";
import { buildProgram } from "../../src/program.ts";
import { readCommandLine } from "../../src/terminal/global-flags.ts";
import type { Output } from "../../src/terminal/output.ts";
import type { Session } from "../../src/terminal/session.ts";

/** A command that does something. */
export interface Verb {
  /** `apps create`. */
  readonly line: string;
  readonly command: Command;
}

/** The terminal that help is written to. */
interface HelpTerminal {
  readonly width: number;
  readonly write: (text: string) => void;
}

/** Every command with its arguments and options, as a run declares them. None may be carried out: there is nothing around it. */
export async function declareEveryCommand(
  terminal: HelpTerminal = { width: 80, write: () => {} },
): Promise<Command> {
  const output = { ...terminal, style: { strong: String } } as unknown as Output;
  const session = { context: { version: "0.0.0" } as Context } as Session;
  const run = { commandLine: readCommandLine([]), stdout: output, stderr: output };
  return buildProgram(session, run, { loadsAll: true });
}

/** Those that do something. */
export function listVerbs(command: Command, words: readonly string[] = []): readonly Verb[] {
  const children = command.commands.filter((child) => child.name() !== "help");
  if (children.length === 0) return [{ line: words.join(" "), command }];
  return children.flatMap((child) => listVerbs(child, [...words, child.name()]));
}

/** What the command line is refused with; `ran` when it is not. */
export async function parseLine(program: Command, args: readonly string[]): Promise<unknown> {
  for (const { command } of listVerbs(program)) command.action(() => {});
  try {
    await program.parseAsync([...args], { from: "user" });
    return "ran";
  } catch (error) {
    return error;
  }
}

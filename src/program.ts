import { Command } from "commander";
import type { Context } from "./context.ts";
import { applyContract, isQuietExit, usageError } from "./terminal/command-line.ts";
import type { Output } from "./terminal/output.ts";
import { createSession, type Session } from "./terminal/session.ts";

interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Loads the declaration; what the command needs to run is loaded by its action. */
  readonly load: () => Promise<(session: Session) => Command>;
}

const commandTable: readonly CommandEntry[] = [
  {
    name: "create",
    summary: "make a mobile project and the Okta app behind it",
    load: async () => (await import("./commands/create/command.ts")).createCommand,
  },
  {
    name: "apps",
    summary: "make, list and show native Okta apps",
    load: async () => (await import("./commands/apps/command.ts")).appsCommand,
  },
  {
    name: "local",
    summary: "run an Okta-compatible org on this machine, no account needed",
    load: async () => (await import("./commands/local/command.ts")).localCommand,
  },
];

export interface ProgramRun {
  /** The arguments after the program's name. */
  readonly args: readonly string[];
  readonly stdout: Output;
  readonly stderr: Output;
}

/** Runs one command line. Throws `OktaUnlockError` for whatever fails, wrong usage included. */
export async function runProgram(context: Context, run: ProgramRun): Promise<void> {
  const program = await buildProgram(context, run);
  try {
    await program.parseAsync([...run.args], { from: "user" });
  } catch (error) {
    if (isQuietExit(error)) return;
    throw usageError(error);
  }
}

/** Only the command that the arguments name is loaded; the others are a name and a summary for the help. */
async function buildProgram(context: Context, run: ProgramRun): Promise<Command> {
  const program = new Command("okta-unlock")
    .description(
      "From nothing to a mobile app that signs in with Okta and unlocks with a fingerprint or a face.",
    )
    .version(context.version, "-V, --version", "print the version")
    .usage("<command> [options]")
    .helpCommand("help [command]", "explain a command");
  const session = createSession(context, run);
  const wanted = run.args.filter((arg) => !arg.startsWith("-"));
  for (const { name, summary, load } of commandTable) {
    const isWanted = wanted[0] === name || (wanted[0] === "help" && wanted[1] === name);
    const command = isWanted ? (await load())(session) : new Command(name);
    program.addCommand(command.summary(summary));
  }
  applyContract(program, run);
  return program;
}

import { ownCommand } from "./hints.ts";
import { Command } from "commander";
import type { Context } from "./context.ts";
import { exitCodes, OktaUnlockError } from "./errors.ts";
import { applyContract, isQuietExit, toUsageError } from "./terminal/command-line.ts";
import type { Output } from "./terminal/output.ts";
import type { GitHub } from "./terminal/github.ts";
import type { CommandLine } from "./terminal/global-flags.ts";
import { createSession, type Session } from "./terminal/session.ts";

interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Loads the declaration; what the command needs to run is loaded by its action. */
  readonly load: () => Promise<(session: Session) => Command>;
}

/** The commands, in the order of the help. */
export const commandTable: readonly CommandEntry[] = [
  {
    name: "create",
    summary: "create a mobile project and its Okta app",
    load: async () => (await import("./commands/create/command.ts")).declareCreate,
  },
  {
    name: "apps",
    summary: "create, list, show, update, delete and prune native Okta apps",
    load: async () => (await import("./commands/apps.ts")).declareApps,
  },
  {
    name: "run",
    summary: "run a command with a temporary Okta app",
    load: async () => (await import("./commands/run.ts")).declareRun,
  },
  {
    name: "register",
    summary: "get an Okta org, or a local one, and sign in to it",
    load: async () => (await import("./commands/register.ts")).declareRegister,
  },
  {
    name: "login",
    summary: "sign in to an Okta org and save it as a profile",
    load: async () => (await import("./commands/login.ts")).declareLogin,
  },
  {
    name: "logout",
    summary: "remove a saved sign-in; with --revoke also revoke it at Okta",
    load: async () => (await import("./commands/logout.ts")).declareLogout,
  },
  {
    name: "whoami",
    summary: "show the current org, who you are, and where the secret is stored",
    load: async () => (await import("./commands/whoami.ts")).declareWhoami,
  },
  {
    name: "orgs",
    summary: "list, select and remove saved orgs",
    load: async () => (await import("./commands/orgs.ts")).declareOrgs,
  },
  {
    name: "local",
    summary: "run an Okta-compatible org on this machine, no account needed",
    load: async () => (await import("./commands/local.ts")).declareLocal,
  },
];

export interface ProgramRun {
  readonly commandLine: CommandLine;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Where a workflow of GitHub Actions is told about the run. */
  readonly gitHub?: GitHub | undefined;
}

/** Runs one command line and gives its exit code. Throws `OktaUnlockError` for whatever fails, wrong usage included. */
export async function runProgram(context: Context, run: ProgramRun): Promise<number> {
  run.gitHub?.assertReady();
  const { args, words } = run.commandLine;
  const session = createSession(context, run);
  const program = await buildProgram(session, run);
  refuseUnknownHelp(args);
  try {
    await program.parseAsync([...args], { from: "user" });
    return session.exitCode;
  } catch (error) {
    if (isQuietExit(error)) return exitCodes.done;
    throw toUsageError(error, findCommandName(program, words));
  }
}

/** Only the command that the arguments name is loaded; the others are a name and a summary for the help. */
async function buildProgram(session: Session, run: ProgramRun): Promise<Command> {
  const program = new Command("okta-unlock")
    .description(
      "From nothing to a mobile app that signs in with Okta and unlocks with a fingerprint or a face.",
    )
    .version(session.context.version, "-V, --version", "print the version")
    .usage("<command> [options]");
  const [first, topic] = run.commandLine.words;
  const setting = { ...run, json: run.commandLine.flags.json };
  applyContract(program, setting);
  program.helpCommand("help [command]", "show help for a command");
  const wanted = commandTable.find(({ name }) => name === first || (first === "help" && name === topic));
  for (const entry of wanted === undefined ? commandTable : [wanted]) {
    const command =
      entry === wanted
        ? (await entry.load())(session)
        : new Command(entry.name).copyInheritedSettings(program);
    if (entry === wanted) applyContract(command, setting);
    program.addCommand(command.summary(entry.summary));
  }
  return program;
}

/** `apps create` for the arguments `apps create --frob`: the part of them that names a command. */
function findCommandName(program: Command, words: readonly string[]): string[] {
  const names = [];
  let command: Command | undefined = program;
  for (const word of words) {
    command = command.commands.find((child) => child.name() === word);
    if (command === undefined) break;
    names.push(word);
  }
  return names;
}

/** commander shows the whole help for `help frob` and says nothing of frob. */
function refuseUnknownHelp([first, topic]: readonly string[]): void {
  if (first !== "help" || topic === undefined || topic.startsWith("-") || topic === "help") return;
  if (commandTable.some(({ name }) => name === topic)) return;
  throw new OktaUnlockError("unknown-usage", {
    message: `Unknown command '${topic}'.`,
    next: `See the help: ${ownCommand(["--help"])}`,
  });
}

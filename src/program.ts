import { Command } from "commander";
import type { DeclareAll } from "./commands/completion/suggest.ts";
import { declareTopics, isTopic, topicSection } from "./commands/help/topics.ts";
import type { Context } from "./context.ts";
import { applyContract, isQuietExit, toUsageError } from "./terminal/command-line.ts";
import type { Output } from "./terminal/output.ts";
import type { GitHub } from "./terminal/github.ts";
import { explain } from "./terminal/help-text.ts";
import { type CommandLine, listWords } from "./terminal/global-flags.ts";
import { createSession, type Session } from "./terminal/session.ts";

interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Loads the declaration; what the command needs to run is loaded by its action. */
  readonly load: () => Promise<(session: Session, declareAll: DeclareAll) => Command>;
  /** Called by scripts of ours; help does not show it. */
  readonly isHidden?: true;
}

/** The commands, in the order of the help. */
export const commandTable: readonly CommandEntry[] = [
  {
    name: "create",
    summary: "create a mobile project and its Okta app",
    load: async () => (await import("./commands/create/command.ts")).declareCreate,
  },
  {
    name: "update",
    summary: "update a project to today's template, or change its answers",
    load: async () => (await import("./commands/update/command.ts")).declareUpdate,
  },
  {
    name: "template",
    summary: "make and check a template of your own",
    load: async () => (await import("./commands/template.ts")).declareTemplate,
  },
  {
    name: "apps",
    summary: "create, list, change and delete native Okta apps",
    load: async () => (await import("./commands/apps.ts")).declareApps,
  },
  {
    name: "run",
    summary: "run a command with a temporary Okta app",
    load: async () => (await import("./commands/run.ts")).declareRun,
  },
  {
    name: "samples",
    summary: "build and check sample projects and snippets of guides",
    load: async () => (await import("./commands/samples.ts")).declareSamples,
  },
  {
    name: "doctor",
    summary: "find out why sign-in fails, and fix it",
    load: async () => (await import("./commands/doctor.ts")).declareDoctor,
  },
  {
    name: "logs",
    summary: "show your app's System Log, and why a sign-in failed",
    load: async () => (await import("./commands/logs.ts")).declareLogs,
  },
  {
    name: "open",
    summary: "open a page of your app or org in the browser",
    load: async () => (await import("./commands/open.ts")).declareOpen,
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
    summary: "remove a saved sign-in; --revoke also revokes it at Okta",
    load: async () => (await import("./commands/logout.ts")).declareLogout,
  },
  {
    name: "whoami",
    summary: "show who you are, and in which org",
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
  {
    name: "completion",
    summary: "print the completion script for your shell",
    load: async () => (await import("./commands/completion.ts")).declareCompletion,
  },
  {
    name: "complete",
    summary: "suggest what can stand at the cursor, for the completion scripts",
    load: async () => (await import("./commands/completion.ts")).declareComplete,
    isHidden: true,
  },
  {
    name: "check-release",
    summary: "",
    load: async () => (await import("./commands/check-release.ts")).declareCheckRelease,
    isHidden: true,
  },
];

export interface ProgramRun {
  readonly commandLine: CommandLine;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Where a workflow of GitHub Actions is told about the run. */
  readonly gitHub?: GitHub | undefined;
}

/** Runs one command line and gives its exit code; undefined when it was help or the version that it printed. Throws `OktaUnlockError` for whatever fails, wrong usage included. */
export async function runProgram(context: Context, run: ProgramRun): Promise<number | undefined> {
  run.gitHub?.assertReady();
  const session = createSession(context, run);
  const [word, topic] = run.commandLine.words;
  const isHelp = word === "help" && topic !== undefined && topic !== "help";
  const program = await buildProgram(session, run, { first: word === "help" ? topic : word, isHelp });
  const line = readHelpRequest(program, run.commandLine) ?? run.commandLine.args;
  try {
    await program.parseAsync([...line], { from: "user" });
    return session.exitCode;
  } catch (error) {
    if (isQuietExit(error)) return undefined;
    const words = listWords(line);
    const { path } = findCommand(program, words);
    throw await toUsageError(error, { path, rest: words.slice(path.length) });
  }
}

interface NamedCommand {
  /** The word that names it; no command has to have that name. */
  readonly first?: string | undefined;
  /** True for whoever wants to know the other commands as well. */
  readonly keepsOthers?: boolean;
  /** True behind `help`, where the topics stand beside the commands. */
  readonly isHelp?: boolean;
  /** True for the pages and the tests that are made of every command. */
  readonly loadsAll?: boolean;
}

/** Only the command that is named is loaded; the others are a name and a summary for the help. */
export async function buildProgram(session: Session, run: ProgramRun, named: NamedCommand): Promise<Command> {
  const program = new Command("okta-unlock")
    .description(
      "From nothing to a mobile app that signs in with Okta and unlocks with a fingerprint or a face.",
    )
    .version(session.context.version, "-V, --version", "print the version")
    .usage("<command> [options]");
  const setting = { ...run, json: run.commandLine.flags.json };
  applyContract(program, setting);
  program.helpCommand("help [command]", "show help for a command or a topic");
  explain(program, { sections: [topicSection] });
  const declareAll: DeclareAll = async (first) =>
    buildProgram(session, run, { first, keepsOthers: true, isHelp: first === "help" });
  const { first, keepsOthers = false, isHelp = false, loadsAll = false } = named;
  const wanted = commandTable.find(({ name }) => name === first);
  for (const entry of wanted === undefined || keepsOthers ? commandTable : [wanted]) {
    const isLoaded = loadsAll || entry === wanted;
    const command = isLoaded
      ? (await entry.load())(session, declareAll)
      : new Command(entry.name).copyInheritedSettings(program);
    program.addCommand(command.summary(entry.summary), { hidden: entry.isHidden === true });
    // Its help differs from that of the program, so it has to know where it stands.
    if (isLoaded) applyContract(command, setting);
  }
  for (const topic of isHelp ? declareTopics(session) : []) {
    program.addCommand(topic);
    applyContract(topic, setting);
  }
  return program;
}

interface Found {
  readonly command: Command;
  /** Its name, without the program's. */
  readonly path: readonly string[];
}

/** The command that the first of some words name: `apps create` for `apps create native`. */
function findCommand(program: Command, words: readonly string[]): Found {
  let found: Found = { command: program, path: [] };
  for (const word of words) {
    const child = found.command.commands.find(
      (each) => each.name() === word || each.aliases().includes(word),
    );
    if (child === undefined) break;
    found = { command: child, path: [...found.path, child.name()] };
  }
  return found;
}

/**
 * `help apps create` and `apps help create` as `apps create --help`, and `help frob` as `frob`, which is no command;
 * undefined when nobody asks for help in this way. commander shows the help of `apps` for all of them.
 */
function readHelpRequest(program: Command, { args, words }: CommandLine): readonly string[] | undefined {
  const place = words.indexOf("help");
  const before = findCommand(program, words.slice(0, Math.max(place, 0)));
  // Behind a command that does something it is an argument.
  const isArgument = place > 0 && before.command.commands.length === 0;
  if (place === -1 || before.path.length < place || isArgument) return undefined;
  const topics = words.slice(place + 1).filter((word) => word !== "help");
  const { command, path } = findCommand(before.command, topics);
  const isKnown = path.length === topics.length || (path.length > 0 && command.commands.length === 0);
  const flags = args.filter((arg) => arg.startsWith("-"));
  if (place === 0 && isTopic(topics[0]))
    return [...topics.slice(0, 1), ...flags.filter((flag) => flag !== "--help" && flag !== "-h")];
  return [...before.path, ...(isKnown ? [...path, "--help"] : topics), ...flags];
}

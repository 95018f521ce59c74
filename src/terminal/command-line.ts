import { hint, ownCommand, programName, readingFile } from "../hints.ts";
import { toPlainText } from "../values/command-text.ts";
import { type Command, CommanderError, Option } from "commander";
import { OktaUnlockError } from "../errors.ts";
import { guardValues } from "./given-values.ts";
import { globalOptions } from "./global-flags.ts";
import type { Output } from "./output.ts";

interface Setting {
  readonly stdout: Output;
  readonly stderr: Output;
  /** With --json stderr is for one object only. */
  readonly json: boolean;
}

/** Gives a command and all below it the global options, our streams and our way to fail. */
export function applyContract(command: Command, setting: Setting): void {
  const { stdout, stderr, json } = setting;
  command
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(nameInExamples(text)),
      writeErr: (text) => {
        if (!json) stderr.write(text);
      },
      // Said once, by the process edge.
      outputError: () => {},
      getOutHelpWidth: () => stdout.width,
      getErrHelpWidth: () => stderr.width,
      getOutHasColors: () => stdout.colors,
      getErrHasColors: () => stderr.colors,
    })
    .configureHelp({
      styleTitle: (title) => stdout.style.strong(title),
      sortSubcommands: false,
      // Long flags leave little room; commander would rather not wrap at all then.
      minWidthToWrap: 30,
    })
    .addHelpOption(createGlobalOption("-h, --help", "show help for this command"))
    .showSuggestionAfterError();
  for (const [flags, description] of globalOptions) command.addOption(createGlobalOption(flags, description));
  guardValues(command);
  // Without it the flags that all commands have would be taken out of the line first, and leave a gap behind.
  command.enablePositionalOptions();
  if (command.commands.length > 0) command.helpCommand("help [command]", "show help for a command");
  for (const child of command.commands) applyContract(child, setting);
}

/** Examples of the help, a line each, as they work here. */
function nameInExamples(help: string): string {
  return help
    .replaceAll(/^( +)okta-unlock /gmu, (_all, indent: string) => `${indent}${programName()} `)
    .replaceAll(/^( +)(\S.*) < (\S+)$/gmu, (_all, indent: string, line: string, file: string) => {
      return `${indent}${toPlainText(readingFile(line, file))}`;
    });
}

/** Read before commander runs (global-flags.ts); declared here so that commander knows and explains them. */
function createGlobalOption(flags: string, description: string): Option {
  return new Option(flags, description).helpGroup("Everywhere:");
}

/** Help and version leave commander as an error with exit code 0. */
export function isQuietExit(error: unknown): boolean {
  return error instanceof CommanderError && error.exitCode === 0;
}

/** The command that was meant, and the words behind it. */
interface MeantCommand {
  /** Without the program's name. */
  readonly path: readonly string[];
  readonly rest: readonly string[];
}

/** Maps commander's own errors to ours; anything else passes. */
export async function toUsageError(error: unknown, { path, rest }: MeantCommand): Promise<unknown> {
  if (!(error instanceof CommanderError)) return error;
  if (error.code === "commander.unknownCommand") {
    const { explainOtherWord } = await import("./other-words.ts");
    const otherWord = explainOtherWord(path, rest);
    if (otherWord !== undefined) return otherWord;
  }
  if (error.code === "commander.help") return createNoCommandError(path);
  const [what = "", suggestion] = rephrase(error.message.replace(/^error: /u, "")).split("\n");
  return new OktaUnlockError(error.code === "commander.invalidArgument" ? "invalid-value" : "unknown-usage", {
    message: toSentence(what),
    ...(suggestion === undefined ? {} : { why: suggestion.replace(/^\((.*)\)$/u, "$1") }),
    next: nextOf(error.code, path),
  });
}

function nextOf(code: string, path: readonly string[]): string {
  return code === "commander.missingArgument" && path.join(" ") === "run"
    ? `Name the program to run, for example: ${hint("run", { args: ["--", "npm", "test"] })}`
    : `See the help: ${ownCommand([...path, "--help"])}`;
}

/** Says the sentences of commander that read like a log in plain English; every other one stays. */
function rephrase(message: string): string {
  return message
    .replace(/^option '(.+)' argument missing$/u, "option '$1' needs a value")
    .replace(/^option '(.+)' argument '(.*)' is invalid\./u, "option '$1' does not accept '$2'.")
    .replace(
      /^command-argument value '(.*)' is invalid for argument '(.+)'\./u,
      "argument '$2' does not accept '$1'.",
    )
    .replace(/Allowed choices are ([^,.]+)\.$/u, "It can only be $1.")
    .replace(/Allowed choices are ([^.]+)\.$/u, "Choose one of: $1.");
}

function createNoCommandError(words: readonly string[]): OktaUnlockError {
  const isBare = words.length === 0;
  return new OktaUnlockError("unknown-usage", {
    message: isBare ? "No command was given." : `${["okta-unlock", ...words].join(" ")} needs a subcommand.`,
    next: isBare
      ? `Create a project: ${hint("create", { args: ["my-app"] })}`
      : `See the help: ${ownCommand([...words, "--help"])}`,
  });
}

function toSentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return capital.endsWith(".") ? capital : `${capital}.`;
}

import type { CommanderError } from "commander";
import { OktaUnlockError } from "../errors.ts";
import { hint, ownCommand } from "../hints.ts";
import { explainOtherWord } from "./other-words.ts";

/** The command that was meant, and the words behind it. */
export interface MeantCommand {
  /** Without the program's name. */
  readonly path: readonly string[];
  readonly rest: readonly string[];
}

/** What commander refused, in our words, with what to type instead. */
export function explainUsage(error: CommanderError, { path, rest }: MeantCommand): OktaUnlockError {
  if (error.code === "commander.unknownCommand") {
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
    .replace(/Allowed choices are ([^.]+)\.$/u, "Choose one of: $1.")
    .replaceAll(/(?<=^|\s)'(.*?)'(?=[\s.:]|$)/gu, '"$1"');
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

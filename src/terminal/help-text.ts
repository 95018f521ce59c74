import { type Argument, type Command, Help, type Option } from "commander";
import { ownCommand } from "../hints.ts";
import { toPlainText } from "../values/command-text.ts";
import { globalOptions } from "./global-flags.ts";

/** What the help of a command says besides its arguments and flags. */
export interface Explanation {
  /** Command lines that can be typed; a line that begins with `#` says what the next one is for. A test parses each. */
  readonly examples?: readonly string[];
  /** Lists of a term and what it means. */
  readonly sections?: readonly HelpSection[];
  /** Paragraphs, wrapped to the terminal; a line that begins with blanks stays as it is. */
  readonly notes?: string;
}

export interface HelpSection {
  readonly title: string;
  readonly rows: readonly (readonly [term: string, meaning: string])[];
}

const explanations = new WeakMap<Command, Explanation>();

/** Adds examples and notes to the help of a command, and to the pages that are made of all commands. */
export function explain<C extends Command>(command: C, explanation: Explanation): C {
  explanations.set(command, explanation);
  return command;
}

/** What `explain` was told of a command. */
export function explanationOf(command: Command): Explanation {
  return explanations.get(command) ?? {};
}

/** The heading of the options that every command has. */
export const globalHeading = "Global options:";

/** How commander writes the help. The global options are explained once, in the help of the program. */
export const helpConfiguration = {
  sortSubcommands: false,
  // Long flags leave little room; commander would rather not wrap at all then.
  minWidthToWrap: 30,
  visibleOptions: (command: Command): Option[] =>
    command.parent === null
      ? []
      : command.options.filter(
          ({ hidden, helpGroupHeading }) => !hidden && helpGroupHeading !== globalHeading,
        ),
  subcommandTerm: (command: Command): string =>
    [command.name(), ...command.registeredArguments.map(spellArgument)].join(" "),
} satisfies Partial<Help>;

/** `<app...>`, or `[dir]` for one that may be left out. */
function spellArgument(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

interface Room {
  readonly width: number;
  readonly strong: (text: string) => string;
}

/** What follows the options of a command: the examples, the notes, and the way to the global options. */
export function formatExplanation(command: Command, room: Room): string {
  const { examples = [], sections = [], notes } = explanationOf(command);
  const blocks = [
    ...(command.parent === null ? [formatSection(command, listGlobalOptions(command), room)] : []),
    ...sections.map((section) => formatSection(command, section, room)),
    ...(examples.length === 0 ? [] : [[room.strong("Examples:"), ...indent(examples)].join("\n")]),
    ...(notes === undefined ? [] : [wrapLines(command, notes, room)]),
    ...(command.aliases().length === 0 ? [] : [`${room.strong("Aliases:")} ${command.aliases().join(", ")}`]),
    ...(command.parent === null ? [] : [nameGlobalOptions(command, room)]),
  ];
  return blocks.map((block) => `\n${block}`).join("\n");
}

function listGlobalOptions(command: Command): HelpSection {
  const options = new Help()
    .visibleOptions(command)
    .map(({ flags, description }) => [flags, description] as const);
  return { title: globalHeading, rows: options };
}

/** The command is a line of its own, so that a long name of the program is not broken into several. */
function nameGlobalOptions(command: Command, room: Room): string {
  const names = [...globalOptions.map(([flags]) => flags), "-h, --help"].map((flags) =>
    flags.replace(/^.*, /u, ""),
  );
  const list = wrapLines(command, `${globalHeading} ${names.join(", ")}`, room);
  return `${list}\nWhat they do: ${toPlainText(ownCommand(["--help"]))}`;
}

function formatSection(command: Command, { title, rows }: HelpSection, { width, strong }: Room): string {
  const help = prepareHelp(command, width);
  const longest = Math.max(...rows.map(([term]) => term.length));
  return [
    strong(title),
    ...rows.map(([term, meaning]) => help.formatItem(term, longest, meaning, help)),
  ].join("\n");
}

function wrapLines(command: Command, text: string, { width }: Room): string {
  const help = prepareHelp(command, width);
  return text
    .split("\n")
    .map((line) => (line.startsWith(" ") ? line : help.boxWrap(line, width)))
    .join("\n");
}

function prepareHelp(command: Command, helpWidth: number): Help {
  const help = command.createHelp();
  help.prepareContext({ helpWidth });
  return help;
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

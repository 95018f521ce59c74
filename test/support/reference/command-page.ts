import { type Argument, type Command, Help, type Option } from "commander";
import { explanationOf, globalHeading, type HelpSection } from "../../../src/terminal/help-text.ts";

/** What the pages that are made of the commands say of one. */
export interface CommandPage {
  /** `["apps", "create"]`; empty for the program. */
  readonly path: readonly string[];
  /** What follows its name: `[options] <app>`. */
  readonly usage: string;
  readonly summary: string;
  readonly description: string;
  readonly aliases: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly optionGroups: readonly OptionGroup[];
  readonly examples: readonly string[];
  readonly sections: readonly HelpSection[];
  readonly notes: string | undefined;
  readonly children: readonly CommandPage[];
}

/** An argument or an option. */
export interface Parameter {
  /** `<app...>`, `-f, --follow`, `--org <org>`. */
  readonly term: string;
  /** With the choices and the default. */
  readonly description: string;
}

export interface OptionGroup {
  readonly title: string;
  readonly options: readonly Parameter[];
}

/** A command and those below it as plain data, without what help hides. */
export function describeCommand(command: Command, path: readonly string[] = []): CommandPage {
  const help = new Help();
  const { examples = [], sections = [], notes } = explanationOf(command);
  const children = help.visibleCommands(command).filter((child) => child.name() !== "help");
  return {
    path,
    usage: children.length > 0 ? "<command> [options]" : command.usage(),
    summary: command.summary(),
    description: command.description(),
    aliases: command.aliases(),
    parameters: command.registeredArguments.map((argument) => ({
      term: spellArgument(argument),
      description: describeParameter(argument),
    })),
    optionGroups: groupOptions(command),
    examples,
    sections,
    notes,
    children: children.map((child) => describeCommand(child, [...path, child.name()])),
  };
}

/** The page and all those below it, in the order of the help. */
export function listPages(page: CommandPage): readonly CommandPage[] {
  return [page, ...page.children.flatMap(listPages)];
}

/** The options that every command has, as the program declares them. */
export function describeGlobalOptions(program: Command): readonly Parameter[] {
  return new Help().visibleOptions(program).map(describeOption);
}

function groupOptions(command: Command): readonly OptionGroup[] {
  const own = command.options.filter(
    ({ hidden, helpGroupHeading }) => !hidden && helpGroupHeading !== globalHeading,
  );
  const titles = [...new Set(own.map(({ helpGroupHeading }) => helpGroupHeading ?? "Options:"))];
  return titles.map((title) => ({
    title: title.replace(/:$/u, ""),
    options: own
      .filter(({ helpGroupHeading }) => (helpGroupHeading ?? "Options:") === title)
      .map(describeOption),
  }));
}

function describeOption(option: Option): Parameter {
  return { term: option.flags, description: describeParameter(option) };
}

function spellArgument(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function describeParameter(parameter: Argument | Option): string {
  const { description, argChoices, defaultValue } = parameter;
  // What commander gives a `--no-…` is no default of a person's.
  const hasDefault = typeof defaultValue === "string";
  const facts = [
    ...(argChoices === undefined ? [] : [listChoices(argChoices)]),
    ...(hasDefault && argChoices?.length !== 1 ? [`default: ${defaultValue}`] : []),
  ];
  return facts.length === 0 ? description : `${description} (${facts.join("; ")})`;
}

function listChoices(choices: readonly string[]): string {
  return choices.length === 1 ? `only ${choices.join("")}` : `one of ${choices.join(", ")}`;
}

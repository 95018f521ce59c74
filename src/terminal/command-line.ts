import { programName, readingFile } from "../hints.ts";
import { toPlainText } from "../values/command-text.ts";
import { type Command, CommanderError, Option } from "commander";
import { longestLine } from "./columns.ts";
import { guardValues } from "./given-values.ts";
import { globalOptions } from "./global-flags.ts";
import { formatExplanation, globalHeading, helpConfiguration } from "./help-text.ts";
import type { Output } from "./output.ts";
import type { MeantCommand } from "./usage-error.ts";

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
      getOutHelpWidth: () => measureHelp(stdout),
      getErrHelpWidth: () => measureHelp(stderr),
      getOutHasColors: () => stdout.colors,
      getErrHasColors: () => stderr.colors,
    })
    .configureHelp({ ...helpConfiguration, styleTitle: (title) => stdout.style.strong(title) })
    .addHelpText("after", ({ error }) => {
      const output = error ? stderr : stdout;
      return formatExplanation(command, { width: measureHelp(output), strong: output.style.strong });
    })
    .addHelpOption(createGlobalOption("-h, --help", "show help for this command"))
    .showSuggestionAfterError();
  for (const [flags, description] of globalOptions) command.addOption(createGlobalOption(flags, description));
  guardValues(command);
  // Without it the flags that all commands have would be taken out of the line first, and leave a gap behind.
  command.enablePositionalOptions();
  // Help is asked for by `help` before or behind any command; it is a row in the help of the program alone.
  if (command.parent !== null && command.commands.length > 0)
    command.usage("<command> [options]").helpCommand(false);
  for (const child of command.commands) applyContract(child, setting);
}

function measureHelp({ width }: Output): number {
  return Math.min(width, longestLine);
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
  return new Option(flags, description).helpGroup(globalHeading);
}

/** Help and version leave commander as an error with exit code 0. */
export function isQuietExit(error: unknown): boolean {
  return error instanceof CommanderError && error.exitCode === 0;
}

/** Maps commander's own errors to ours; anything else passes. */
export async function toUsageError(error: unknown, meant: MeantCommand): Promise<unknown> {
  if (!(error instanceof CommanderError)) return error;
  const { explainUsage } = await import("./usage-error.ts");
  return explainUsage(error, meant);
}

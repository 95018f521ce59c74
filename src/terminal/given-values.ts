import { Argument, type Command, Option } from "commander";
import { OktaUnlockError } from "../errors.ts";
import { ownCommand } from "../hints.ts";
import { negateSwitch } from "./switches.ts";

/** An option that may be given more than once: its values come as an array. */
class RepeatableOption extends Option {
  override parseArg = <T>(value: string, earlier: T): T =>
    [...((earlier as readonly string[] | undefined) ?? []), value] as T;
}

/** An option that may be given more than once: its values come as an array. */
export function createRepeatableOption(flags: string, description: string): Option {
  return new RepeatableOption(flags, description);
}

/** The command line of another program, in which anything may stand. */
class ForeignArgument extends Argument {}

/**
 * A flag without a value, and the one that takes it back, which help leaves out. Their values are texts, as those of the
 * environment are: `true` and `false`.
 */
export function createSwitchOptions(flag: string, description: string): readonly Option[] {
  return [
    new Option(flag, description).preset("true"),
    new Option(negateSwitch(flag)).preset("false").hideHelp(),
  ];
}

/** An argument that takes the command line of another program as it is. */
export function createForeignArgument(name: string, description: string): Argument {
  return new ForeignArgument(name, description);
}

/**
 * Refuses what commander takes for a value: an empty text, which is what a shell variable that is not set leaves behind, a
 * flag of the same command, and a second value where there is one.
 */
export function guardValues(command: Command): void {
  for (const option of command.options) {
    if (option.required || option.optional) guardOption(command, option);
  }
  for (const argument of command.registeredArguments) {
    if (!(argument instanceof ForeignArgument)) guardArgument(command, argument);
  }
}

function guardOption(command: Command, option: Option): void {
  const { parseArg } = option;
  const name = option.long ?? option.flags;
  option.argParser((value: string, earlier: unknown) => {
    assertValue(command, name, value);
    if (earlier !== undefined && !(option instanceof RepeatableOption)) throw createTwiceError(command, name);
    return parseArg === undefined ? value : parseArg(value, earlier);
  });
}

function guardArgument(command: Command, argument: Argument): void {
  const { parseArg, variadic } = argument;
  const name = argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;
  argument.argParser((value: string, earlier: unknown) => {
    assertValue(command, name, value);
    if (parseArg !== undefined) return parseArg(value, earlier);
    return variadic ? [...((earlier as readonly string[] | undefined) ?? []), value] : value;
  });
}

function assertValue(command: Command, name: string, value: string): void {
  if (value.trim() === "") {
    throw new OktaUnlockError("invalid-value", {
      message: `${name} is empty.`,
      why: "A shell variable that is not set leaves an empty text behind.",
      next: `Give it a value, or leave it out: ${ownCommand([...listNames(command), "--help"])}`,
    });
  }
  if (!command.options.some(({ long, short }) => value === long || value === short)) return;
  throw new OktaUnlockError("invalid-value", {
    message: `${name} needs a value, but ${value} follows, which is a flag.`,
    why: "A shell variable that is not set leaves nothing behind.",
    next: `Give it a value, or leave it out: ${ownCommand([...listNames(command), "--help"])}`,
  });
}

function createTwiceError(command: Command, name: string): OktaUnlockError {
  return new OktaUnlockError("invalid-value", {
    message: `${name} is given twice.`,
    why: "It has one value, and it is not clear which one is meant.",
    next: `Leave one of them out: ${ownCommand([...listNames(command), "--help"])}`,
  });
}

/** `apps`, `create`. */
function listNames(command: Command): readonly string[] {
  return command.parent === null ? [] : [...listNames(command.parent), command.name()];
}

import { ownCommand } from "../hints.ts";
import { countOwnWords } from "../terminal/global-flags.ts";
import { formatFlag, isSwitch, negateSwitch } from "../terminal/switches.ts";

/** What mends one value of a command line. */
export interface Correction {
  /** The flag with its placeholder, `--lock-after <seconds>`, or that of a switch; of an argument the placeholder alone, `<dir>`. */
  readonly flag: string;
  /**
   * The text that was refused: where it stands on the command line it is replaced, and else the flag is added. Without one
   * whatever the flag says there is replaced.
   */
  readonly refused?: string | undefined;
  /** What to give; the placeholder when left out. */
  readonly value?: string | undefined;
}

/**
 * The command line that was typed, with its values corrected: what somebody asked for is not lost in an example. `args` are
 * the arguments after the program's name; what belongs to the program that `run` runs stays.
 */
export function formatCorrected(args: readonly string[], corrections: readonly Correction[]): string {
  const end = countOwnWords(args);
  const corrected = corrections.reduce(correct, args.slice(0, end));
  return ownCommand([...corrected, ...args.slice(end)]);
}

function correct(args: readonly string[], { flag, refused, value }: Correction): readonly string[] {
  if (isSwitch(flag)) return setSwitch(args, flag, value);
  const [, name, placeholder = "<value>"] = /^(--[\w-]+)? ?(<.*>)?$/u.exec(flag) ?? [];
  const wanted = value ?? placeholder.replaceAll("|", " or ");
  const at = findValue(args, name, refused);
  // Nothing is what was answered.
  if (wanted === "" && name !== undefined) return at === -1 ? args : removeFlag(args, at);
  if (at === -1) return [...args, ...(name === undefined ? [] : [name]), wanted];
  const word = args[at]?.startsWith(`${name}=`) === true ? `${name}=${wanted}` : wanted;
  return args.with(at, word);
}

/** A switch is told off as well: a variable may have it on. */
function setSwitch(args: readonly string[], flag: string, value = "true"): readonly string[] {
  const [word = flag] = formatFlag(flag, value);
  const at = args.findIndex((each) => each === flag || each === negateSwitch(flag));
  return at === -1 ? [...args, word] : args.with(at, word);
}

function removeFlag(args: readonly string[], at: number): readonly string[] {
  const isJoined = args[at]?.startsWith("--") === true;
  return args.toSpliced(isJoined ? at : at - 1, isJoined ? 1 : 2);
}

/** Where the value stands: behind its flag, as `--flag=text`, or on its own. */
function findValue(args: readonly string[], name: string | undefined, text: string | undefined): number {
  if (name === undefined) return text === undefined ? -1 : args.indexOf(text);
  return args.findIndex(
    (word, index) =>
      (text === undefined ? word.startsWith(`${name}=`) : word === `${name}=${text}`) ||
      (args[index - 1] === name && (text === undefined || word === text)),
  );
}

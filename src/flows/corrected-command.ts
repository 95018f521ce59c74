import { formatCommand } from "../values/shell-quote.ts";

/** What mends one value of a command line. */
export interface Correction {
  /** The flag with its placeholder, `--lock-after <seconds>`; of an argument the placeholder alone, `<dir>`. */
  readonly flag: string;
  /** The text that was refused, when it was on the command line: it is replaced. Else the flag is added. */
  readonly refused?: string | undefined;
  /** What to give; the placeholder when left out. */
  readonly value?: string | undefined;
}

/**
 * The command line that was typed, with its values corrected: what somebody asked for is not lost in an example. `args` are
 * the arguments after the program's name; what stands behind `--` belongs to another program and stays.
 */
export function formatCorrected(args: readonly string[], corrections: readonly Correction[]): string {
  const end = args.indexOf("--");
  const own = end === -1 ? args : args.slice(0, end);
  const corrected = corrections.reduce(correct, own);
  const words = [...corrected, ...(end === -1 ? [] : args.slice(end))];
  return ["okta-unlock", ...words.map(quote)].join(" ");
}

function correct(args: readonly string[], { flag, refused, value }: Correction): readonly string[] {
  const [, name, placeholder = "<value>"] = /^(--[\w-]+)? ?(<.*>)?$/u.exec(flag) ?? [];
  const wanted = value ?? placeholder.replaceAll("|", " or ");
  const at = refused === undefined ? -1 : findValue(args, name, refused);
  if (at === -1) return name === undefined ? args : [...args, name, wanted];
  const word = args[at]?.startsWith(`${name}=`) === true ? `${name}=${wanted}` : wanted;
  return args.with(at, word);
}

/** Where the text stands: behind its flag, as `--flag=text`, or on its own. */
function findValue(args: readonly string[], name: string | undefined, text: string): number {
  if (name === undefined) return args.indexOf(text);
  return args.findIndex(
    (word, index) => word === `${name}=${text}` || (word === text && args[index - 1] === name),
  );
}

/** A placeholder stays as it is, so that it is seen to be one. */
function quote(word: string): string {
  return /^(?:--[\w-]+=)?<[\w. -]+>$/u.test(word) ? word : formatCommand([word], process.platform);
}

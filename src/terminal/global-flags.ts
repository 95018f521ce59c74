/** The flags that every command has. They are read before commander runs, because its errors must obey them too. */
export interface GlobalFlags {
  readonly json: boolean;
  readonly yes: boolean;
  readonly noInput: boolean;
  readonly verbose: boolean;
  /** False after --no-color. */
  readonly color: boolean;
  /** --github-output, --no-github-output, or neither. */
  readonly githubOutput: boolean | undefined;
}

/** Each as commander declares it, with its explanation. */
export const globalOptions = [
  ["-y, --yes", "accept the defaults and ask nothing"],
  ["--no-input", "never ask; fail when something is missing"],
  ["--json", "print one JSON object on stdout, errors as one on stderr"],
  ["--verbose", "print traces on stderr"],
  ["--no-color", "print without colors"],
  ["--no-github-output", "report nothing to GitHub Actions"],
] as const;

/** The arguments of a run, read once. */
export interface CommandLine {
  /** As given, after the program's name. */
  readonly args: readonly string[];
  readonly flags: GlobalFlags;
  /** The arguments that are no flags: the command's name comes first. */
  readonly words: readonly string[];
}

/** Reads what has to be known before commander runs. */
export function readCommandLine(args: readonly string[]): CommandLine {
  return { args, flags: readFlags(args), words: listWords(args) };
}

/** The arguments that are no flags. */
export function listWords(args: readonly string[]): readonly string[] {
  return args.filter((arg) => !arg.startsWith("-"));
}

function readFlags(args: readonly string[]): GlobalFlags {
  const own = new Set(args.slice(0, countOwnWords(args)));
  return {
    json: own.has("--json"),
    yes: own.has("--yes") || own.has("-y"),
    noInput: own.has("--no-input"),
    verbose: own.has("--verbose"),
    color: !own.has("--no-color"),
    githubOutput: own.has("--no-github-output") ? false : own.has("--github-output") || undefined,
  };
}

/** The flags of `run` that take no value. A test compares them with the real ones. */
export const runSwitches: readonly string[] = [
  ...globalOptions.flatMap(([flags]) => flags.split(", ")),
  "--help",
  "--pass-credentials",
  "--implicit-assignment",
];

/**
 * How many of the arguments are ours: those before `--`, and of `run` those before the program that it runs. PowerShell takes
 * the first `--` of a script's arguments away, and npm starts us there by such a script: https://github.com/npm/cli/issues/4903.
 */
export function countOwnWords(args: readonly string[]): number {
  const end = args.indexOf("--");
  const before = end === -1 ? args : args.slice(0, end);
  const command = before.findIndex((arg) => !isFlag(arg));
  if (before[command] !== "run") return before.length;
  const program = findProgram(before, command + 1);
  return program === -1 ? before.length : program;
}

function findProgram(args: readonly string[], from: number): number {
  return args.findIndex((arg, index) => index >= from && !isFlag(arg) && !isValue(args, index, from));
}

/** True for what stands behind a flag that takes a value. */
function isValue(args: readonly string[], index: number, from: number): boolean {
  const before = args[index - 1] ?? "";
  return index > from && /^--[^=]+$/u.test(before) && !runSwitches.includes(before);
}

function isFlag(arg: string): boolean {
  return arg.length > 1 && arg.startsWith("-");
}

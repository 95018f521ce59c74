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
  ["--no-github-output", "don't report to GitHub Actions: no outputs, summary, masks or annotations"],
] as const;

/** The arguments of a run, read once. */
export interface CommandLine {
  /** As given, after the program's name. */
  readonly args: readonly string[];
  readonly flags: GlobalFlags;
  /** The arguments that are no flags: the command's name comes first. */
  readonly words: readonly string[];
}

/** Reads what has to be known before commander runs. Whatever follows `--` belongs to another program. */
export function readCommandLine(args: readonly string[]): CommandLine {
  return { args, flags: readFlags(args), words: listWords(args) };
}

/** The arguments that are no flags. */
export function listWords(args: readonly string[]): readonly string[] {
  return args.filter((arg) => !arg.startsWith("-"));
}

function readFlags(args: readonly string[]): GlobalFlags {
  const end = args.indexOf("--");
  const own = new Set(end === -1 ? args : args.slice(0, end));
  return {
    json: own.has("--json"),
    yes: own.has("--yes") || own.has("-y"),
    noInput: own.has("--no-input"),
    verbose: own.has("--verbose"),
    color: !own.has("--no-color"),
    githubOutput: own.has("--no-github-output") ? false : own.has("--github-output") || undefined,
  };
}

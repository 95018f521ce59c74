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

/** Reads the global flags out of the arguments; whatever follows `--` belongs to another program. */
export function readGlobalFlags(args: readonly string[]): GlobalFlags {
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

/**
 * One argument of a command line that a person can paste: for a POSIX shell, or for PowerShell on Windows. Both take
 * single quotes literally; they differ in how a single quote is written inside.
 */
function quoteArgument(argument: string, platform: NodeJS.Platform): string {
  if (/^[\w@%+=:,./-]+$/u.test(argument)) return argument;
  return `'${argument.replaceAll("'", platform === "win32" ? "''" : String.raw`'\''`)}'`;
}

/** A whole command line. */
export function formatCommand(args: readonly string[], platform: NodeJS.Platform): string {
  return args.map((argument) => quoteArgument(argument, platform)).join(" ");
}

import { hasControls } from "./controls.ts";

/** What no shell reads as anything but itself. */
const plain: Readonly<Record<"posix" | "windows" | "windowsFolder", RegExp>> = {
  posix: /^[\w@%+:,./-][\w@%+=:,./-]*$/u,
  // cmd expands %NAME%; PowerShell takes a comma for a list and @name for the arguments of a splat.
  windows: /^[\w+:./-][\w+=:./-]*$/u,
  // Only where quotes are no way: Git Bash takes a bare backslash away.
  windowsFolder: /^[\w+:./\\-]+\\$/u,
};

/** What cmd obeys between single quotes, which it does not know. */
const obeyedByCmd = /[&|<>^%"]/u;

/**
 * A value that is safe to paste as one argument: for a POSIX shell, or on Windows for cmd and PowerShell both. Undefined when
 * there is no such form: a shell would obey a part of it, or it can't be shown as it is.
 */
export function quoteArgument(argument: string, platform: NodeJS.Platform): string | undefined {
  if (hasControls(argument)) return undefined;
  return platform === "win32" ? quoteForWindows(argument) : quoteForPosix(argument);
}

function quoteForPosix(argument: string): string {
  if (plain.posix.test(argument)) return argument;
  return `'${argument.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * Both shells know double quotes; inside them PowerShell obeys `$` and a backtick, and a backslash at the end would escape the
 * quote. Only PowerShell knows single quotes, and takes typographic ones for them, too.
 */
function quoteForWindows(argument: string): string | undefined {
  if (plain.windows.test(argument)) return argument;
  if (!/["$`%\u201C-\u201E]|\\$/u.test(argument)) return `"${argument}"`;
  if (plain.windowsFolder.test(argument)) return argument;
  // PowerShell 5 puts what has a blank between quotes of its own, and that backslash would escape the last.
  if (obeyedByCmd.test(argument) || /\s[^]*\\$/u.test(argument)) return undefined;
  return `'${argument.replaceAll(/['\u2018-\u201B]/gu, "$&$&")}'`;
}

/** A whole command line. An argument that can't be quoted safely becomes a placeholder. */
export function formatCommand(args: readonly string[], platform: NodeJS.Platform): string {
  return args.map((argument) => quoteArgument(argument, platform) ?? "<value>").join(" ");
}

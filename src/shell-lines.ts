import { hint, isPosixShell, shellCommand } from "./hints.ts";
import { markCommand } from "./values/command-text.ts";

/** The line that removes an environment variable from the shell. */
export function unsetVariable(name: string): string {
  if (isPosixShell()) return markCommand(`unset ${name}`);
  return `${markCommand(`Remove-Item Env:${name}`)} (in cmd: ${markCommand(`set "${name}="`)})`;
}

/** Two command lines, the second when the first went well. PowerShell 5 has no `&&`, and cmd no `;`. */
export function inTurn(first: string, second: string): string {
  if (isPosixShell()) return markCommand(`${first} && ${second}`);
  return `${markCommand(first)}, then ${markCommand(second)}`;
}

/** The command line that shows what a file is; PowerShell and cmd have `dir` both. */
export function listFile(path: string): string {
  return isPosixShell() ? shellCommand("ls", "-l", path) : shellCommand("dir", path);
}

/** The command line that removes a file. */
export function removeFile(path: string): string {
  return shellCommand(isPosixShell() ? "rm" : "del", path);
}

/** How to remove a folder with all that is in it: in words where PowerShell and cmd have no command in common. */
export function removeFolder(path: string): string {
  return isPosixShell() ? shellCommand("rm", "-r", path) : `delete the folder ${path}`;
}

/** The command line that gives a file another name. */
export function renameFile(path: string, to: string): string {
  return shellCommand(isPosixShell() ? "mv" : "move", path, to);
}

/** The command line that puts a copy of a file in the place of another. */
export function copyFile(path: string, to: string): string {
  return shellCommand(isPosixShell() ? "cp" : "copy", path, to);
}

/** How to make a file readable for its owner, and for nobody else. */
export function makePrivate(path: string): string {
  return process.platform === "win32"
    ? "let only your own account read it, in Properties > Security"
    : shellCommand("chmod", "600", path);
}

/** The command line that asks a server. In PowerShell 5 `curl` is another command. */
export function askServer(...words: readonly string[]): string {
  return shellCommand(process.platform === "win32" ? "curl.exe" : "curl", ...words);
}

/** How `run` starts a shell, for those who want the syntax of one. */
export function startShell(): string {
  const shell = isPosixShell() ? ["sh", "-c"] : ["cmd", "/d", "/c"];
  const line = isPosixShell() ? "'<command line>'" : '"<command line>"';
  return markCommand(`${hint("run", { args: ["--", ...shell] })} ${line}`);
}

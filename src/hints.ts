import { markCommand } from "./values/command-text.ts";
import { quoteArgument } from "./values/shell-quote.ts";

let findName = (): string => "okta-unlock";

/** How a person starts this program, in whatever way it was started now; asked when the first command is printed. */
export function nameProgram(find: () => string): void {
  let name: string | undefined;
  findName = () => (name ??= find());
}

/** How a person starts this program: `okta-unlock`, `npx okta-unlock`, `node ~/src/okta-unlock/bin/okta-unlock.js`. */
export function programName(): string {
  return findName();
}

/** The commands that messages name, each with the flags that they name of it. A test compares them with the real commands. */
const hints = {
  create: ["org", "dry-run", "platform", "template", "issuer", "client-id", "name", "yes"],
  update: ["answers", "restore", "dry-run", "help"],
  register: ["org", "name", "local", "first-name", "last-name", "email", "country", "with-token"],
  login: [
    "org",
    "name",
    "client-id",
    "private-key",
    "key-id",
    "scopes",
    "with-token",
    "bootstrap",
    "insecure-storage",
  ],
  logout: ["org"],
  whoami: ["org"],
  "orgs list": [],
  "orgs use": [],
  "orgs remove": [],
  "apps create": ["org", "name", "redirect-uri", "write-env"],
  "apps list": ["org"],
  "apps show": ["org"],
  "apps update": [
    "org",
    "assign",
    "sign-on-policy",
    "add-redirect-uri",
    "add-post-logout-redirect-uri",
    "help",
  ],
  "apps delete": ["only-policy", "org", "yes"],
  "apps prune": ["older-than", "org", "dry-run"],
  run: ["org", "write-env"],
  doctor: [
    "issuer",
    "client-id",
    "redirect-uri",
    "post-logout-redirect-uri",
    "scopes",
    "org",
    "fix",
    "device-grant",
  ],
  logs: ["app", "all", "since", "limit", "follow", "org"],
  open: ["app", "org"],
  "samples build": ["out", "platform", "guide", "issuer", "client-id"],
  "samples check": ["out"],
  "local start": ["host", "expose-to-network", "port", "rate-limit", "data-dir", "fault"],
  "local status": ["data-dir"],
  "local trust": ["remove", "apply", "data-dir", "yes"],
  "local reset": ["data-dir", "yes"],
  "local faults add": ["data-dir"],
  "template check": [],
  "template eject": [],
} as const;

type HintedCommand = keyof typeof hints;

/** What stands behind the command: arguments and flags; an undefined flag is left out, a list is repeated. */
type HintParts<C extends HintedCommand> = { readonly args?: readonly string[] } & {
  readonly [F in (typeof hints)[C][number]]?: string | readonly string[] | true | undefined;
};

/**
 * The command line to run next, as a person can paste it: `okta-unlock apps show 0oa1 --org acme`. Values are quoted for the
 * shell; a placeholder such as `<id>` stays as it is, and a value that can't be quoted safely becomes one.
 */
export function hint<C extends HintedCommand>(command: C, wanted: HintParts<C> = {}): string {
  const { args = [], ...flags } = wanted as Record<string, unknown> & { readonly args?: readonly string[] };
  const words = Object.entries(flags).flatMap(([name, value]) => spell(name, value));
  const rest = args.map((arg) => quote(arg, "value"));
  // What follows `--` belongs to another program.
  const parts = args.includes("--") ? [...words, ...rest] : [...rest, ...words];
  return markCommand([findName(), command, ...parts].join(" "));
}

/** A command line of ours in the words that a person typed: `apps create --help`. */
export function ownCommand(words: readonly string[]): string {
  return markCommand([findName(), ...words.map((word) => quote(word, "value"))].join(" "));
}

/** A command line of another program, quoted for the shell. `<file>` and its kind stay as they are. */
export function shellCommand(...words: readonly string[]): string {
  return markCommand(words.map((word) => quote(word, "value")).join(" "));
}

/** The line that sets an environment variable in the shell; on Windows two, because PowerShell and cmd have none in common. */
export function setVariable(name: string, value: string): string {
  const quoted = quote(value, "value");
  if (isPosixShell()) return markCommand(`export ${name}=${quoted}`);
  const inPowerShell = markCommand(`$env:${name}=${/^["']/u.test(quoted) ? quoted : `"${quoted}"`}`);
  const inCmd = markCommand(`set "${name}=${quoted.replaceAll(/^["']|["']$/gu, "")}"`);
  return quoted.startsWith("'") ? `${inPowerShell} (PowerShell)` : `${inPowerShell} (in cmd: ${inCmd})`;
}

/** A command line that reads the file `name` from stdin. PowerShell has no `<`. */
export function readingFile(command: string, name: string): string {
  const file = quote(name, "file");
  return markCommand(isPosixShell() ? `${command} < ${file}` : `type ${file} | ${command}`);
}

/** The commands and flags of `hint`, for the test. */
export const hintedCommands: Readonly<Record<string, readonly string[]>> = hints;

function spell(name: string, value: unknown): string[] {
  if (value === undefined) return [];
  if (value === true) return [`--${name}`];
  return (Array.isArray(value) ? value : [value]).flatMap((each) => [`--${name}`, quote(String(each), name)]);
}

/** `what` names the placeholder of a value that has no safe form. */
function quote(word: string, what: string): string {
  if (/^(?:https:\/\/|--[\w-]+=)?<[a-z]+(?:[ .-][a-z]+)*>$/u.test(word)) return word;
  return quoteArgument(word, isPosixShell() ? "linux" : "win32") ?? `<${what}>`;
}

/** On Windows Git Bash says itself that it is there; PowerShell and cmd can't be told apart, and what is printed suits both. */
export function isPosixShell(): boolean {
  return process.platform !== "win32" || Boolean(process.env["MSYSTEM"]);
}

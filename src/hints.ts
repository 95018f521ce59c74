import { formatCommand } from "./values/shell-quote.ts";

/** The commands that messages name, each with the flags that they name of it. A test compares them with the real commands. */
const hints = {
  create: ["org", "dry-run", "platform", "issuer", "client-id"],
  register: ["org", "name", "local"],
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
  "apps create": [],
  "apps list": ["org"],
  "apps show": ["org"],
  "apps update": ["org", "assign", "sign-on-policy", "help"],
  "apps delete": ["only-policy", "org", "yes"],
  "apps prune": ["older-than", "org", "dry-run"],
  run: [],
  "local start": ["host", "expose-to-network", "port", "rate-limit", "data-dir"],
  "local status": ["data-dir"],
  "local trust": ["remove", "apply", "data-dir"],
  "local reset": ["data-dir", "yes"],
  "local faults add": [],
} as const;

type HintedCommand = keyof typeof hints;

/** What stands behind the command: arguments and flags; an undefined flag is left out, a list is repeated. */
type HintParts<C extends HintedCommand> = { readonly args?: readonly string[] } & {
  readonly [F in (typeof hints)[C][number]]?: string | readonly string[] | true | undefined;
};

/**
 * The command line to run next, as a person can paste it: `okta-unlock apps show 0oa1 --org acme`. Values are quoted for the
 * shell; a placeholder such as `<id>` stays as it is.
 */
export function hint<C extends HintedCommand>(command: C, parts: HintParts<C> = {}): string {
  const { args = [], ...flags } = parts as Record<string, unknown> & { readonly args?: readonly string[] };
  const words = Object.entries(flags).flatMap(([name, value]) => spell(`--${name}`, value));
  return ["okta-unlock", command, ...[...args, ...words].map(quote)].join(" ");
}

/** The commands and flags of `hint`, for the test. */
export const hintedCommands: Readonly<Record<string, readonly string[]>> = hints;

function spell(flag: string, value: unknown): string[] {
  if (value === undefined) return [];
  if (value === true) return [flag];
  return (Array.isArray(value) ? value : [value]).flatMap((each) => [flag, String(each)]);
}

function quote(word: string): string {
  return /^[\w:/]*<[\w. -]+>$/u.test(word) ? word : formatCommand([word], process.platform);
}

import { OktaUnlockError } from "../errors.ts";
import { hint, ownCommand } from "../hints.ts";

/** What people type for a command because other tools call it so, by the command that it would stand below. */
const otherWords: Readonly<Record<string, Readonly<Record<string, HintedCommand>>>> = {
  "": {
    init: "create",
    new: "create",
    generate: "create",
    scaffold: "create",
    start: "local start",
    serve: "local start",
    status: "local status",
    trust: "local trust",
    signup: "register",
    "sign-up": "register",
    signin: "login",
    "sign-in": "login",
    auth: "login",
    configure: "login",
    signout: "logout",
    "sign-out": "logout",
    me: "whoami",
    profiles: "orgs list",
    use: "orgs use",
    switch: "orgs use",
    list: "apps list",
    ls: "apps list",
    show: "apps show",
    update: "apps update",
    delete: "apps delete",
    remove: "apps delete",
    rm: "apps delete",
    destroy: "apps delete",
    prune: "apps prune",
    exec: "run",
  },
  apps: {
    new: "apps create",
    add: "apps create",
    register: "apps create",
    get: "apps show",
    describe: "apps show",
    info: "apps show",
    view: "apps show",
    edit: "apps update",
    set: "apps update",
    change: "apps update",
    clean: "apps prune",
    cleanup: "apps prune",
  },
  orgs: {
    add: "login",
    create: "register",
    new: "register",
    current: "whoami",
    show: "whoami",
    select: "orgs use",
    set: "orgs use",
    switch: "orgs use",
  },
  local: {
    up: "local start",
    run: "local start",
    serve: "local start",
    info: "local status",
    show: "local status",
    clear: "local reset",
    delete: "local reset",
    destroy: "local reset",
    remove: "local reset",
    rm: "local reset",
  },
};

type HintedCommand = Parameters<typeof hint>[0];

/** The local org has no command that ends it: it ends with the one that runs it. */
const ending = ["down", "end", "quit", "stop"];

/**
 * The error for a word that is no command, when it is known what was meant. `path` are the words before it, `rest` those
 * behind it.
 */
export function explainOtherWord(
  path: readonly string[],
  [word = "", ...rest]: readonly string[],
): OktaUnlockError | undefined {
  const parent = path.join(" ");
  const meant = otherWords[parent]?.[word.toLowerCase()];
  if (meant !== undefined) return createError(word, `Did you mean ${meant}?`, `Run: ${hint(meant)}`);
  if (parent === "local" && ending.includes(word)) {
    const why = "The local org runs as long as local start does.";
    return createError(word, why, "Press Ctrl-C in the terminal in which it runs.");
  }
  if (parent !== "") return undefined;
  if (word === "version")
    return createError(word, "The version is a flag.", `Run: ${ownCommand(["--version"])}`);
  if (word !== "okta" && word !== "okta-unlock") return undefined;
  const words = rest.filter((each) => /^[\w-]+$/u.test(each));
  return createError(word, "The command comes first.", `Leave it out: ${ownCommand(words)}`);
}

function createError(word: string, why: string, next: string): OktaUnlockError {
  return new OktaUnlockError("unknown-usage", { message: `Unknown command '${word}'.`, why, next });
}

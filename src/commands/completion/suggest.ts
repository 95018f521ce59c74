import { type Argument, type Command, Help, type Option } from "commander";

/** Gives the commands as far as they are needed: the one that a first word names with all its flags. */
export type DeclareAll = (first: string | undefined) => Promise<Command>;

/** One thing that can stand where the cursor is. */
export interface Suggestion {
  readonly value: string;
  readonly description?: string | undefined;
}

/** What the shell is to offer: values of ours, or names from the disk. */
export type Wanted =
  | { readonly kind: "values"; readonly values: readonly Suggestion[] }
  | { readonly kind: "files" | "folders" }
  /** Known only at run time, for a flag or an argument; `org` is that of the line. */
  | { readonly kind: "lookup"; readonly source: LookupSource; readonly org: string | undefined };

interface Place {
  readonly command: Command;
  /** How many arguments of the command stand before the cursor. */
  readonly argumentCount: number;
  readonly used: ReadonlySet<string>;
  /** The flag whose value is being typed. */
  readonly option?: Option;
  readonly org?: string;
}

/** Placeholders of values that are names on the disk. */
const onDisk: Readonly<Record<string, "files" | "folders">> = {
  path: "files",
  file: "files",
  folder: "folders",
  dir: "folders",
};

/** Where values come from that are known only at run time, by the flag or argument that takes them. */
const lookups = {
  "--org": "profiles",
  profile: "profiles",
  app: "apps",
  "--app": "apps",
  "--platform": "platforms",
  platform: "platforms",
} as const;

export type LookupSource = (typeof lookups)[keyof typeof lookups];

/**
 * What can stand at the cursor. `words` are those of the line after the program's name; the last one is being typed. bash takes
 * `--org=acme` and `https://acme.okta.com` apart into three words each.
 */
export function suggest(program: Command, words: readonly string[]): Wanted {
  return suggestFor(program, joinColons(words));
}

function joinColons(words: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const [index, word] of words.entries()) {
    const isBehind = word === ":" || words[index - 1] === ":";
    if (isBehind && joined.length > 0) joined.push(`${joined.pop()}${word}`);
    else joined.push(word);
  }
  return joined;
}

function suggestFor(program: Command, words: readonly string[]): Wanted {
  const before = words.slice(0, -1);
  const current = words.at(-1) ?? "";
  const joined = readJoined(program, before, current);
  if (joined !== undefined) return joined;
  const place = findPlace(program, before.at(-1) === "=" ? before.slice(0, -1) : before);
  if (place.option !== undefined) return narrow(suggestValue(place.option, place), current);
  if (current.startsWith("-")) return listFlags(place, current);
  const commands = place.command.createHelp().visibleCommands(place.command);
  if (commands.length > 0) return match(commands.map(describeCommand), current);
  const { registeredArguments } = place.command;
  const last = registeredArguments.at(-1);
  const argument = registeredArguments[place.argumentCount] ?? (last?.variadic === true ? last : undefined);
  if (argument === undefined) return listFlags(place, current);
  return narrow(suggestValue(argument, place), current);
}

/** `--org=ac`, in one word: the value with its flag before it. `=` alone, and what follows it, is bash's. */
function readJoined(program: Command, before: readonly string[], current: string): Wanted | undefined {
  const [, flag, text] = /^(--[^=]+)=(.*)$/u.exec(current) ?? [];
  if (flag !== undefined && text !== undefined) {
    const wanted = suggest(program, [...before, flag, text]);
    if (wanted.kind !== "values") return wanted;
    return { kind: "values", values: joinFlag(`${flag}=`, wanted.values) };
  }
  return current === "=" ? suggest(program, [...before, ""]) : undefined;
}

/** The values as one word with their flag: `--platform=ios`. */
export function joinFlag(flag: string, values: readonly Suggestion[]): readonly Suggestion[] {
  return values.map(({ value, description }) => ({ value: `${flag}${value}`, description }));
}

/** Walks along the words: into commands, past flags and their values. */
function findPlace(program: Command, words: readonly string[]): Place {
  let command = program;
  let argumentCount = 0;
  let option: Option | undefined;
  let org: string | undefined;
  const used = new Set<string>();
  for (const word of words) {
    if (option !== undefined && word === "=") continue;
    if (option !== undefined) {
      if (option.long === "--org") org = word;
      option = undefined;
    } else if (word.startsWith("-")) {
      const [name = word, value] = word.split("=", 2);
      const found = command.options.find(({ long, short }) => long === name || short === name);
      used.add(found?.long ?? name);
      if (found?.long === "--org" && value !== undefined) org = value;
      if (found !== undefined && takesValue(found) && value === undefined) option = found;
    } else {
      const child = command.commands.find((each) => each.name() === word || each.aliases().includes(word));
      if (child === undefined) argumentCount += 1;
      else command = child;
    }
  }
  return { command, argumentCount, used, ...(option && { option }), ...(org !== undefined && { org }) };
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

/** `org` of `--org <org>`. */
function placeholderOf({ flags }: Option): string {
  return /[<[]([^>\]]+)[>\]]/u.exec(flags)?.[1] ?? "";
}

function suggestValue(taken: Option | Argument, { org }: Place): Wanted {
  const { argChoices } = taken;
  if (argChoices !== undefined) return { kind: "values", values: argChoices.map((value) => ({ value })) };
  const [name, placeholder] =
    "flags" in taken ? [taken.long ?? "", placeholderOf(taken)] : [taken.name(), taken.name()];
  const source = Object.hasOwn(lookups, name) ? lookups[name as keyof typeof lookups] : undefined;
  if (source !== undefined) return { kind: "lookup", source, org };
  const kind = onDisk[placeholder];
  return kind === undefined ? { kind: "values", values: [] } : { kind };
}

/** The flags that are not there yet; those that may be given again stay. */
function listFlags({ command, used }: Place, current: string): Wanted {
  // Not as the command's own help has them: that leaves out the global ones.
  const flags = new Help()
    .visibleOptions(command)
    .filter(({ long }) => long !== undefined && !used.has(long))
    .map(({ long, description }) => ({ value: long ?? "", description }));
  return match(flags, current);
}

function describeCommand(command: Command): Suggestion {
  return { value: command.name(), description: command.summary() || command.description() };
}

function narrow(wanted: Wanted, current: string): Wanted {
  return wanted.kind === "values" ? match(wanted.values, current) : wanted;
}

function match(values: readonly Suggestion[], current: string): Wanted {
  return { kind: "values", values: values.filter(({ value }) => value.startsWith(current)) };
}

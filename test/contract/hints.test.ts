import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { parseSync } from "oxc-parser";
import { expect, test } from "vitest";
import { hint, hintedCommands } from "../../src/hints.ts";
import { commandTable } from "../../src/program.ts";
import { explanationOf } from "../../src/terminal/help-text.ts";
import { toPlainText } from "../../src/values/command-text.ts";
import { declareEveryCommand, listVerbs, parseLine } from "../support/command-tree.ts";

const source = join(import.meta.dirname, "../../src");
const program = await declareEveryCommand();

test.each(Object.entries(hintedCommands))(
  "%s, which messages name, is a command and has the flags that they name",
  (line, flags) => {
    const { command, rest } = follow(line.split(" "));
    expect(rest).toEqual([]);
    expect(command.commands).toEqual([]);
    expect(flags.filter((flag) => !knows(command, `--${flag}`))).toEqual([]);
  },
);

test("every command line in a text of the source names a command, and flags that it has", async () => {
  const lines = readLines();
  expect(await findAllFaults(lines)).toEqual([]);
});

test("every command line in the README and the docs names a command, and flags that it has", async () => {
  const root = join(source, "..");
  const docs = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
  const lines = ["README.md", ...docs.map((name) => join("docs", name))].flatMap((file) =>
    listDocumentedLines(readFileSync(join(root, file), "utf8")).map((line) => ({ file, line })),
  );
  expect(lines.length).toBeGreaterThan(60);
  expect(await findAllFaults(lines)).toEqual([]);
});

test("every example of the help can be typed: its arguments, choices and flags are what the command takes", async () => {
  const examples = listVerbs(program).flatMap(({ line, command }) =>
    (explanationOf(command).examples ?? [])
      .filter((each) => !each.startsWith("#"))
      .map((each): WrittenLine => ({ file: `${line} --help`, line: each, isWhole: true })),
  );
  expect(examples.length).toBeGreaterThan(60);
  expect(await findAllFaults(examples)).toEqual([]);
});

test.each([
  "okta-unlock frob",
  "okta-unlock create --frob",
  "okta-unlock create one two",
  "okta-unlock apps show",
  "okta-unlock apps list --org",
  "okta-unlock apps show My App",
  "okta-unlock local trust tv",
  "okta-unlock update --conflicts none",
])("the search for faults finds the one of %s", async (line) => {
  expect(await findAllFaults([{ file: "", line, isWhole: true }])).toHaveLength(1);
});

/** Those in blocks and spans of code, without what stands around them: a comment, a pipe, how it is started. */
function listDocumentedLines(page: string): readonly string[] {
  const blocks = page.match(/^```(?:sh|yaml|console)\n[^]*?^```/gmu) ?? [];
  const spans = page.match(/`okta-unlock [^`\n]+`/gu) ?? [];
  return [...blocks, ...spans].flatMap((code) =>
    [...code.matchAll(/okta-unlock(?:\.js|@[\d.]+)? ([a-z-][^\n#|<;`]*)/gu)].map(
      ([, words = ""]) => `okta-unlock ${words.trim()}`,
    ),
  );
}

/** The examples of the help, whose name the help fills in; and the local org, a package of its own without hints. */
const ownLines =
  /^(?:commands\/(?:apps|completion|create\/command|doctor|local|login|logout|logs|open|orgs|register|run|template|samples|update\/command|whoami)\.ts|local-org\/)/u;

/** What names who made something, and is no line to run: the mark of a file, an account of the keyring. And what a README is to hold on every system. */
const names = [
  "commands/run-action.ts: okta-unlock run",
  "flows/register/by-protocol.ts: okta-unlock register",
  "samples/sample-app.ts: okta-unlock create my-app --platform",
];

test("a command line of ours comes from hint: nowhere does a text spell it", () => {
  const lines = readLines();
  const spelled = lines
    .filter(({ file }) => !ownLines.test(file))
    .map(({ file, line }) => `${file}: ${line}`);
  expect(spelled.filter((line) => !names.includes(line))).toEqual([]);
  expect(lines.length).toBeGreaterThan(10);
});

test("a command of another program comes from shellCommand or setVariable, which quote what stands in it", () => {
  const pattern = /(?:: |or |&& |then )(?:cd|chmod|curl|export|git|ls|mv|npm|npx|rm|xcrun) (?:[^ ]|$)/u;
  const texts = listTexts().filter(({ file, text }) => !file.startsWith("local-org/") && pattern.test(text));
  expect(texts).toEqual([]);
});

/** The words of a POSIX shell that Windows does not have. */
const posixWords =
  /(?:^|[\s`'"(])(?:export|unset|chmod|mv|rm|ls|cat|sh -c) (?=[A-Z$~/.<{-]|$)|(?:^| )&& |\$\(| < [a-z]|\$[A-Z][A-Z_]{2}/u;

/** The examples of the help, which are made ready for the shell as they are printed; and a line beside the one for Windows. */
const madeReady =
  /^commands\/(?:login|register)\.ts: okta-unlock .* < token\.txt$|^commands\/run\.ts: okta-unlock |^commands\/local\/trust\/computer\.ts: unset $/u;

test("no message holds words of a POSIX shell but those that are written for such a shell", () => {
  const texts = listTexts().filter(
    ({ file, text }) => !["hints.ts", "shell-lines.ts"].includes(file) && posixWords.test(text),
  );
  const found = texts.map(({ file, text }) => `${file}: ${text}`);
  expect(found.filter((line) => !madeReady.test(line))).toEqual([]);
});

test.skipIf(process.platform === "win32").each([
  [hint("apps list"), "okta-unlock apps list"],
  [
    hint("login", { org: "https://acme.okta.com", name: undefined }),
    "okta-unlock login --org https://acme.okta.com",
  ],
  [
    hint("apps delete", { args: ["0oa1", "0oa2"], "only-policy": true, org: "my org" }),
    "okta-unlock apps delete 0oa1 0oa2 --only-policy --org 'my org'",
  ],
  [
    hint("apps update", { args: ["0oa1"], assign: ["group:a", "group:b c"] }),
    "okta-unlock apps update 0oa1 --assign group:a --assign 'group:b c'",
  ],
  [
    hint("login", { org: "<url>", "private-key": "<key.pem>" }),
    "okta-unlock login --org <url> --private-key <key.pem>",
  ],
  [hint("login", { name: "$(rm -rf .)" }), "okta-unlock login --name '$(rm -rf .)'"],
  [hint("run", { org: "local", args: ["--", "npm", "test"] }), "okta-unlock run --org local -- npm test"],
  [hint("apps show", { args: ["a\u009Bb"], org: "a\nb" }), "okta-unlock apps show <value> --org <org>"],
])("a hint is a line to paste: %s", (line, expected) => {
  expect(toPlainText(line)).toBe(expected);
});

interface WrittenLine {
  readonly file: string;
  readonly line: string;
  /** It can be typed as it is, so its arguments and the values of its flags have to be right too. */
  readonly isWhole?: true;
}

async function findAllFaults(lines: readonly WrittenLine[]): Promise<string[]> {
  const faults: string[] = [];
  for (const line of lines) faults.push(...(await findFaults(line)));
  return faults;
}

async function findFaults({ file, line, isWhole }: WrittenLine): Promise<string[]> {
  const { command, rest } = follow(line.split(/\s+/u).slice(1));
  const isUnknown = command === program || (command.commands.length > 0 && /^[a-z]+$/u.test(rest[0] ?? ""));
  const own = rest.slice(0, rest.indexOf("--") === -1 ? undefined : rest.indexOf("--"));
  const flags = own.flatMap((word) => /^--[a-z-]+/u.exec(word) ?? []).filter((flag) => !knows(command, flag));
  if (isUnknown || flags.length > 0) return [`${file}: ${line}`];
  const outcome = isWhole === true ? await parseLine(program, splitWords(line).slice(1)) : "ran";
  return outcome === "ran" ? [] : [`${file}: ${line}: ${String(outcome)}`];
}

/** As a shell does, without what it redirects. */
function splitWords(line: string): readonly string[] {
  const words = line.replace(/ [<>] .*$/u, "").match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/gu) ?? [];
  return words.map((word) => word.replaceAll(/["']/gu, ""));
}

/** The command that the words name, and what is left of them. */
function follow(words: readonly string[]): { readonly command: Command; readonly rest: readonly string[] } {
  let command = program;
  for (const [index, word] of words.entries()) {
    const next = command.commands.find((child) => child.name() === word);
    if (next === undefined) return { command, rest: words.slice(index) };
    command = next;
  }
  return { command, rest: [] };
}

function knows(command: Command, flag: string): boolean {
  return flag === "--help" || command.options.some(({ long }) => long === flag);
}

/** Every `okta-unlock …` in the texts of the source; a comment is none, and prose such as "okta-unlock did not make it" neither. */
function readLines(): readonly WrittenLine[] {
  const commands = [...commandTable.map(({ name }) => name), "help"].join("|");
  const pattern = new RegExp(`okta-unlock (?!local org\\b)(?:${commands})\\b[^\\n;,"<\`]*`, "gu");
  return listTexts().flatMap(({ file, text }) =>
    (text.match(pattern) ?? []).map((line) => ({ file, line: line.trim() })),
  );
}

function listTexts(): readonly { readonly file: string; readonly text: string }[] {
  return readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) =>
      readTexts(join(source, file)).map((text) => ({ file: file.replaceAll("\\", "/"), text })),
    );
}

function readTexts(file: string): string[] {
  return textsIn(parseSync(file, readFileSync(file, "utf8")).program);
}

function textsIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(textsIn);
  if (typeof node !== "object" || node === null) return [];
  const { type, value } = node as { readonly type?: string; readonly value?: unknown };
  if (type === "Literal" && typeof value === "string") return [value];
  if (type === "TemplateElement") return [(value as { readonly cooked: string | null }).cooked ?? ""];
  return Object.values(node).flatMap(textsIn);
}

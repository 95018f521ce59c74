import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { parseSync } from "oxc-parser";
import { expect, test } from "vitest";
import { hint, hintedCommands } from "../../src/hints.ts";
import { commandTable } from "../../src/program.ts";
import { applyContract } from "../../src/terminal/command-line.ts";
import { toPlainText } from "../../src/values/command-text.ts";
import type { Session } from "../../src/terminal/session.ts";

const source = join(import.meta.dirname, "../../src");
const program = new Command("okta-unlock");
for (const { load } of commandTable) program.addCommand((await load())({} as Session));
applyContract(program, { json: false } as Parameters<typeof applyContract>[1]);

test.each(Object.entries(hintedCommands))(
  "%s, which messages name, is a command and has the flags that they name",
  (line, flags) => {
    const { command, rest } = follow(line.split(" "));
    expect(rest).toEqual([]);
    expect(command.commands).toEqual([]);
    expect(flags.filter((flag) => !knows(command, `--${flag}`))).toEqual([]);
  },
);

test("every command line in a text of the source names a command, and flags that it has", () => {
  const lines = readLines();
  expect(lines.length).toBeGreaterThan(30);
  expect(lines.flatMap(findFaults)).toEqual([]);
});

/** The local org is a package of its own, without hints; the others are examples whose quoting or redirection is their point. */
const ownLines =
  /^(?:commands\/|local-org\/|flows\/register\/by-protocol|flows\/sign-in\/login|process\/child-process)/u;

test("outside of the commands a command line comes from hint", () => {
  expect(readLines().filter(({ file }) => !ownLines.test(file))).toEqual([]);
});

test.each([
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
}

function findFaults({ file, line }: WrittenLine): string[] {
  const { command, rest } = follow(line.split(/\s+/u).slice(1));
  const isUnknown = command === program || (command.commands.length > 0 && /^[a-z]+$/u.test(rest[0] ?? ""));
  const own = rest.slice(0, rest.indexOf("--") === -1 ? undefined : rest.indexOf("--"));
  const flags = own.flatMap((word) => /^--[a-z-]+/u.exec(word) ?? []).filter((flag) => !knows(command, flag));
  return isUnknown || flags.length > 0 ? [`${file}: ${line}`] : [];
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
  const names = [...commandTable.map(({ name }) => name), "help"].join("|");
  const pattern = new RegExp(`okta-unlock (?!local org\\b)(?:${names})\\b[^\\n;,"<\`]*`, "gu");
  return readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) =>
      readTexts(join(source, file))
        .flatMap((text) => text.match(pattern) ?? [])
        .map((line) => ({ file: file.replaceAll("\\", "/"), line: line.trim() })),
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
  if (type === "TemplateElement") return [(value as { readonly cooked: string }).cooked];
  return Object.values(node).flatMap(textsIn);
}

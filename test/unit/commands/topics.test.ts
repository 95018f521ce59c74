import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { environmentTopic } from "../../../src/commands/help/environment.ts";
import { exitCodesTopic } from "../../../src/commands/help/exit-codes.ts";
import { formatsTopic } from "../../../src/commands/help/formats.ts";
import { type Topic, topicView } from "../../../src/commands/help/topic.ts";
import { plainStyle } from "../../../src/terminal/output.ts";

const root = join(import.meta.dirname, "../../..");
const topics = [
  ["exit-codes", exitCodesTopic],
  ["environment", environmentTopic],
  ["formats", formatsTopic],
] as const;

test.each(topics)("docs/%s.md is what the topic says: --update writes it", async (name, topic) => {
  await expect(writePage(topic)).toMatchFileSnapshot(join(root, "docs", `${name}.md`));
});

test.each(topics)("help %s fits into 80 columns, and uses at most 100", (name, topic) => {
  for (const [columns, most] of [
    [80, 80],
    [200, 100],
    [Number.POSITIVE_INFINITY, 80],
  ] as const) {
    const lines = topicView.stdout({ topic: name, ...topic }, plainStyle, columns).split("\n");
    expect(lines.filter((line) => line.length > most)).toEqual([]);
  }
});

/** Read by Node, or by a library that finds the usual folders. */
const readElsewhere = ["XDG_CONFIG_HOME", "XDG_DATA_HOME"];

/** What an app of somebody else reads, and how Windows spells PATH. */
const notRead = ["OKTA_CLIENT_ID", "Path"];

test("help environment names every variable that the source reads, and no other, once", () => {
  const named = environmentTopic.sections.flatMap(({ rows }) => rows.map(({ name }) => name));
  expect(new Set(named).size).toBe(named.length);
  const sources = readSources();
  const read = new Set(sources.flatMap(listVariables));
  expect(read.size).toBeGreaterThan(60);
  expect([...read].filter((name) => !named.includes(name) && !notRead.includes(name))).toEqual([]);
  const isMentioned = (name: string): boolean =>
    sources.some((text) => new RegExp(String.raw`\b${name}\b`, "u").test(text));
  expect(named.filter((name) => !isMentioned(name) && !readElsewhere.includes(name))).toEqual([]);
});

test("the search for variables finds each way to read one", () => {
  const text = `env["A_B"]; env.C_D; ({ variable: "E_F" }); readVariable(env, "G_H"); has("I_J"); "OKTA_UNLOCK_K"`;
  expect(listVariables(text)).toEqual(["A_B", "C_D", "E_F", "G_H", "I_J", "OKTA_UNLOCK_K"]);
});

function listVariables(text: string): string[] {
  const pattern =
    /env\["(\w+)"\]|\benv\.([A-Z][A-Z\d_]+)\b|\bvariable(?:: | = )"(\w+)"|readVariable\([^,()]+, "(\w+)"|\bhas\("([A-Z_]+)"|"(OKTA_(?:UNLOCK|CLI|CLIENT)_[A-Z_]+)"|\[?"((?:GITHUB|CI|CIRCLE|BUILDKITE|SYSTEM|BUILD|BITRISE|TRAVIS)_[A-Z_]+)"/gu;
  return [...text.matchAll(pattern)].map((match) => match.slice(1).find((name) => name !== undefined) ?? "");
}

/** All but the topics themselves. */
function readSources(): string[] {
  return readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".ts") && !name.startsWith("commands/help/"))
    .map((name) => readFileSync(join(root, "src", name), "utf8"));
}

function writePage({ title, introduction, sections }: Topic): string {
  const parts = sections.map(({ title: heading, rows }) => {
    const hasCodes = rows.some(({ errorCodes }) => errorCodes !== undefined);
    const table = rows.map(({ name, meaning, errorCodes = [] }) => {
      const codes = errorCodes.map((code) => `\`${code}\``).join(" ");
      return hasCodes
        ? `| ${name} | ${escapeMarks(meaning)} | ${codes} |`
        : `| ${/^[A-Z_a-z]+$|(?:^| )-/u.test(name) ? `\`${name}\`` : name} | ${escapeMarks(meaning)} |`;
    });
    const head = hasCodes
      ? "| code | meaning | `error.code` in JSON |\n| --- | --- | --- |"
      : "| name | meaning |\n| --- | --- |";
    return `${heading === title ? "" : `## ${heading}\n\n`}${head}\n${table.join("\n")}\n`;
  });
  return `# ${title}\n\n${introduction}\n\n${parts.join("\n")}`;
}

/** Markdown takes `<name>` for HTML, and shows nothing of it: only code spans keep it. */
function escapeMarks(text: string): string {
  return text.replaceAll(/`[^`]*`|[<>|]/gu, (part) => (part.length === 1 ? `\\${part}` : part));
}

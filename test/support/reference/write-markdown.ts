import type { HelpSection } from "../../../src/terminal/help-text.ts";
import { type CommandPage, listPages, type OptionGroup, type Parameter } from "./command-page.ts";

/** `docs/reference.md`: every command on one page. */
export function writeMarkdown(program: CommandPage, globalOptions: readonly Parameter[]): string {
  const commands = listPages(program).slice(1);
  return `${[
    introduction,
    program.children.flatMap((page) => listContents(page)).join("\n"),
    "## Global options",
    "Every command has them.",
    writeTable("option", globalOptions),
    ...commands.flatMap(writeCommand),
  ].join("\n\n")}\n`;
}

function listContents(page: CommandPage): string[] {
  const indent = "  ".repeat(page.path.length - 1);
  const line = `${indent}- [${page.path.join(" ")}](#${page.path.join("-")}): ${escapeText(page.summary)}`;
  return [line, ...page.children.flatMap(listContents)];
}

function writeCommand(page: CommandPage): readonly string[] {
  const { path, parameters, optionGroups, examples, sections, notes, aliases, children } = page;
  return [
    `${"#".repeat(path.length + 1)} ${path.join(" ")}`,
    escapeText(page.description),
    ...(children.length > 0 ? [listChildren(children)] : [fence("text", [writeUsage(page)])]),
    ...(parameters.length === 0 ? [] : [writeTable("argument", parameters)]),
    ...optionGroups.flatMap(writeGroup),
    ...(aliases.length === 0 ? [] : [`Also: ${aliases.map((alias) => `\`${alias}\``).join(", ")}`]),
    ...sections.flatMap(writeSection),
    ...(examples.length === 0 ? [] : [fence("sh", examples)]),
    ...(notes === undefined ? [] : writeNotes(notes)),
  ];
}

function writeGroup({ title, options }: OptionGroup): readonly string[] {
  const table = writeTable("option", options);
  return title === "Options" ? [table] : [`**${title}**`, table];
}

function writeUsage({ path, usage }: CommandPage): string {
  return ["okta-unlock", ...path, usage].join(" ");
}

function listChildren(children: readonly CommandPage[]): string {
  return children
    .map(({ path, summary }) => `- [${path.join(" ")}](#${path.join("-")}): ${escapeText(summary)}`)
    .join("\n");
}

function writeSection({ title, rows }: HelpSection): readonly string[] {
  const name = title.replace(/:$/u, "");
  return [
    `**${name}**`,
    writeTable(
      "",
      rows.map(([term, description]) => ({ term, description })),
    ),
  ];
}

function writeTable(heading: string, rows: readonly Parameter[]): string {
  const lines = rows.map(({ term, description }) => `| ${writeCode(term)} | ${escapeCell(description)} |`);
  return [`| ${heading} | |`, "| --- | --- |", ...lines].join("\n").replaceAll("|  |", "| |");
}

/** Paragraphs, and lines that stand as they are. */
function writeNotes(notes: string): readonly string[] {
  const blocks = notes.split(/\n(?=\S)|(?<=^\S.*)\n/gmu).filter((block) => block.trim() !== "");
  return blocks.map((block) =>
    block.startsWith(" ")
      ? fence(
          "text",
          block
            .trimEnd()
            .split("\n")
            .map((line) => line.replace(/^ {2}/u, "")),
        )
      : escapeText(block.trim()),
  );
}

function fence(language: string, lines: readonly string[]): string {
  return [`\`\`\`${language}`, ...lines, "```"].join("\n");
}

function writeCode(text: string): string {
  return `\`${text.replaceAll("|", String.raw`\|`)}\``;
}

function escapeCell(text: string): string {
  return escapeText(text).replaceAll("|", String.raw`\|`);
}

/** A backslash before what Markdown would take for a mark; underscores within words are none. */
function escapeText(text: string): string {
  return text.replaceAll(/[\\`*[\]<>]/gu, String.raw`\$&`);
}

const introduction = `# Reference

Every command of okta-unlock, made from the same data as \`okta-unlock <command> --help\`. The man page \`okta-unlock(1)\` has the same.
What belongs to a task is explained elsewhere: [create](create.md), [sign in](sign-in.md), [in CI](ci.md), [apps](apps.md),
[the local org](local-org.md), [exit codes](exit-codes.md).`;

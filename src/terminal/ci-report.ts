import type { SecretRegistry } from "../context.ts";
import { toPlainText } from "../values/command-text.ts";
import { escapeControls } from "./escape-controls.ts";

/** What a CI system is told about a result: values for later steps, and a page for people. Plain text: the writer escapes it. */
export interface CiReport {
  /** By the names that a workflow reads: `client-id`. Null: there is no such value. */
  readonly outputs?: Readonly<Record<string, string | null>>;
  /** The heading of the page. */
  readonly title: string;
  readonly tables: readonly CiTable[];
  readonly warnings?: readonly string[];
}

export interface CiTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** GitHub refuses a summary of more than 1 MiB. */
const mostRows = 500;

/** A report as Markdown, in which no value is anything but text. */
export function writeMarkdown(report: CiReport, secrets: Pick<SecretRegistry, "mask">): string {
  const text = (value: string): string => escape(secrets.mask(toPlainText(value)));
  return [
    `### ${text(report.title)}\n`,
    ...report.tables.filter(({ rows }) => rows.length > 0).map((table) => writeTable(table, text)),
    ...(report.warnings ?? []).map((warning) => `> ⚠️ ${text(warning)}\n`),
    "",
  ].join("\n");
}

function writeTable({ head, rows }: CiTable, text: (value: string) => string): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(text).join(" | ")} |\n`;
  const rest = rows.length - mostRows;
  return [
    line(head),
    `|${" --- |".repeat(head.length)}\n`,
    ...rows.slice(0, mostRows).map(line),
    rest > 0 ? `\nAnd ${rest} more.\n` : "",
  ].join("");
}

/** As character references, which Markdown and HTML show and never obey: no markup, no link, no mention, no new cell. */
function escape(text: string): string {
  return escapeControls(text).replaceAll(
    /[^\p{L}\p{N}\p{M} ,/()-]/gu,
    (character) => `&#${character.codePointAt(0) ?? 0};`,
  );
}

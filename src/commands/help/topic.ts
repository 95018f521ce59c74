import type { Style } from "../../context.ts";
import type { View } from "../../terminal/session.ts";
import { formatTable } from "../../terminal/table.ts";
import { wrap } from "../../terminal/wrap.ts";

/** What `help <topic>` shows, and what its page in docs is made of. Code stands in backticks. */
export interface Topic {
  readonly title: string;
  readonly introduction: string;
  readonly sections: readonly TopicSection[];
}

export interface TopicSection {
  readonly title: string;
  readonly rows: readonly TopicRow[];
}

export interface TopicRow {
  readonly name: string;
  readonly meaning: string;
  /** The error codes of an exit code. */
  readonly errorCodes?: readonly string[];
}

/** Text for people also where no terminal shows it: not on lines without limit. */
const usualWidth = 80;

export const topicView: View<Topic & { readonly topic: string }> = {
  stdout: ({ introduction, sections }, style, dataWidth) => {
    const width = Number.isFinite(dataWidth) ? dataWidth : usualWidth;
    const parts = sections.map((section) => formatSection(section, style, width));
    return [`${wrap(toText(introduction), { width, indent: 0 })}\n`, ...parts].join("\n");
  },
};

function formatSection({ title, rows }: TopicSection, style: Style, width: number): string {
  const lines = rows.map(({ name, meaning, errorCodes = [] }) => {
    const codes = errorCodes.length === 0 ? "" : ` (${errorCodes.join(", ")})`;
    return [name, toText(`${meaning}${codes}`)] as const;
  });
  return `${style.strong(`${title}:`)}\n${formatTable(lines, style, width)}`;
}

function toText(text: string): string {
  return text.replaceAll("`", "");
}

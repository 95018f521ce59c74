import { Command } from "commander";
import type { HelpSection } from "../../terminal/help-text.ts";
import type { Session } from "../../terminal/session.ts";
import type { Topic } from "./topic.ts";

interface TopicEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Topic>;
}

/** What `help` explains besides the commands, in the order of the help. A topic is loaded when somebody asks for it. */
const topicTable: readonly TopicEntry[] = [
  {
    name: "exit-codes",
    summary: "what each exit code means",
    load: async () => (await import("./exit-codes.ts")).exitCodesTopic,
  },
  {
    name: "environment",
    summary: "the variables that are read",
    load: async () => (await import("./environment.ts")).environmentTopic,
  },
  {
    name: "formats",
    summary: "JSON output, durations and other values",
    load: async () => (await import("./formats.ts")).formatsTopic,
  },
];

/** The list of topics at the end of the program's help. */
export const topicSection: HelpSection = {
  title: "Topics (help <topic>):",
  rows: topicTable.map(({ name, summary }) => [name, summary] as const),
};

/** The topics as commands, for a line that begins with `help`. */
export function declareTopics(session: Session): readonly Command[] {
  return topicTable.map(({ name, summary, load }) =>
    new Command(name).summary(summary).action(async () => {
      const { topicView } = await import("./topic.ts");
      session.present({ topic: name, ...(await load()) }, topicView);
    }),
  );
}

/** True for the name of a topic. */
export function isTopic(word: string | undefined): boolean {
  return topicTable.some(({ name }) => name === word);
}

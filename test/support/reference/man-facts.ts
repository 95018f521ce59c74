import type { Topic } from "../../../src/commands/help/topic.ts";
import type { Parameter } from "./command-page.ts";

/** The rows of a topic of the help, for the man page. */
export function listTerms({ sections }: Topic): readonly Parameter[] {
  return sections
    .flatMap(({ rows }) => rows)
    .map(({ name, meaning }) => ({ term: name, description: meaning.replaceAll("`", "") }));
}

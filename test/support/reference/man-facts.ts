import { answerRows } from "../../../src/project/answers.ts";
import { type CommandPage, listPages, type Parameter } from "./command-page.ts";

/** The rows of docs/exit-codes.md, which a contract test compares with the error codes. */
export function readExitCodes(page: string): readonly Parameter[] {
  return [...page.matchAll(/^\| (\d+) \| ([^|]+) \|/gmu)].map(([, term = "", meaning = ""]) => ({
    term,
    description: meaning.replaceAll("`", ""),
  }));
}

/** The variables that stand for flags, by what the help and the project answers say of them. */
export function listVariables(program: CommandPage): readonly Parameter[] {
  const named = listPages(program)
    .flatMap(({ optionGroups }) => optionGroups.flatMap(({ options }) => options))
    .flatMap(({ term, description }) =>
      [...description.matchAll(/\((OKTA_\w+)\)/gu)].map(([, variable = ""]) => [variable, term] as const),
    );
  const answered = answerRows.map(([, { variable, flag }]) => [variable, flag] as const);
  return [...new Map([...named, ...answered])]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([variable, flag]) => ({ term: variable, description: `the same as ${flag}` }));
}

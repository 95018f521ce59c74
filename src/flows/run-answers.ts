import type { Choice } from "../context.ts";
import type { Answer, Known } from "../project/answer.ts";
import { type AnswerName, answerRows, answers as rows, type ProjectAnswers } from "../project/answers.ts";
import { accepted, type Parsed, refused } from "../values/branded.ts";
import type { Platform } from "../values/platform.ts";
import { namePlatforms, parsePlatforms } from "../values/platform-list.ts";

/** The flags of the project answers as typed; a repeatable one is a list. */
export type AnswerFlags = { readonly [Name in AnswerName]?: string | readonly string[] };

/** The answers of one run: those that its projects share, and the platforms that get a project each. */
export interface RunAnswers extends Omit<ProjectAnswers, "platform"> {
  /** At least one, in the order in which they are offered. */
  readonly platforms: readonly Platform[];
}

export type RowName = keyof RunAnswers;
export type Row = readonly [RowName, Answer<unknown>];

const platformsRow: Answer<readonly Platform[]> = {
  ...rows.platform,
  several: { choice: "Several of them", question: "For which platforms?" },
  parse: (text) => parsePlatforms(text),
  write: (value) => value.join(","),
  view: {},
};

/** The rows of the project answers, each for all platforms of the run at once. */
export const runRows: readonly Row[] = answerRows.map(([name, row]) =>
  name === "platform" ? ["platforms", platformsRow as Answer<unknown>] : [name, holdForAll(row)],
);

/** What was typed for the answer; the flag of the platforms is `--platform`. */
export function readTyped(flags: AnswerFlags, name: RowName): readonly string[] {
  const flag: AnswerName = name === "platforms" ? "platform" : name;
  return [flags[flag] ?? []].flat();
}

/** An answer that projects of several platforms share has to suit each of them. */
function holdForAll(row: Answer<unknown>): Answer<unknown> {
  const { choices } = row;
  return {
    ...row,
    parse: (text, known) => parseForAll(row, text, known),
    fallback: (known) => row.fallback(listKnown(row, known)[0] ?? known),
    ...(choices && { choices: (known) => chooseForAll(listKnown(row, known).map((each) => choices(each))) }),
  };
}

/** What is known to each of the platforms that the answer is for. */
function listKnown({ onlyFor }: Answer<unknown>, known: Known): readonly Known[] {
  const { platforms = [] } = known;
  const concerned = platforms.filter((platform) => onlyFor?.includes(platform) ?? true);
  const chosen = concerned.length === 0 ? platforms : concerned;
  return chosen.length === 0 ? [known] : chosen.map((platform) => Object.assign({}, known, { platform }));
}

function chooseForAll(lists: readonly (readonly Choice<string>[])[]): readonly Choice<string>[] {
  const [first = [], ...others] = lists;
  return first.filter(({ value }) => others.every((list) => list.some((choice) => choice.value === value)));
}

function parseForAll(row: Answer<unknown>, text: string, known: Known): Parsed<unknown> {
  const runs = listKnown(row, known);
  const parsed = runs.map((each) => row.parse(text, each));
  const [first] = parsed;
  if (first === undefined || parsed.every(({ ok }) => ok)) return first ?? accepted(text);
  const problems = new Map<string, Platform[]>();
  for (const [index, each] of parsed.entries()) {
    const platform = runs[index]?.platform;
    if (each.ok) continue;
    problems.set(each.problem, [...(problems.get(each.problem) ?? []), ...(platform ? [platform] : [])]);
  }
  const suggestions = parsed.flatMap((each) => (each.ok ? [] : (each.suggestion ?? [])));
  return refused(
    describeProblems(problems, runs.length),
    suggestions.find((each) => runs.every((run) => row.parse(each, run).ok)),
  );
}

/** What every platform refuses is said once, and without a name. */
function describeProblems(problems: ReadonlyMap<string, readonly Platform[]>, count: number): string {
  const said = [...problems].map(([problem, refusing]) =>
    refusing.length === count ? problem : `${namePlatforms(refusing)}: ${problem}`,
  );
  return said.join(" ");
}

/** The answers of the project for one platform: what it has no choice in is as in every project of that platform. */
export function toProjectAnswers(answers: RunAnswers, platform: Platform): ProjectAnswers {
  const own = answerRows.map(([name, row]) => [
    name,
    name === "platform" ? platform : readOwn(row, platform, answers[name]),
  ]);
  // Each row gave what it is typed to give.
  return Object.fromEntries(own) as ProjectAnswers;
}

function readOwn(row: Answer<unknown>, platform: Platform, shared: unknown): unknown {
  if (row.onlyFor?.includes(platform) ?? true) return shared;
  const known: Known = { platform };
  const parsed = row.parse(row.fallback(known) ?? "", known);
  return parsed.ok ? parsed.value : shared;
}

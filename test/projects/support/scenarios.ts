import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { TemplateView } from "../../../src/project/template-view.ts";
import { renderTextFor } from "./render-template.ts";
import { deletionView } from "./sample-view.ts";

/** One step of a scenario: what happens, what the world answers, and what must be so afterwards. */
export interface Step {
  readonly do: string;
  readonly answers?: Readonly<Record<string, string>>;
  readonly state: string;
  readonly calls: readonly string[];
  readonly notice?: string;
}

export interface Scenario {
  readonly name: string;
  readonly case: string;
  readonly given: Readonly<Record<string, unknown>>;
  readonly steps: readonly Step[];
  readonly then: { readonly session: boolean; readonly vault: string | null };
}

/** React Native plays all but these: Expo's secure store has no key that the passcode of the device opens. */
export function isPlayedOnReactNative({ given }: Scenario): boolean {
  return given["policy"] !== "biometric-or-passcode";
}

type Words = Readonly<Record<string, string>>;

/** The stories of a project, and the words that those of every project are made of, each explained. */
export interface UnlockScenarios {
  readonly given: Words;
  readonly states: Words;
  readonly notices: Words;
  readonly do: Words;
  readonly answers: Readonly<Record<string, Words>>;
  readonly calls: Words;
  readonly cases: Words;
  readonly scenarios: readonly Scenario[];
}

function readText(path: string): string {
  return readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), "utf8");
}

/** `templates/unlock-scenarios.json.hbs` as a project for `view` has it: whole, unless said otherwise. */
export async function unlockScenarios(view: TemplateView = deletionView): Promise<UnlockScenarios> {
  const [text = ""] = await renderTextFor("unlock-scenarios.json.hbs", [view]);
  const stories = JSON.parse(text) as { scenarios: readonly Scenario[] };
  const page = readText("test/projects/unlock-scenarios.md");
  const words = (heading: string): Words =>
    Object.fromEntries(rowsBelow(page, heading).map(([word = "", means = ""]) => [word, means]));
  return {
    scenarios: stories.scenarios,
    given: words("What there is"),
    states: words("States"),
    notices: words("Notices"),
    do: words("What happens"),
    calls: words("Calls"),
    cases: words("Cases"),
    answers: answersIn(rowsBelow(page, "Answers")),
  };
}

/** The cells of the table below a heading, without its head. */
function rowsBelow(page: string, heading: string): readonly (readonly string[])[] {
  const [, text = ""] = page.split(`## ${heading}\n`);
  const [section = ""] = text.split("\n## ");
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((row) =>
    row
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim().replaceAll("`", "")),
  );
}

function answersIn(rows: readonly (readonly string[])[]): Readonly<Record<string, Words>> {
  const answers: Record<string, Record<string, string>> = {};
  for (const [call = "", answer = "", means = ""] of rows) (answers[call] ??= {})[answer] = means;
  return answers;
}

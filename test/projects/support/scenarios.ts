import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

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

type Words = Readonly<Record<string, string>>;

/** `templates/unlock-scenarios.json`: the words that scenarios are made of, each explained, and the scenarios. */
export interface UnlockScenarios {
  readonly about: readonly string[];
  readonly given: Words;
  readonly states: Words;
  readonly notices: Words;
  readonly do: Words;
  readonly answers: Readonly<Record<string, Words>>;
  readonly calls: Words;
  readonly cases: Words;
  readonly scenarios: readonly Scenario[];
}

export function unlockScenarios(): UnlockScenarios {
  const path = fileURLToPath(new URL("../../../templates/unlock-scenarios.json", import.meta.url));
  return JSON.parse(readFileSync(path, "utf8")) as UnlockScenarios;
}

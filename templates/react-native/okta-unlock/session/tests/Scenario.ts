import type { AppState, Notice } from "../AppState";
import type { Device } from "./WorldVault";
import stories from "./unlock-scenarios.json";

/** One story of unlock-scenarios.json, which the apps of every platform share. README.md tells how to read it. */
export interface Scenario {
  readonly name: string;
  readonly given: Given;
  readonly steps: readonly Step[];
  readonly then: { readonly session: boolean; readonly vault: string | null };
}

export interface Given {
  readonly session: boolean;
  readonly vault: string | null;
  readonly device: Device;
  readonly policy?: string;
  /** In seconds. */
  readonly lockAfter?: number;
}

export interface Step {
  readonly do: string;
  readonly answers?: Readonly<Record<string, string>>;
  readonly state: string;
  readonly calls: readonly string[];
  readonly notice?: string;
}

const all = stories.scenarios as unknown as readonly Scenario[];

/** Stories of a vault that the passcode of the device opens as well: Expo's secure store has no such key. */
export const otherScenarios = all.filter(({ given }) => given.policy === "biometric-or-passcode");

export const scenarios = all.filter((scenario) => !otherScenarios.includes(scenario));

/** As unlock-scenarios.json spells it. */
export function spellState(state: AppState): string {
  const { kind, reason, failure } = { reason: undefined, failure: undefined, ...state };
  const why = reason ?? failure?.kind;
  return why === undefined ? kind : `${kind}(${why})`;
}

/** As unlock-scenarios.json spells it. */
export function spellNotice(notice: Notice | null): string | undefined {
  return notice?.kind === "failed" ? notice.error.kind : notice?.kind;
}

import { isWhole } from "../../support/stress.ts";

/** How many of the rules of a platform one run breaks. */
const sampleSize = 16;

/**
 * The rules to break in this run: other ones each time, because each costs a build; all of them with OKTA_UNLOCK_STRESS=1.
 * The names of those chosen are in the report.
 */
export function chooseRules<Rule>(rules: readonly Rule[]): readonly Rule[] {
  if (isWhole) return rules;
  const left = [...rules];
  const chosen = Array.from({ length: Math.min(sampleSize, rules.length) }, () =>
    left.splice(Math.floor(Math.random() * left.length), 1),
  );
  return chosen.flat();
}

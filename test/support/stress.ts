/** Whole in `npm run test:stress`, `test:faults` and `test:processes`, which `.ci/run` runs; `npm test` does the same with less of it. */
export const isWhole = process.env["OKTA_UNLOCK_STRESS"] === "1";

/** How much of something a test makes, kills or asks for. */
export function amount({ whole, small }: { readonly whole: number; readonly small: number }): number {
  return isWhole ? whole : small;
}

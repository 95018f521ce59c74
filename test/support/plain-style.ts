import type { Style } from "../../src/context.ts";

/** No colors, as where no terminal shows them. */
export const plainStyle: Style = {
  strong: String,
  faint: String,
  good: String,
  bad: String,
  warning: String,
  accent: String,
};

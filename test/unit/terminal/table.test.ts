import { expect, test } from "vitest";
import type { Style } from "../../../src/context.ts";
import { formatTable } from "../../../src/terminal/table.ts";

const asIs = (text: string): string => text;
const plain: Style = { strong: asIs, faint: asIs, good: asIs, bad: asIs, warning: asIs, accent: asIs };

test("a value that is longer than the line goes on under itself", () => {
  const rows = [
    ["Org", "local"],
    ["Platform", "iOS (Swift), Android (Kotlin), React Native"],
  ] as const;
  expect(formatTable(rows, plain, 40)).toBe(
    "  Org       local\n  Platform  iOS (Swift), Android\n            (Kotlin), React Native\n",
  );
});

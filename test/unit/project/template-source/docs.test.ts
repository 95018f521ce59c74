import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formatTemplateNames } from "../../../../.config/template-names.ts";

test("docs/templates.md lists every name that a template may use, with an example", () => {
  const page = readFileSync(join(import.meta.dirname, "../../../../docs/templates.md"), "utf8");
  expect(page).toContain(`\n\n${formatTemplateNames()}\n\n`);
});

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createProvisionOptions } from "../../src/flows/shared-options.ts";
import { answerRows } from "../../src/project/answers.ts";
import { availableTemplates } from "../../src/project/templates.ts";

const page = readFileSync(new URL("../../docs/create.md", import.meta.url), "utf8");

/** The rows of the table of flags, by the name of the flag: `--platform`. */
const rows = new Map(
  [...page.matchAll(/^\| `(--[\w-]+)([^`]*)`[^|]*\|([^|]*)\|([^|]*)\|$/gmu)].map(
    ([, flag = "", values = "", variables = "", usual = ""]) => [flag, { values, variables, usual }],
  ),
);

test("docs/create.md lists the project answers once each, in the order in which they are asked for", () => {
  const flags = answerRows.map(([, { flag }]) => flag.split(" ")[0]);
  expect([...rows.keys()].slice(0, flags.length)).toEqual(flags);
});

test.each(answerRows)("docs/create.md lists %s with its variable and its default", (_name, row) => {
  const [flag = ""] = row.flag.split(" ");
  const listed = rows.get(flag);
  const variable = row.flag.includes("<") ? row.variable : `${row.variable}=true`;
  expect(listed?.variables).toContain(`\`${variable}\``);
  const usual = row.fallback({});
  const isSpelled = row.flag.includes("<") && usual !== undefined && usual !== "";
  expect(listed?.usual).toContain(isSpelled ? `\`${usual}\`` : "");
});

test("docs/create.md names the platforms that can be chosen", () => {
  const offered = availableTemplates().map(({ platform }) => platform);
  expect(
    rows
      .get("--platform")
      ?.values.trim()
      .split(/, | or /u),
  ).toEqual(offered);
});

test.each(createProvisionOptions().map(({ long }) => long ?? ""))("docs/create.md lists %s", (flag) => {
  expect([...rows.keys()]).toContain(flag);
});

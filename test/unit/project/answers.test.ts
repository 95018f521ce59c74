import { join } from "node:path";
import { Option } from "commander";
import { describe, expect, test } from "vitest";
import { manifestJsonSchema } from "../../../.config/manifest-json-schema.ts";
import { answerRows, answers as answersTable } from "../../../src/project/answers.ts";
import { escapeView } from "../../../src/project/escape.ts";
import { availableTemplates } from "../../../src/project/templates.ts";
import { toTemplateView, viewNames } from "../../../src/project/template-view.ts";
import { answersFor, command, oktaSettings } from "./fixture.ts";

const schemaPath = join(import.meta.dirname, "../../../templates/okta-unlock.schema.json");
const answers = answersFor("My App");

describe.each(answerRows)("the answer %s", (name, row) => {
  test("has its name as flag and as environment variable", () => {
    expect(new Option(row.flag).attributeName()).toBe(name);
    const words = name.replaceAll(/[A-Z]/gu, (letter) => `_${letter}`).toUpperCase();
    expect(row.variable).toBe(`OKTA_UNLOCK_${words}`);
  });

  test("is read back from the text that it is written as", () => {
    expect(row.parse(row.write(answers[name]), {})).toMatchObject({ ok: true, value: answers[name] });
  });

  test("has a default that it accepts, and the same one in okta-unlock.json", () => {
    const fallback = row.fallback({ ...answers, directory: "/home/me/my-app" });
    const isAccepted = fallback === undefined || row.parse(fallback, answers).ok;
    expect(isAccepted).toBe(true);
    expect([undefined, fallback]).toContain(row.json.default?.toString());
  });
});

test.each([
  { name: "Acme Bank", directory: "/home/me/bank", bundleId: "com.example.acmebank" },
  { name: "مصرف", directory: "/home/me/my-bank", bundleId: "com.example.mybank" },
  { name: "🔓", directory: "/home/me/🔓", bundleId: "com.example.unlockapp" },
])(
  "the bundle ID of $name in $directory is made from what can be spelled",
  ({ name, directory, bundleId }) => {
    const parsed = answersTable.name.parse(name, {});
    if (!parsed.ok) throw new Error(parsed.problem);
    expect(answersTable.bundleId.fallback({ name: parsed.value, directory })).toBe(bundleId);
  },
);

test("help names the platforms that there are templates for", () => {
  const names = availableTemplates().map(({ platform }) => platform);
  expect(answersTable.platform.help).toBe(`the platform of the project: ${names.join(", ")} (repeatable)`);
});

test("the answers give the view all its names, once", () => {
  const view = toTemplateView(answers, oktaSettings, { command, version: "1.0.0" });
  expect(Object.keys(view)).toEqual(viewNames);
  expect(new Set(viewNames).size).toBe(viewNames.length);
  const fromRows = answerRows.flatMap(([, row]) => Object.keys(row.view));
  expect(viewNames.slice(0, fromRows.length)).toEqual(fromRows);
  expect(Object.keys(escapeView(view, "markdown"))).toEqual(viewNames);
});

test("the published JSON schema is what the answers say", async () => {
  const text = `${JSON.stringify(manifestJsonSchema(), undefined, 2)}\n`;
  await expect(text).toMatchFileSnapshot(schemaPath);
});

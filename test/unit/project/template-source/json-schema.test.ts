import { readFileSync } from "node:fs";
import { join } from "node:path";
import { templates } from "virtual:okta-unlock/templates";
import { expect, test } from "vitest";
import { templateJsonJsonSchema } from "../../../../.config/template-json-schema.ts";
import { ejectSource } from "../../../../src/project/template-source/eject-source.ts";
import { parseTemplateJson } from "../../../../src/project/template-source/template-json.ts";
import { templateJsonFor } from "../fixture.ts";
import { schemaFaults } from "../json-schema.ts";

const templatesFolder = join(import.meta.dirname, "../../../../templates");
const schemaPath = join(templatesFolder, "template.schema.json");

test("the published schema of template.json is made from what reads it", async () => {
  await expect(`${JSON.stringify(templateJsonJsonSchema(), undefined, 2)}\n`).toMatchFileSnapshot(schemaPath);
});

const schema = (): Record<string, unknown> =>
  JSON.parse(readFileSync(schemaPath, "utf8")) as Record<string, unknown>;

test.each(templates)(
  "the template.json of $platform fits it, and names it",
  async ({ platform, loadSource }) => {
    const place = { folder: join(templatesFolder, platform), version: "1.2.3" };
    const json = JSON.parse(ejectSource(await loadSource(), place).json) as Record<string, unknown>;
    expect(schemaFaults(schema(), json)).toEqual([]);
    expect(json["$schema"]).toBe("https://unpkg.com/okta-unlock@1.2.3/templates/template.schema.json");
  },
);

test.each([
  ["an unknown key", { extra: 1 }],
  ["a version that is none", { version: "1" }],
  ["another platform", { platform: "windows" }],
  ["an unknown kind", { exceptions: [{ from: "a", kind: "word" }] }],
  ["a step that is no text", { nextSteps: [1] }],
  ["a folder without its slash", { folders: { a: "b/" } }],
  ["a control character", { title: "a\u001b[2J" }],
  ["a script that is not one", { exceptions: [{ from: "a", executable: false }] }],
])("the schema and the program both refuse %s", (_what, change) => {
  const json = { ...templateJsonFor([]), ...change };
  const faults: never[] = [];
  expect(parseTemplateJson(JSON.stringify(json), faults)).toBeUndefined();
  expect(faults).toHaveLength(1);
  expect(schemaFaults(schema(), json)).toHaveLength(1);
});

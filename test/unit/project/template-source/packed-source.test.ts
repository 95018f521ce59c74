import { join } from "node:path";
import { templates } from "virtual:okta-unlock/templates";
import { expect, test } from "vitest";
import { compileTemplate } from "../../../../src/project/template-source/compile-template.ts";
import { unpackSource } from "../../../../src/project/template-source/packed-source.ts";
import { renderTemplate } from "../../../../src/project/render.ts";
import { toTemplateView } from "../../../../src/project/template-view.ts";
import { answersFor, command, oktaSettings } from "../fixture.ts";

const templatesDirectory = join(import.meta.dirname, "../../../../templates");
const okta = { ...oktaSettings, localOrg: true };
const answers = { ...answersFor("My App"), accountDeletion: true };

test.each(templates)("the packed source of $platform renders what the template does", async (entry) => {
  const source = unpackSource(await entry.loadSource(), join(templatesDirectory, entry.platform));
  const compiled = compileTemplate(source);
  if ("faults" in compiled) throw new Error(JSON.stringify(compiled.faults));
  const view = toTemplateView(answers, okta, { command, version: "1.0.0" });
  const render = (template: typeof compiled.template) =>
    renderTemplate(template, view, templatesDirectory).map(({ file: { to, executable }, contents }) => ({
      to,
      executable,
      bytes: Buffer.from(contents).toString("base64"),
    }));
  expect(render(compiled.template)).toEqual(render(await entry.load()));
});

import { planProject, type ProjectPlan } from "../plan.ts";
import type { CompiledTemplate } from "../templates.ts";
import type { TemplateFault } from "./faults.ts";
import { readOwnTemplate, sortFaults } from "./own-template.ts";
import { readSample, readSampleSettings, sampleGenerator, samples } from "./sample-answers.ts";
import { templateJsonName } from "./template-json.ts";

/** What a check of a template gave. */
export interface TemplateCheck {
  /** Absent when the template can't be read. */
  readonly template?: CompiledTemplate;
  /** How many files a project has at most. */
  readonly files: number;
  readonly faults: readonly TemplateFault[];
}

type Sample = (typeof samples)[number];

/** Reads a template in a folder (absolute path) and renders it for answers that are hard on it. Writes nothing. */
export async function checkTemplate(folder: string): Promise<TemplateCheck> {
  const read = readOwnTemplate(folder);
  if ("faults" in read) return { files: 0, faults: read.faults };
  const { template } = read;
  const faults: TemplateFault[] = [];
  let files = 0;
  for (const sample of samples) {
    const plan = await render(template, sample, faults);
    files = Math.max(files, plan?.files.length ?? 0);
  }
  return { template, files, faults: sortFaults(faults) };
}

/** Adds what is wrong to `faults`, unless an earlier sample found it in the same file. */
async function render(
  template: CompiledTemplate,
  sample: Sample,
  faults: TemplateFault[],
): Promise<ProjectPlan | undefined> {
  const name = `with the name ${JSON.stringify(sample.name)}`;
  const complain = (file: string, problem: string): void => {
    if (!faults.some((fault) => fault.file === file)) faults.push({ file, problem });
  };
  try {
    const plan = await planProject(readSample(sample, template.platform), readSampleSettings(sample), {
      ...sampleGenerator,
      templatesDirectory: "",
      template,
    });
    for (const { from, kind, contents } of plan.files)
      if (kind === "json" && from?.endsWith(".hbs") === true && !isJson(String(contents)))
        complain(from, `is not JSON ${name}; a file with comments needs the kind typescript`);
    return plan;
  } catch (error) {
    complain(templateJsonName, `${name}: ${(error as Error).message.replace(/\.$/u, "")}`);
    return undefined;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

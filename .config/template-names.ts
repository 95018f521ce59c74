import {
  readSample,
  readSampleSettings,
  sampleGenerator,
  samples,
} from "../src/project/template-source/sample-answers.ts";
import { toTemplateView } from "../src/project/template-view.ts";

/** The table of what a template may name, with an example of each, as `docs/templates.md` has it. */
export function formatTemplateNames(): string {
  const [sample] = samples;
  if (sample === undefined) throw new Error("there is no sample");
  const view = toTemplateView(readSample(sample, "ios"), readSampleSettings(sample), sampleGenerator);
  const rows = Object.entries(view).map(([name, value]) => {
    const shown: readonly unknown[] = Array.isArray(value) ? value : [value];
    return `| \`{{${name}}}\` | ${shown.map((each) => `\`${String(each)}\``).join(", ")} |`;
  });
  return ["| name | example |", "| --- | --- |", ...rows].join("\n");
}

import * as v from "valibot";
import { platforms } from "../../values/platform.ts";
import { fileKinds } from "../escape.ts";
import { viewNames } from "../template-view.ts";
import type { TemplateFault } from "./faults.ts";
import { createLineFinder, findSyntaxLine, type JsonPath } from "./json-lines.ts";

/** The file that makes a folder a template. */
export const templateJsonName = "template.json";

const mostText = 1000;

/** Text is shown to people, in a terminal. */
const text = v.pipe(
  v.string(),
  v.nonEmpty("is empty"),
  v.maxLength(mostText, `is longer than ${mostText} characters`),
  v.regex(/^[^\p{Cc}\u2028\u2029]*$/u, "has a control character"),
);
const folder = v.pipe(v.string(), v.regex(/^(?!\/).*\/$/u, "a folder ends with a slash"));

const viewName = v.picklist(viewNames, "is not a name of the view");

const exception = v.strictObject({
  from: v.pipe(text, v.description("The file, relative to the folder of the template.")),
  to: v.exactOptional(
    v.pipe(
      text,
      v.description(
        "Its path in the project; {{swiftModule}}, {{directory}}, {{identifier}} and {{applicationPath}} are filled in.",
      ),
    ),
  ),
  kind: v.exactOptional(
    v.pipe(
      v.picklist(fileKinds, `is not a kind of file (${fileKinds.join(", ")})`),
      v.description(
        "How its values are escaped, and whether it is binary. By default its extension says that.",
      ),
    ),
  ),
  executable: v.exactOptional(v.pipe(v.literal(true), v.description("For scripts."))),
  when: v.exactOptional(
    v.pipe(
      viewName,
      v.description("The name that has to be true: without it the file is not in the project."),
    ),
  ),
});

const builtOn = v.strictObject({
  system: v.pipe(text, v.description("As Node names it: darwin, linux, win32.")),
  elsewhere: v.pipe(text, v.description("What to say on another system.")),
  elsewhereWithLocalOrg: v.pipe(text, v.description("What to say there when the org is the local one.")),
});

/** A step may also be long: what is printed is wrapped. */
const steps = v.array(text);

/** One of `nextSteps` may belong to some projects only. */
const nextSteps = v.array(
  v.union([
    text,
    v.strictObject({
      step: text,
      when: v.pipe(viewName, v.description("The name that has to be true: without it nobody is told.")),
    }),
  ]),
);

/**
 * `template.json`: what a template is called, what it was made for, and where its files go. A file keeps its path, less
 * `.hbs`, unless its folder is mapped or the file is an exception.
 */
export const templateJsonSchema = v.strictObject({
  $schema: v.exactOptional(v.string()),
  platform: v.pipe(
    v.picklist(platforms, `is not a platform (${platforms.join(", ")})`),
    v.description("The platform of the projects."),
  ),
  title: v.pipe(text, v.description("What the template is called.")),
  version: v.pipe(
    v.string(),
    v.regex(/^\d+\.\d+\.\d+$/u, "a version such as 1.0.0"),
    v.description("The version of the template; raise it with every change."),
  ),
  toolchain: v.pipe(
    v.record(v.string(), v.string()),
    v.description('What the project is made for, by tool: "Xcode": "16 or later".'),
  ),
  folders: v.pipe(
    v.record(folder, folder),
    v.description("Where the files of a folder go; the longest folder that fits decides."),
  ),
  exceptions: v.pipe(v.array(exception), v.description("The files that are not taken as their folder says.")),
  install: v.exactOptional(
    v.pipe(
      v.literal("npm"),
      v.description(
        "Whose lockfile the project has, when its packages have to be installed. The steps name its commands.",
      ),
    ),
  ),
  builtOn: v.exactOptional(
    v.pipe(builtOn, v.description("The one system that can build the project; left out when any can.")),
  ),
  localOrgSteps: v.pipe(
    steps,
    v.description(
      "What to do first when the org is the local one; {{start}} and {{trust}} are filled in, and what paths may name.",
    ),
  ),
  nextSteps: v.pipe(nextSteps, v.description("What to do after `cd`; what paths may name is filled in.")),
});

export type TemplateJson = v.InferOutput<typeof templateJsonSchema>;

/** What the text of a `template.json` says. */
export interface ParsedTemplateJson {
  readonly json: TemplateJson;
  /** The line of a value. */
  readonly findLine: (path: JsonPath) => number | undefined;
}

/** Parses the text of a `template.json`; undefined when it has faults, which are added to `faults`. */
export function parseTemplateJson(source: string, faults: TemplateFault[]): ParsedTemplateJson | undefined {
  const file = templateJsonName;
  const parsed = readJson(source, faults);
  if (parsed === undefined) return undefined;
  const findLine = createLineFinder(source);
  const checked = v.safeParse(templateJsonSchema, parsed.value);
  if (checked.success) return { json: checked.output, findLine };
  for (const issue of checked.issues) {
    const path = (issue.path ?? []).map(({ key }) => key as string | number);
    const name = path.length === 0 ? "" : `${path.join(".")}: `;
    faults.push({ file, line: findLine(path), problem: `${name}${explainIssue(issue)}` });
  }
  return undefined;
}

function readJson(source: string, faults: TemplateFault[]): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(source) as unknown };
  } catch (error) {
    const line = findSyntaxLine(source, error as Error);
    faults.push({ file: templateJsonName, line, problem: "is not JSON" });
    return undefined;
  }
}

/** valibot's own words name types as TypeScript has them. */
function explainIssue({ kind, expected, received, message }: v.BaseIssue<unknown>): string {
  if (kind !== "schema" || !message.startsWith("Invalid ")) return message;
  if (expected === "never") return "is not known";
  if (received === "undefined") return "is missing";
  return `is ${received}, not ${expected ?? "that"}`;
}

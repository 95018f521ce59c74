import type { Platform, ProjectAnswers } from "./answers.ts";
import type { FileKind } from "./file-kind.ts";
import { manifestName, manifestText } from "./manifest.ts";
import type { OktaSettings } from "./okta-settings.ts";
import { assertProjectPaths, fillNames } from "./paths.ts";
import { sha256Of } from "./hash.ts";
import type { RenderedFile } from "./render.ts";
import { renderTemplate } from "./render.ts";
import type { CompiledTemplate } from "./template.ts";
import { loadTemplate } from "./available-templates.ts";
import type { Generator } from "./view.ts";
import { viewOf } from "./view.ts";

export interface PlannedFile {
  /** Relative to the project, with forward slashes. */
  readonly path: string;
  readonly kind: FileKind;
  readonly contents: string | Uint8Array;
  /** SHA-256 of the contents, hexadecimal. */
  readonly sha256: string;
  readonly executable?: true;
}

/** A whole project as data: nothing is written yet. */
export interface ProjectPlan {
  readonly platform: Platform;
  readonly templateVersion: string;
  readonly generatorVersion: string;
  readonly answers: ProjectAnswers;
  readonly okta: OktaSettings;
  /** The name of the folder, when the user gave none. */
  readonly directory: string;
  /** `okta-unlock.json` is the last one. */
  readonly files: readonly PlannedFile[];
  readonly nextSteps: readonly string[];
}

export interface PlanOptions extends Generator {
  /** Absolute path of the `templates` folder of the package. */
  readonly templatesDirectory: string;
}

/** Renders the project for these answers. The same input gives the same bytes; nothing is written. */
export async function planProject(
  answers: ProjectAnswers,
  okta: OktaSettings,
  options: PlanOptions,
): Promise<ProjectPlan> {
  return planFrom(await loadTemplate(answers.platform), answers, okta, options);
}

/** As `planProject`, from a template that is loaded already. */
export async function planFrom(
  template: CompiledTemplate,
  answers: ProjectAnswers,
  okta: OktaSettings,
  options: PlanOptions,
): Promise<ProjectPlan> {
  const rendered = await renderTemplate(template, viewOf(answers, okta, options), options.templatesDirectory);
  const files = rendered.map((file) => plannedFile(file, answers));
  return withManifest({
    platform: answers.platform,
    templateVersion: template.version,
    generatorVersion: options.version,
    answers,
    okta,
    directory: answers.name.directory,
    files,
    nextSteps: template.nextSteps.map((step) => fillNames(step, answers.name)),
  });
}

function plannedFile({ file, contents }: RenderedFile, answers: ProjectAnswers): PlannedFile {
  const path = fillNames(file.to, answers.name);
  const planned = { path, kind: file.kind, contents, sha256: sha256Of(contents) };
  return file.executable === true ? { ...planned, executable: true } : planned;
}

/** The plan with an `okta-unlock.json` that fits its other files, in place of any it had. */
export function withManifest(plan: ProjectPlan): ProjectPlan {
  const files = plan.files.filter((file) => file.path !== manifestName);
  const hashes = Object.fromEntries(files.map((file) => [file.path, file.sha256]));
  const contents = manifestText({ ...plan, files: hashes });
  const manifest: PlannedFile = { path: manifestName, kind: "json", contents, sha256: sha256Of(contents) };
  assertProjectPaths([...files, manifest].map((file) => file.path));
  return { ...plan, files: [...files, manifest] };
}

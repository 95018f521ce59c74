import { buildPackagePath } from "../values/bundle-id.ts";
import type { Platform } from "../values/platform.ts";
import type { ProjectAnswers } from "./answers.ts";
import type { FileKind } from "./escape.ts";
import { hashContents, manifestName, manifestText, type TemplateOrigin } from "./manifest.ts";
import type { OktaSettings } from "./okta-settings.ts";
import { assertProjectPaths, fillNames } from "./paths.ts";
import type { RenderedFile } from "./render.ts";
import { renderTemplate } from "./render.ts";
import type { CompiledTemplate } from "./templates.ts";
import { loadTemplate } from "./templates.ts";
import type { Generator } from "./template-view.ts";
import { type TemplateView, toTemplateView } from "./template-view.ts";

export interface PlannedFile {
  /** Relative to the project, with forward slashes. */
  readonly path: string;
  /** Where it is in the template. */
  readonly from?: string;
  readonly kind: FileKind;
  readonly contents: string | Uint8Array;
  /** SHA-256 of the contents, hexadecimal. */
  readonly sha256: string;
  readonly executable?: true;
  /** SHA-256 of the file of the user's that this one begins with, and replaces. */
  readonly extends?: string;
}

/** A whole project as data: nothing is written yet. */
export interface ProjectPlan {
  readonly platform: Platform;
  readonly templateVersion: string;
  /** The template, when it is none of ours. */
  readonly template?: TemplateOrigin;
  readonly generatorVersion: string;
  readonly answers: ProjectAnswers;
  readonly okta: OktaSettings;
  /** The command line that makes it again. */
  readonly command?: string;
  /** The name of the folder, when the user gave none. */
  readonly directory: string;
  /** `okta-unlock.json` is the last one. */
  readonly files: readonly PlannedFile[];
  readonly nextSteps: readonly string[];
}

/** The commands that a project needs when its org is the local one. */
export interface LocalOrgCommands {
  /** Has a device trust the org. */
  readonly trust: string;
  /** Keeps the org running; left out when it runs already. */
  readonly start?: string;
}

export interface PlanOptions extends Generator {
  /** Absolute path of the `templates` folder of the package. */
  readonly templatesDirectory: string;
  /** The template of the platform, when it is loaded already. */
  readonly template?: CompiledTemplate;
  /** What the project is made on. */
  readonly system?: NodeJS.Platform;
  /** For the local org only. */
  readonly localOrg?: LocalOrgCommands | undefined;
}

/** Renders the project for these answers. The same input gives the same bytes; nothing is written. */
export async function planProject(
  answers: ProjectAnswers,
  okta: OktaSettings,
  options: PlanOptions,
): Promise<ProjectPlan> {
  const template = options.template ?? (await loadTemplate(answers.platform));
  const view = toTemplateView(answers, okta, options);
  const rendered = renderTemplate(template, view, options.templatesDirectory);
  const files = rendered.map((file) => plannedFile(file, answers));
  return withManifest({
    platform: answers.platform,
    templateVersion: template.version,
    ...(template.sha256 !== undefined && {
      template: { title: template.title, sha256: template.sha256 },
    }),
    generatorVersion: options.version,
    answers,
    okta,
    command: options.command,
    directory: answers.name.directory,
    files,
    nextSteps: nextStepsFor(template, answers, { ...options, view }),
  });
}

function nextStepsFor(
  { builtOn, localOrgSteps, nextSteps }: CompiledTemplate,
  answers: ProjectAnswers,
  { system, localOrg, view }: PlanOptions & { readonly view: TemplateView },
): string[] {
  const isElsewhere = builtOn !== undefined && system !== undefined && builtOn.system !== system;
  const elsewhere = localOrg === undefined ? builtOn?.elsewhere : builtOn?.elsewhereWithLocalOrg;
  const first = [
    ...(isElsewhere && elsewhere !== undefined ? [elsewhere] : []),
    ...(localOrg === undefined ? [] : localOrgSteps).filter((step) => localOrg?.start || !namesStart(step)),
  ];
  const next = nextSteps.flatMap((each) => {
    if (typeof each === "string") return [each];
    return view[each.when as keyof TemplateView] === true ? [each.step] : [];
  });
  return [...first, ...next].map((step) => fillNames(step, { ...toPathNames(answers), ...localOrg }));
}

/** What runs already is not told to be started. */
function namesStart(step: string): boolean {
  return step.includes("{{start}}");
}

/** The spellings that a path of a template may name. */
function toPathNames({ name, bundleId }: ProjectAnswers): Record<string, string> {
  const { swiftModule, directory, identifier } = name;
  return { swiftModule, directory, identifier, applicationPath: buildPackagePath(bundleId) };
}

function plannedFile({ file, contents }: RenderedFile, answers: ProjectAnswers): PlannedFile {
  const path = fillNames(file.to, toPathNames(answers));
  const planned = { path, from: file.from, kind: file.kind, contents, sha256: hashContents(contents) };
  return file.executable === true ? { ...planned, executable: true } : planned;
}

/** The plan with an `okta-unlock.json` that fits its other files, in place of any it had. */
export function withManifest(plan: ProjectPlan): ProjectPlan {
  const files = plan.files.filter((file) => file.path !== manifestName);
  const hashes = Object.fromEntries(files.map((file) => [file.path, file.sha256]));
  const contents = manifestText({ ...plan, files: hashes });
  const manifest: PlannedFile = {
    path: manifestName,
    kind: "json",
    contents,
    sha256: hashContents(contents),
  };
  assertProjectPaths([...files, manifest].map((file) => file.path));
  return { ...plan, files: [...files, manifest] };
}

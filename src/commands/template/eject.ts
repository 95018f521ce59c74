import { join, resolve } from "node:path";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { type Gathering, startGathering } from "../../flows/fields.ts";
import { explain } from "../../flows/read-field.ts";
import { hint } from "../../hints.ts";
import { cleanStaleStaging } from "../../project/clean-staging.ts";
import { hashContents } from "../../project/manifest.ts";
import type { PlannedFile } from "../../project/plan.ts";
import { type StageContext, writeFolder } from "../../project/stage.ts";
import { assertUsable, type FreeTarget, inspectTarget, respellRemedy } from "../../project/target.ts";
import { ejectSource } from "../../project/template-source/eject-source.ts";
import { templateJsonName } from "../../project/template-source/template-json.ts";
import { loadTemplateSource } from "../../project/templates.ts";
import type { View } from "../../terminal/session.ts";
import { wrap } from "../../terminal/wrap.ts";
import { parseDirectory } from "../../values/directory.ts";
import { parsePlatform, type Platform } from "../../values/platform.ts";

/** What `template eject` wrote. */
interface EjectResult {
  readonly platform: Platform;
  /** As it was typed. */
  readonly folder: string;
  /** Absolute. */
  readonly directory: string;
  readonly files: readonly string[];
}

type EjectContext = StageContext &
  Parameters<typeof startGathering>[0] &
  Pick<Context, "version" | "templatesDirectory">;

/** Copies a template of ours to a new or empty folder. Throws `directory-unusable` when it is neither. */
export async function runTemplateEject(
  context: EjectContext,
  typedPlatform: string,
  folder: string,
): Promise<EjectResult> {
  const gathering = startGathering(context);
  const wanted = gathering.all({
    platform: readPlatform(gathering, typedPlatform),
    directory: readFolder(context, gathering, folder),
  });
  const { platform, directory } = wanted;
  const packed = await loadTemplateSource(platform);
  const source = ejectSource(packed, {
    folder: join(context.templatesDirectory, platform),
    version: context.version,
  });
  const files = [...source.files, [templateJsonName, source.json] as const].map(([path, contents]) =>
    toPlanned(path, contents, source.executables),
  );
  await writeTo(directory, { context, files, platform });
  return { platform, folder, directory, files: files.map(({ path }) => path) };
}

function readPlatform(gathering: Gathering, text: string): Platform | undefined {
  const parsed = parsePlatform(text);
  return parsed.ok ? parsed.value : gathering.refused(`platform <platform>: ${explain(parsed)}`);
}

function readFolder({ cwd }: Pick<Context, "cwd">, gathering: Gathering, text: string): string | undefined {
  const parsed = parseDirectory(text);
  return parsed.ok ? resolve(cwd, parsed.value) : gathering.refused(`folder <folder>: ${explain(parsed)}`);
}

interface Ejection {
  readonly context: EjectContext;
  readonly files: readonly PlannedFile[];
  readonly platform: Platform;
}

async function writeTo(directory: string, { context, files, platform }: Ejection): Promise<void> {
  const elsewhere = hint("template eject", { args: [platform, "<folder>"] });
  const commands = { elsewhere, again: hint("template eject", { args: [platform, directory] }) };
  try {
    await cleanStaleStaging(directory);
    await writeFolder(context, { files }, { target: directory, state: await findFreeFolder(directory) });
  } catch (error) {
    // What reads and writes folders knows of `create` only.
    const isOfFolder = error instanceof OktaUnlockError && error.code === "directory-unusable";
    throw isOfFolder ? error.with({ next: respellRemedy(error, commands) }) : error;
  }
}

async function findFreeFolder(directory: string): Promise<FreeTarget> {
  const state = await inspectTarget(directory);
  const entries = state.kind === "tolerated" ? state.entries : [];
  if (state.kind === "ours" || state.kind === "several" || entries.length > 0)
    throw new OktaUnlockError("directory-unusable", {
      message: `The folder ${directory} is not empty.`,
      why: "Its files would become a part of the template.",
      details: entries,
      next: "Choose another folder.",
    });
  assertUsable(directory, state);
  return state;
}

function toPlanned(
  path: string,
  contents: string | Uint8Array,
  executables: ReadonlySet<string>,
): PlannedFile {
  const planned = { path, kind: "text", contents, sha256: hashContents(contents) } as const;
  return executables.has(path) ? { ...planned, executable: true } : planned;
}

function listNext(folder: string): readonly string[] {
  return [
    "Give it a title and a version of yours in template.json, and change what you want.",
    `Check it: ${hint("template check", { args: [folder] })}`,
    `Make a project with it: ${hint("create", { args: ["<dir>"], template: folder })}`,
  ];
}

export const ejectView: View<EjectResult> = {
  json: ({ folder: _folder, ...result }) => result,
  stdout: () => "",
  stderr: ({ platform, folder, files }, style, width) =>
    [
      `${style.good("✔")} ${wrap(`The template for ${platform} is in ${folder}: ${files.length} files.`, { width, indent: 2 })}\n`,
      `\n${style.strong("Next:")}\n`,
      ...listNext(folder).map((step) => `  ${wrap(step, { width, indent: 4 })}\n`),
    ].join(""),
};

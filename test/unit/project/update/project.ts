import { chmodSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "../../../../src/context.ts";
import { type ProjectManifest } from "../../../../src/project/manifest.ts";
import type { ProjectPlan } from "../../../../src/project/plan.ts";
import { readManifest } from "../../../../src/project/read-manifest.ts";
import type { ConflictStyle } from "../../../../src/project/update/merge-file.ts";
import {
  planUpdate,
  type UpdatePlan,
  type UpdateWishes,
} from "../../../../src/project/update/plan-update.ts";
import { writeUpdate } from "../../../../src/project/update/write-update.ts";
import {
  answersFor,
  compiledTemplate,
  oktaSettings,
  planWith,
  templateJsonFor,
  temporaryFolder,
  writeTemplates,
  writeTree,
} from "../fixture.ts";

export type Tree = Readonly<Record<string, string | Uint8Array>>;

/** A project of the fixture's platform, from a template of these files. */
export async function renderFiles(
  files: Tree,
  json: object = {},
  answers = answersFor("My App"),
): Promise<ProjectPlan> {
  const templates = writeTemplates(files, { ...templateJsonFor(Object.keys(files)), ...json });
  return planWith(compiledTemplate(templates), answers, oktaSettings, templates);
}

/** Writes a project as it is made; returns its folder. */
export function writePlan(plan: ProjectPlan): string {
  const directory = join(temporaryFolder(), "my-app");
  writeTree(directory, Object.fromEntries(plan.files.map(({ path, contents }) => [path, contents])));
  for (const { path, executable } of plan.files) if (executable) chmodSync(join(directory, path), 0o755);
  return directory;
}

interface Updated extends Partial<UpdateWishes> {
  readonly former: ProjectPlan | undefined;
  readonly today: ProjectPlan;
  readonly conflicts?: ConflictStyle;
}

export async function planFor(
  directory: string,
  { former, today, conflicts = "markers", ...wishes }: Updated,
): Promise<UpdatePlan> {
  const manifest = (await readManifest(directory)) as ProjectManifest;
  const names = { yours: "yours", template: "template" };
  return planUpdate({ directory, manifest, former, today }, { names, conflicts, ...wishes });
}

const context: Pick<Context, "signal" | "leftovers"> = {
  signal: new AbortController().signal,
  leftovers: { add: () => () => {} },
};

/** Updates a project; gives the plan and the folder of the copies. */
export async function update(
  directory: string,
  updated: Updated,
): Promise<{ readonly plan: UpdatePlan; readonly backup: string | undefined }> {
  const plan = await planFor(directory, updated);
  const tracked = new Set(plan.changes.map(({ path, movedFrom = path }) => movedFrom));
  return { plan, backup: await writeUpdate(context, plan, { tracked }) };
}

/** What is in a folder, but `okta-unlock.json`: texts by path, with a star for what may be run. */
export function readTree(directory: string): Record<string, string> {
  const entries = readdirSync(directory, { recursive: true, encoding: "utf8" }).toSorted();
  return Object.fromEntries(
    entries.flatMap((path) => {
      const stats = lstatSync(join(directory, path));
      if (!stats.isFile() || path === "okta-unlock.json") return [];
      const star = (stats.mode & 0o100) === 0 ? "" : "*";
      return [[path.replaceAll("\\", "/") + star, readFileSync(join(directory, path), "utf8")]];
    }),
  );
}

/** The kinds of the changes by path, without those of `okta-unlock.json`. */
export function kindsOf({ changes }: UpdatePlan): Record<string, string> {
  const others = changes.filter(({ path }) => path !== "okta-unlock.json");
  return Object.fromEntries(
    others.map(({ path, movedFrom, kind }) => [path, movedFrom ? `${kind} from ${movedFrom}` : kind]),
  );
}

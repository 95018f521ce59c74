import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { hint } from "../../hints.ts";
import { answerRows } from "../../project/answers.ts";
import type { ProjectManifest } from "../../project/manifest.ts";
import type { OktaSettings } from "../../project/okta-settings.ts";
import { namePlatform } from "../../values/platform.ts";
import { namePlatforms } from "../../values/platform-list.ts";
import type { CreateAnswers } from "./answers.ts";
import { buildEquivalentCommand } from "./equivalent.ts";
import { locateProjects, narrowToProject } from "./locate-projects.ts";
import { listProjects, lookAtPlace, type UsableTarget } from "./place.ts";
import { findReadme } from "./project-readme.ts";
import { toProjectAnswers } from "../../flows/run-answers.ts";

type Row = readonly [label: string, inProject: string, wanted: string];

/**
 * What is in the folder of the run. Throws `directory-unusable` when a project can't go there, `project-conflict` when it
 * contains one that was created with other answers, or projects for other platforms.
 */
export async function findTarget(
  context: Pick<Context, "cwd">,
  answers: CreateAnswers,
): Promise<UsableTarget> {
  const { target } = await lookAtPlace(answers.directory);
  assertSamePlatforms(context, answers, target);
  for (const [index, { manifest }] of listProjects(target).entries()) {
    const place = locateProjects(answers)[index];
    if (place !== undefined) assertSameAnswers(answers, place.directory, manifest);
  }
  return target;
}

/** A folder is one project, or has one for each of the platforms: it does not turn from one into the other. */
function assertSamePlatforms(
  context: Pick<Context, "cwd">,
  answers: CreateAnswers,
  target: UsableTarget,
): void {
  const { directory, platforms } = answers;
  const found = listProjects(target).map(({ platform }) => platform);
  if (target.kind === "ours" && platforms.length > 1) {
    throw new OktaUnlockError("project-conflict", {
      message: `${directory} is itself a project, for ${namePlatforms(found)}.`,
      why: "With several platforms, the folder has a project for each of them in it.",
      next: `Use another folder: ${hint("create", { args: ["<dir>"] })}`,
    });
  }
  if (target.kind !== "several" || found.join() === platforms.join()) return;
  const missing = platforms.find((platform) => !found.includes(platform));
  const name = missing === undefined ? "" : namePlatform(missing);
  throw new OktaUnlockError("project-conflict", {
    message: `${directory} has a project for each of its platforms: ${namePlatforms(found)}.`,
    why:
      missing === undefined
        ? `This command is for ${namePlatforms(platforms)} only.`
        : `It has none for ${name}, and a folder that is there gets no further project by itself.`,
    next:
      missing === undefined
        ? `Name all of its platforms: ${buildEquivalentCommand(context, { ...answers, platforms: found })}`
        : `Add ${name} for the same app: ${describeAddition(context, answers, found.concat(missing), missing)}`,
  });
}

/** The command for one more project in the folder, with the answers that the others have. */
function describeAddition(
  context: Pick<Context, "cwd">,
  answers: CreateAnswers,
  platforms: CreateAnswers["platforms"],
  platform: CreateAnswers["platforms"][number],
): string {
  const place = locateProjects({ ...answers, platforms }).find((each) => each.platform === platform);
  return buildEquivalentCommand(context, place === undefined ? answers : narrowToProject(answers, place));
}

function assertSameAnswers(answers: CreateAnswers, directory: string, manifest: ProjectManifest): void {
  const [only, ...others] = answers.platforms;
  const { platform } = manifest.answers;
  // Several were compared already; of a single one the platform is an answer like the others.
  const wanted = toProjectAnswers(answers, others.length === 0 && only !== undefined ? only : platform);
  const rows = answerRows.map(([name, row]): Row => [
    row.label,
    row.write(manifest.answers[name]),
    row.write(wanted[name]),
  ]);
  rows.unshift(["template", nameTemplate(manifest.template), nameTemplate(answers.template)]);
  const update = hint("update", { args: [directory], answers: true });
  refuseDifferences(directory, `Change its answers: ${update}`, rows);
}

function nameTemplate(template: { readonly title: string } | undefined): string {
  return template === undefined ? "that of okta-unlock" : template.title;
}

/** Throws `project-conflict` when the folder holds a project for another app or issuer. */
export function assertSameSettings(settings: OktaSettings, target: UsableTarget, directory: string): void {
  for (const { manifest } of listProjects(target)) {
    const inReadme = `"Change an answer" in its ${findReadme(Object.keys(manifest.files))} says where`;
    refuseDifferences(directory, `Change the project itself (${inReadme})`, [
      ["issuer", manifest.okta.issuer, settings.issuer],
      ["client ID", manifest.okta.clientId, settings.clientId],
    ]);
  }
}

/** `wayOut` is what to do in place of another folder. */
function refuseDifferences(directory: string, wayOut: string, rows: readonly Row[]): void {
  const differences = rows.filter(([, inProject, wanted]) => inProject !== wanted);
  if (differences.length === 0) return;
  const anotherFolder = `use another folder: ${hint("create", { args: ["<dir>"] })}`;
  throw new OktaUnlockError("project-conflict", {
    message: `${directory} contains a project that was created with other answers.`,
    why: "okta-unlock never overwrites a project, so that you lose none of your changes.",
    details: differences.map(
      ([label, inProject, wanted]) => `${label}: ${inProject} in the project, ${wanted} now`,
    ),
    next: `${wayOut}, or ${anotherFolder}`,
  });
}

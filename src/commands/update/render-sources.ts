import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { hint, shellCommand } from "../../hints.ts";
import { answerRows, type ProjectAnswers } from "../../project/answers.ts";
import { planProject } from "../../project/plan.ts";
import { type CompiledTemplate, loadTemplate } from "../../project/templates.ts";
import type { UpdateSources } from "../../project/update/plan-update.ts";
import { findVersion, readArchive } from "../../project/update/template-archive.ts";
import { quoteArgument } from "../../values/shell-quote.ts";
import { compareVersions } from "../../values/version.ts";
import { formatFlag } from "../../terminal/switches.ts";
import type { FoundProject } from "./find-projects.ts";

/** The project as it was made, and as it is made today with these answers. Throws `data-unreadable` for one of a newer version. */
export async function renderSources(
  { version, templatesDirectory }: Pick<Context, "version" | "templatesDirectory">,
  { directory, manifest }: FoundProject,
  answers: ProjectAnswers,
): Promise<UpdateSources> {
  if (manifest.template !== undefined) throw createOwnTemplate(directory);
  const template = await loadTemplate(manifest.answers.platform);
  assertNotNewer(directory, manifest.templateVersion, template);
  const isSame = manifest.templateVersion === template.version;
  const former = isSame
    ? template
    : findVersion(readArchive(templatesDirectory, template.platform), manifest.templateVersion);
  const { okta, generatorVersion } = manifest;
  const command = manifest.command ?? "";
  const now = changeCommand(command, manifest.answers, answers);
  // A newer okta-unlock with the same template has nothing new to say.
  const today = isSame && isSameAnswers(manifest.answers, answers) ? generatorVersion : version;
  return {
    directory,
    manifest,
    former:
      former &&
      (await planProject(manifest.answers, okta, {
        command,
        version: generatorVersion,
        templatesDirectory,
        template: former,
      })),
    today: await planProject(answers, okta, { command: now, version: today, templatesDirectory, template }),
  };
}

/** Its earlier versions are nowhere but with whoever wrote it. */
function createOwnTemplate(directory: string): OktaUnlockError {
  return new OktaUnlockError("project-conflict", {
    message: `The project in ${directory} was made from a template of somebody's own.`,
    why: "Only the templates of okta-unlock are kept in all versions, which a merge needs.",
    next: `Create a project from the template of today, and compare: ${hint("create", { args: ["<dir>"], template: "<folder>" })}`,
  });
}

function assertNotNewer(directory: string, made: string, { version, platform }: CompiledTemplate): void {
  if (compareVersions(made, version) <= 0) return;
  throw new OktaUnlockError("data-unreadable", {
    message: `The project in ${directory} was made by a newer version of okta-unlock.`,
    why: `Its ${platform} template has version ${made}; this okta-unlock has ${version}.`,
    next: `Use the latest version: ${shellCommand("npx", "okta-unlock@latest", "update", directory)}`,
  });
}

function isSameAnswers(one: ProjectAnswers, other: ProjectAnswers): boolean {
  return answerRows.every(([name, row]) => row.write(one[name]) === row.write(other[name]));
}

/** The command in the README with the flags of the new answers, quoted for whatever system it was made on. */
function changeCommand(command: string, before: ProjectAnswers, after: ProjectAnswers): string {
  const quoting = command.includes('"') ? "win32" : "linux";
  const quote = (words: readonly string[]): string =>
    words.map((word) => quoteArgument(word, quoting) ?? "<value>").join(" ");
  return answerRows.reduce((changed, [name, row]) => {
    const [old, now] = [row.write(before[name]), row.write(after[name])];
    if (old === now) return changed;
    const without = changed.replace(` ${quote(formatFlag(row.flag, old))}`, () => "");
    if (now === row.fallback(after)) return without;
    return without.replace(/( --yes)?$/u, (yes) => ` ${quote(formatFlag(row.flag, now))}${yes}`);
  }, command);
}

import { basename } from "node:path";
import type { Style } from "../../context.ts";
import { describeWarnings, toStepsJson } from "../../flows/plan-view.ts";
import { hint, shellCommand } from "../../hints.ts";
import type { FileChange, KeptFile } from "../../project/update/file-change.ts";
import type { View } from "../../terminal/session.ts";
import { paintDiffLine } from "../../terminal/paint-diff.ts";
import { wrap } from "../../terminal/wrap.ts";
import type { ChangedFile, UpdatedProject, UpdateResult } from "./result.ts";

/** What was changed on stdout, or the diff with --dry-run; what to do now on stderr. */
export const updateView: View<UpdateResult> = {
  json: ({ projects, ...result }) => ({
    ...result,
    projects: projects.map((project) =>
      Object.assign({}, project, {
        steps: toStepsJson(project.steps),
        ...(project.diff && { diff: joinDiff(project) }),
      }),
    ),
  }),
  stdout: ({ dryRun, projects }, style, width) =>
    dryRun
      ? projects.map((project) => paintDiff(project, style)).join("")
      : describeProjects(projects, style, width),
  stderr: ({ dryRun, projects }, style, width) =>
    [
      // Apart from the diff, if there is one.
      dryRun && projects.some((project) => joinDiff(project) !== "") ? "\n" : "",
      dryRun ? describeProjects(projects, style, width) : "",
      // Several may have the same.
      describeWarnings([...new Set(projects.flatMap(listWarnings))], style, width),
      describeNext(projects, dryRun, style, width),
      dryRun && projects.some(({ changed }) => changed) ? afterDryRun : "",
    ].join(""),
};

const afterDryRun = "\nNothing was changed. Run it without --dry-run to make these changes.\n";

function listWarnings(project: UpdatedProject): readonly string[] {
  return [...project.warnings, ...describeBase(project)];
}

function joinDiff({ diff = [] }: UpdatedProject): string {
  return diff.map((cells) => cells.join("\t")).join("\n");
}

function paintDiff({ diff = [] }: UpdatedProject, style: Style): string {
  return diff.map((cells) => paintDiffLine(cells.join("\t"), style)).join("\n");
}

/** Several are told from each other by their folders: they have one name. */
function describeProjects(projects: readonly UpdatedProject[], style: Style, width: number): string {
  if (projects.length === 1)
    return projects.map((project) => describeProject(project, style, width)).join("");
  return projects
    .map(
      (project) => `${style.strong(basename(project.directory))}\n${describeProject(project, style, width)}`,
    )
    .join("\n");
}

function describeProject(project: UpdatedProject, style: Style, width: number): string {
  return `${describeHeadline(project, style)}\n${describeFiles(project, style, width)}`;
}

function describeHeadline(project: UpdatedProject, style: Style): string {
  const { name, changed, conflicts, from, to, diff } = project;
  if (!changed) return `${style.good("✔")} Nothing to change: ${name} is up to date.`;
  if (conflicts > 0) {
    const places = conflicts === 1 ? "a conflict" : `${conflicts} conflicts`;
    return `${style.warning("!")} ${style.strong(name)} ${diff === undefined ? "is updated, with" : "would have"} ${places} to resolve.`;
  }
  const versions =
    from.templateVersion === to.templateVersion
      ? ""
      : `: template ${from.templateVersion} → ${to.templateVersion}`;
  return `${style.good("✔")} ${style.strong(name)} ${diff === undefined ? "is" : "would be"} updated${versions}.`;
}

const signs: Readonly<Record<FileChange["kind"], readonly [sign: string, style: keyof Style, word: string]>> =
  {
    added: ["+", "good", ""],
    restored: ["+", "good", "brought back"],
    updated: ["~", "accent", ""],
    merged: ["~", "accent", "merged with your changes"],
    conflict: ["!", "warning", ""],
    moved: ["~", "accent", ""],
    removed: ["-", "bad", ""],
    rejected: ["+", "warning", "what could not be merged"],
  };

const reasons: Readonly<Record<KeptFile["why"], string>> = {
  deleted: "you deleted it",
  edited: "you changed it, and the template has it no more",
  unreadable: "a link or a folder is in its place, or it can't be read",
  occupied: "the template moves it to where something of yours is",
};

interface ShownFiles {
  readonly files: readonly (ChangedFile | FileChange)[];
  readonly kept: readonly KeptFile[];
}

/** What happens to each file, and which ones stay. */
export function describeFiles({ files, kept }: ShownFiles, style: Style, width: number): string {
  return [
    ...files.map((file) => {
      const [sign, paint, word] = signs["change" in file ? file.change : file.kind];
      const { path, movedFrom, conflicts } = file;
      const moved = movedFrom === undefined ? "" : `moved from ${movedFrom}`;
      const places = conflicts === undefined ? "" : `${conflicts} in conflict`;
      const notes = [word, moved, places].filter((note) => note !== "").join(", ");
      const line = `${path}${notes === "" ? "" : ` (${notes})`}`;
      return `  ${style[paint](sign)} ${wrap(line, { width, indent: 4 })}\n`;
    }),
    ...kept.map(
      ({ path, why }) =>
        `  ${style.faint("=")} ${wrap(`${path} stays: ${reasons[why]}`, { width, indent: 4 })}\n`,
    ),
  ].join("");
}

function describeBase({ baseKnown, changed }: UpdatedProject): readonly string[] {
  if (baseKnown || !changed) return [];
  return [
    "Files of this project were made by a build of okta-unlock that is not known here. Those that you have not changed are replaced; in the others, whatever differs is a conflict.",
  ];
}

/** Steps that are the same for several projects, such as looking for conflicts, are said once. */
function describeNext(
  projects: readonly UpdatedProject[],
  dryRun: boolean,
  style: Style,
  width: number,
): string {
  const steps = [...new Set(projects.flatMap((project) => listNext(project, dryRun)))];
  if (steps.length === 0) return "";
  return `\n${style.strong("Next:")}\n${steps.map((step) => `  ${wrap(step, { width, indent: 4 })}\n`).join("")}`;
}

function listNext(project: UpdatedProject, dryRun: boolean): readonly string[] {
  const { backup, directory, conflicts, kept, files, changed } = project;
  const hasMarks = files.some(({ change }) => change === "conflict");
  return [
    ...(backup === null ? [] : [`Copies of the files as they were are in ${backup}`]),
    ...(conflicts > 0 && !dryRun && hasMarks
      ? [
          `Resolve the conflicts: look for <<<<<<< in the files with !, and for .rej and .new files beside them.`,
        ]
      : []),
    ...(changed && !dryRun && backup === null
      ? [`See what changed: ${shellCommand("git", "-C", directory, "diff")}`]
      : []),
    ...(kept.some(({ why }) => why === "deleted")
      ? [`Bring deleted files back: ${hint("update", { args: [directory], restore: true })}`]
      : []),
  ];
}

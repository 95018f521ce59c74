import { basename } from "node:path";
import type { Style } from "../../context.ts";
import { spellInstall } from "../../project/install-packages.ts";
import type { View } from "../../terminal/session.ts";
import { formatTable } from "../../terminal/table.ts";
import { wrap } from "../../terminal/wrap.ts";
import type { CiReport } from "../../terminal/ci-report.ts";
import type { LocalOrgNow } from "../../flows/org-session.ts";
import { createReadyReport } from "../../flows/ci-report.ts";
import { describeSteps, describeWarnings, nameOrg, toStepsJson } from "../../flows/plan-view.ts";
import type { CreatePreview } from "./preview.ts";
import type { CreateResult, ProjectResult } from "./result.ts";

/** What `create` made: the values on stdout, what to do with them on stderr. */
export const createView: View<CreateResult> = {
  // Passwords have no place in a log that keeps JSON.
  json: ({ local, install, ...result }) => ({
    ...result,
    install: install && { packageManager: install.packageManager, status: install.status },
    steps: toStepsJson(result.steps),
    ...(local && { local: { user: local.user.login, activityUrl: local.activityUrl } }),
  }),
  stdout: (result, style, width) =>
    `\n${formatHeadline(result, style)}\n\n${formatTable(listValues(result), style, width)}`,
  stderr: (result, style, width) =>
    [
      result.warnings.length === 0 ? "" : "\n",
      describeWarnings(result.warnings, style, width),
      `\n${style.strong("Next:")}\n`,
      ...result.nextSteps.map((step) => `  ${wrap(step, { width, indent: 4 })}\n`),
      ...result.projects.map((project) => describeProject(project, style, width)),
      result.local === null ? "" : describeLocal(result.local, style, width),
      `\n${style.faint("To run it again without questions:")}\n  ${result.command}\n`,
    ].join(""),
  report: createProjectReport,
};

/** What is to be done in the folder of one of several projects. */
function describeProject({ directory, nextSteps }: ProjectResult, style: Style, width: number): string {
  if (nextSteps.length === 0) return "";
  const lines = nextSteps.map((step) => `  ${wrap(step, { width, indent: 4 })}\n`);
  return `\n${style.strong(`In ${basename(directory)}:`)}\n${lines.join("")}`;
}

/** Who signs in, and where each step of it can be watched. */
function describeLocal({ user, activityUrl }: LocalOrgNow, style: Style, width: number): string {
  const rows = [
    ["User", user.login],
    ["Password", user.password],
    ["Watch at", activityUrl],
  ] as const;
  return `\n${style.strong("Sign in to the local org with:")}\n${formatTable(rows, style, width)}`;
}

function formatHeadline(result: CreateResult, style: Style): string {
  const { missing } = result;
  if (!result.changed && missing.length > 0) {
    const count = missing.length === 1 ? "a file is" : `${missing.length} files are`;
    return `${style.warning("!")} The app of ${result.name} is up to date, but ${count} missing from the project.`;
  }
  if (!result.changed)
    return `${style.good("✔")} Nothing to change: ${result.name} and its app are up to date.`;
  if (result.project === "unchanged")
    return `${style.good("✔")} The app of ${result.name} was updated; the project is unchanged.`;
  const { length } = result.projects;
  const count = `${result.files.length} files${length > 1 ? ` in ${length} projects` : ""}`;
  if (result.install?.failure !== undefined)
    return `${style.warning("!")} ${style.strong(result.name)} is made, without its dependencies: ${count}.`;
  return `${style.good("✔")} ${style.strong(result.name)} is ready: ${count}.`;
}

function listValues(result: CreateResult): [string, string][] {
  return [
    ["Folder", result.directory],
    ["Issuer", result.issuer],
    ["Client ID", result.clientId],
    ["Redirect URI", result.redirectUri],
  ];
}

/** What `--dry-run` prints: the very requests and files, on stdout. */
export const previewView: View<CreatePreview> = {
  json: ({ steps: _steps, install, ...preview }) => ({
    dryRun: true,
    ...preview,
    install: install && { packageManager: install },
  }),
  stdout: (preview, style, width) =>
    [
      ...(preview.org === null
        ? ["No org is contacted.\n"]
        : [style.strong(`In ${nameOrg(preview.org)}`), "\n", describeSteps(preview.steps, style, width)]),
      ...preview.requests.map(
        ({ method, path, body }) => `\n${style.accent(method)} ${path}\n${indent(body)}`,
      ),
      `\n${style.strong(formatFilesHeading(preview))}\n`,
      ...preview.files.map((file) => `  ${file}\n`),
      preview.install === null
        ? ""
        : `\nThen its dependencies are installed: ${spellInstall(preview.install)}\n`,
    ].join(""),
  stderr: ({ org }) =>
    org === null
      ? "\nNothing was changed.\n"
      : "\nNothing was changed. Without --dry-run, what the org already has is kept.\n",
};

function formatFilesHeading({ project, files, directory }: CreatePreview): string {
  return project === "unchanged"
    ? `The project in ${directory} stays as it is.`
    : `${files.length} files in ${directory}`;
}

function indent(body: object | undefined): string {
  if (body === undefined) return "";
  return `${JSON.stringify(body, null, 2).replaceAll(/^/gmu, "  ")}\n`;
}

/** What later steps of a workflow need of the app, and where its project is. */
function createProjectReport(result: CreateResult): CiReport {
  const { name, changed, directory, steps, warnings } = result;
  const title = `${name} ${changed ? "is ready" : "is up to date"}`;
  const report = createReadyReport({ ...result, title, expiresAt: null }, steps, warnings);
  return { ...report, outputs: { ...report.outputs, directory } };
}

import type { Style } from "../../context.ts";
import type { View } from "../../terminal/session.ts";
import { formatTable } from "../../terminal/table.ts";
import { escapeControls } from "../../terminal/escape-controls.ts";
import { appReport, deletedReport, previewReport } from "../app-reports.ts";
import { describeSteps, describeWarnings, orgName, stepsAsJson } from "../../flows/plan-view.ts";
import type { CreatedApp, AppPreview } from "./create.ts";
import type { DeletedApp, DeletedApps } from "./delete-all.ts";
import { type AppFormat, formatApp } from "./formats.ts";
import { settingsOf } from "./settings.ts";
import type { ShownApp } from "./show.ts";

/** With a format only the values are printed, so that the output can be a file. */
export function shownView(format: AppFormat | undefined): View<ShownApp> {
  return {
    stdout: (app, style) =>
      format === undefined
        ? `${style.strong(escapeControls(app.label))}\n${formatTable(rowsOf(app), style)}`
        : formatApp(settingsOf(app), format),
  };
}

/** The values, then on stderr what was done for them. */
export function createdView(format: AppFormat | undefined): View<CreatedApp> {
  return {
    json: ({ app, changed, steps, warnings }) => ({
      ...app,
      changed,
      steps: stepsAsJson(steps),
      warnings,
    }),
    stdout: ({ app }, style, width) => shownView(format).stdout(app, style, width),
    stderr: ({ app, changed, warnings }, style, width) => {
      const outcome = changed
        ? `${escapeControls(app.label)} is ready in ${app.org}.`
        : `Nothing to change: ${escapeControls(app.label)} is as it should be.`;
      return `${describeWarnings(warnings, style, width)}${style.good("✔")} ${outcome}\n`;
    },
    report: appReport,
  };
}

export const dryRunView: View<AppPreview> = {
  json: ({ org, requests }) => ({ dryRun: true, org, requests }),
  stdout: ({ org, steps, requests }, style, width) =>
    [
      `${style.strong(`In ${orgName(org)}`)}\n${describeSteps(steps, style, width)}`,
      ...requests.map(
        ({ method, path, body }) => `\n${style.accent(method)} ${path}\n${JSON.stringify(body, null, 2)}\n`,
      ),
    ].join(""),
  stderr: () =>
    "\nNothing was changed. Without --dry-run this is what happens, less what is there already.\n",
  report: previewReport,
};

export const deletedView: View<DeletedApps> = {
  stdout: ({ apps }, style) => apps.map((app) => describeDeleted(app, style)).join(""),
  stderr: ({ warnings }, style, width) => describeWarnings(warnings, style, width),
  report: deletedReport,
};

function describeDeleted({ id, label, outcome, policies }: DeletedApp, style: Style): string {
  const paint = { failed: style.bad, deleted: style.good, kept: style.good, "already gone": style.faint };
  const name = label === null ? "" : `  ${escapeControls(label)}`;
  const policy = policies.map((each) => `${id}  ${style.good("deleted")}  its access policy ${each.id}\n`);
  return `${id}  ${paint[outcome](outcome)}${name}\n${policy.join("")}`;
}

function rowsOf(app: ShownApp): [string, string][] {
  return [
    ["ID", app.id],
    ["Client ID", app.clientId],
    ["Issuer", app.issuer],
    ["Status", app.status.toLowerCase()],
    ["Type", app.type ?? "other"],
    ["Redirect URIs", app.redirectUris.join(", ")],
    ["After sign-out", app.postLogoutRedirectUris.join(", ")],
    ["Grants", app.grantTypes.join(", ")],
    ["Refresh tokens", app.refreshTokens],
    ...(app.expiresAt === null ? [] : [["Expires", app.expiresAt] as [string, string]]),
  ];
}

import type { View } from "../../terminal/session.ts";
import { escapeControls } from "../../terminal/escape-controls.ts";
import { appReport, previewReport } from "../app-reports.ts";
import { describeSteps, describeWarnings, stepsAsJson } from "../../flows/plan-view.ts";
import type { UpdatedApp, UpdatePreview } from "./update.ts";
import { shownView } from "./view.ts";

/** The app as it is now, then on stderr what was done for it. */
export const updatedView: View<UpdatedApp> = {
  json: ({ app, changed, steps, warnings }) => ({ ...app, changed, steps: stepsAsJson(steps), warnings }),
  stdout: ({ app }, style, width) => shownView(undefined).stdout(app, style, width),
  stderr({ app, changed, warnings }, style, width) {
    const outcome = changed
      ? `${escapeControls(app.label)} is changed.`
      : `Nothing to change: ${escapeControls(app.label)} is that way already.`;
    return `${describeWarnings(warnings, style, width)}${style.good("✔")} ${outcome}\n`;
  },
  report: appReport,
};

/** The diff on stdout. The request is left out: it holds the whole app, with what others keep in it. */
export const updatePreviewView: View<UpdatePreview> = {
  json: ({ org, id, label, steps, warnings }) => ({
    dryRun: true,
    org,
    id,
    label,
    steps: stepsAsJson(steps),
    warnings,
  }),
  stdout: ({ label, steps }, style, width) =>
    `${style.strong(escapeControls(label))}\n${describeSteps(steps, style, width)}`,
  stderr: ({ warnings }, style, width) =>
    `${describeWarnings(warnings, style, width)}\nNothing was changed. Without --dry-run this is what happens.\n`,
  report: previewReport,
};

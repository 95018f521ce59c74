import type { Style } from "../../context.ts";
import type { View } from "../../terminal/session.ts";
import { formatColumns } from "../../terminal/table.ts";
import { prunedReport } from "../app-reports.ts";
import { describeWarnings } from "../../flows/plan-view.ts";
import type { PrunedApps, PrunedThing } from "./prune-result.ts";

export const prunedView: View<PrunedApps> = {
  stdout: ({ removed }, style, width) =>
    removed.length === 0 ? "" : describePrunables(removed, style, width),
  stderr(pruned, style, width) {
    return `${describeWarnings(pruned.warnings, style, width)}${style.good("✔")} ${outcome(pruned)}\n`;
  },
  report: prunedReport,
};

/** A table of what is going to be removed, or was. */
export function describePrunables(things: readonly PrunedThing[], style: Style, width: number): string {
  const rows = things.map(({ id, kind, expiresAt, label }) => [
    id,
    kind,
    expiresAt === null ? "its app is gone" : `${expiresAt.slice(0, 16).replace("T", " ")} UTC`,
    label,
  ]);
  return formatColumns([["ID", "KIND", "EXPIRES", "LABEL"], ...rows], style, width);
}

function outcome({ org, dryRun, removed, kept }: PrunedApps): string {
  const stay =
    kept === 0 ? "" : ` ${counted(kept, "ephemeral app")} ${kept === 1 ? "is" : "are"} not due yet.`;
  if (removed.length === 0) return `Nothing to remove in ${org}.${stay}`;
  const what = parts(removed);
  return dryRun ? `${what} would be removed from ${org}.${stay}` : `Removed ${what} from ${org}.${stay}`;
}

function parts(removed: readonly PrunedThing[]): string {
  const apps = removed.filter(({ kind }) => kind === "app").length;
  const policies = removed.length - apps;
  return [apps > 0 && counted(apps, "ephemeral app"), policies > 0 && counted(policies, "left-over policy")]
    .filter(Boolean)
    .join(" and ");
}

function counted(count: number, what: string): string {
  if (count === 1) return `1 ${what}`;
  return `${count} ${what.endsWith("y") ? `${what.slice(0, -1)}ies` : `${what}s`}`;
}

import { listChanges, type PlannedStep } from "../provision/planned-steps.ts";
import type { CiReport, CiTable } from "../terminal/ci-report.ts";
import type { AppPreview, CreatedApp } from "./apps/create.ts";
import type { DeletedApps } from "./apps/delete-all.ts";
import type { PrunedApps } from "./apps/prune-result.ts";
import type { UpdatedApp, UpdatePreview } from "./apps/update.ts";
import type { CreateResult } from "./create/result.ts";

/** What later steps of a workflow need of an app, made or changed just now. */
export function appReport({ app, changed, steps, warnings }: CreatedApp | UpdatedApp): CiReport {
  const outcome = changed ? "is ready" : "is as it should be";
  return readyReport({ ...app, appId: app.id, title: `${app.label} ${outcome}` }, steps, warnings);
}

/** The same of an app that a project was made for, and where that is. */
export function projectReport(result: CreateResult): CiReport {
  const { name, changed, directory, steps, warnings } = result;
  const title = `${name} ${changed ? "is ready" : "is as it should be"}`;
  const report = readyReport({ ...result, title, expiresAt: null }, steps, warnings);
  return { ...report, outputs: { ...report.outputs, directory } };
}

export function previewReport({ org, steps }: Pick<AppPreview | UpdatePreview, "org" | "steps">): CiReport {
  return { title: `The plan for ${org}`, tables: [planTable(steps)] };
}

export function deletedReport({ org, apps, warnings }: DeletedApps): CiReport {
  const rows = apps.map(({ id, label, outcome, problem }) => [
    id,
    problem === null ? outcome : `${outcome}: ${problem}`,
    label ?? "",
  ]);
  return {
    title: `Deleted from ${org}`,
    outputs: { deleted: String(apps.filter(({ outcome }) => outcome === "deleted").length) },
    tables: [{ head: ["App", "Outcome", "Label"], rows }],
    warnings,
  };
}

export function prunedReport({ org, dryRun, removed, failed, kept, warnings }: PrunedApps): CiReport {
  const outcome = dryRun ? "would be removed" : "removed";
  const rows = [
    ...failed.map(({ id, label, why }) => [id, `failed: ${why}`, label]),
    ...removed.map(({ id, label }) => [id, outcome, label]),
  ];
  return {
    title: `Ephemeral apps in ${org}: ${removed.length} ${outcome}, ${failed.length} failed, ${kept} not due yet`,
    ...(!dryRun && { outputs: { removed: String(removed.length), failed: String(failed.length) } }),
    tables: [{ head: ["ID", "Outcome", "Label"], rows }],
    warnings,
  };
}

interface ReadyApp {
  readonly title: string;
  readonly org: string | null;
  readonly issuer: string;
  readonly clientId: string;
  readonly appId: string | null;
  readonly redirectUri: string | null;
  readonly postLogoutRedirectUri: string | null;
  /** ISO 8601; null unless it is an ephemeral app. */
  readonly expiresAt: string | null;
}

function readyReport(app: ReadyApp, steps: readonly PlannedStep[], warnings: readonly string[]): CiReport {
  const outputs = {
    issuer: app.issuer,
    "client-id": app.clientId,
    "redirect-uri": app.redirectUri,
    "post-logout-redirect-uri": app.postLogoutRedirectUri,
    "org-url": app.org,
    "app-id": app.appId,
    "expires-at": app.expiresAt,
  };
  const rows = Object.entries(outputs).flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
  return {
    title: app.title,
    outputs,
    tables: [{ head: ["Output", "Value"], rows }, planTable(steps)],
    warnings,
  };
}

/** The plan, with the reason for each step. */
function planTable(steps: readonly PlannedStep[]): CiTable {
  return { head: ["Plan", "Step", "Why"], rows: steps.map(planRow) };
}

function planRow(step: PlannedStep): string[] {
  const differences = listChanges(step).map(
    ({ field, from, to }) => `${field}: ${JSON.stringify(from)} → ${JSON.stringify(to)}`,
  );
  return [step.action, step.title, [step.reason, ...differences].join(" ")];
}

import { listChanges, type PlannedStep } from "../provision/planned-steps.ts";
import type { ChangedApp } from "./app-details.ts";
import type { CiReport, CiTable } from "../terminal/ci-report.ts";

/** What later steps of a workflow need of an app, made or changed just now. */
export function createAppReport({ app, changed, steps, warnings }: ChangedApp): CiReport {
  const outcome = changed ? "is ready" : "is up to date";
  return createReadyReport({ ...app, appId: app.id, title: `${app.label} ${outcome}` }, steps, warnings);
}

/** What would be done, with the reason for each step. */
export function createPreviewReport({
  org,
  steps,
}: {
  readonly org: string;
  readonly steps: readonly PlannedStep[];
}): CiReport {
  return { title: `The plan for ${org}`, tables: [createPlanTable(steps)] };
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

/** The values of an app as outputs, and the plan that led to it. */
export function createReadyReport(
  app: ReadyApp,
  steps: readonly PlannedStep[],
  warnings: readonly string[],
): CiReport {
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
    tables: [{ head: ["Output", "Value"], rows }, createPlanTable(steps)],
    warnings,
  };
}

/** The plan, with the reason for each step. */
function createPlanTable(steps: readonly PlannedStep[]): CiTable {
  return { head: ["Plan", "Step", "Why"], rows: steps.map(toPlanRow) };
}

function toPlanRow(step: PlannedStep): string[] {
  const differences = listChanges(step).map(
    ({ field, from, to }) => `${field}: ${JSON.stringify(from)} → ${JSON.stringify(to)}`,
  );
  return [step.action, step.title, [step.reason, ...differences].join(" ")];
}

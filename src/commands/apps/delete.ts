import type { Context, Style } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { findAppBy } from "../../flows/app-details.ts";
import { describeWarnings } from "../../flows/plan-view.ts";
import { withOrg } from "../../flows/with-org.ts";
import { hint } from "../../hints.ts";
import type { OktaApp, OktaOrg } from "../../okta/port.ts";
import { clientIdOf } from "../../provision/find-app.ts";
import { readMarker } from "../../provision/marker.ts";
import {
  listPoliciesOnce,
  removeApp,
  type RemovedApp,
  type RemovedPolicy,
  removeOwnPolicies,
} from "../../provision/remove-app.ts";
import type { CiReport } from "../../terminal/ci-report.ts";
import { padColumns } from "../../terminal/columns.ts";
import { escapeControls } from "../../terminal/escape-controls.ts";
import type { View } from "../../terminal/session.ts";

export interface WantedDeletion {
  /** Each an id, a client ID or a label. */
  readonly apps: readonly string[];
  readonly org: string | undefined;
  /** True to keep the apps and delete what was made for them at authorization servers. */
  readonly onlyPolicy: boolean;
}

/**
 * Deletes apps, with the access policies made for them. An id that the org does not have is said, and is no error: CI jobs
 * delete what may be gone. One that fails does not keep the others from being deleted. Asks first, unless told not to.
 */
export async function runAppsDelete(context: Context, wanted: WantedDeletion): Promise<Deletion> {
  refuseEmpty(wanted.apps);
  return withOrg(context, wanted.org, async ({ org }) => {
    const candidates = await readAll(org, wanted.apps);
    await confirmDeletion(context, org, candidates, wanted);
    return deleteAll(org, candidates, wanted);
  });
}

/** Each app once, also when it was named in two ways. */
async function readAll(org: OktaOrg, texts: readonly string[]): Promise<readonly Candidate[]> {
  const candidates = new Map<string, Candidate>();
  for (const text of texts) {
    const found = await attempt(() => readCandidate(org, text));
    const candidate = found instanceof OktaUnlockError ? { id: text, failure: found } : found;
    candidates.set(candidate.id, candidate);
  }
  return [...candidates.values()];
}

/** Okta's ids of apps. What looks like one and is not there counts as gone; everything else has to be there. */
const appId = /^0oa[A-Za-z0-9]{17}$/u;

async function readCandidate(org: OktaOrg, text: string): Promise<Candidate> {
  if (appId.test(text)) return { id: text, app: await org.getApp(text) };
  const app = await findAppBy(org, text, "delete");
  return { id: app.id, app };
}

/** What `apps delete "$APP_ID"` gives when that variable is not set. */
function refuseEmpty(texts: readonly string[]): void {
  if (texts.every((text) => text.trim() !== "")) return;
  throw new OktaUnlockError("invalid-value", {
    message: "An app to delete is an empty string.",
    why: "A shell variable that is not set expands to one.",
    next: `Name an ID, a client ID or a label: ${hint("apps list")}`,
  });
}

/** What became of one app. */
export interface DeletedApp {
  readonly id: string;
  /** Null when it was gone already, or could not be read. */
  readonly label: string | null;
  /** `kept` with --only-policy. */
  readonly outcome: "deleted" | "already gone" | "kept" | "failed";
  /** The access policies that went with it. */
  readonly policies: readonly RemovedPolicy[];
  /** Why it failed; null when it did not. */
  readonly problem: string | null;
}

export interface DeletedApps {
  readonly org: string;
  readonly apps: readonly DeletedApp[];
  readonly warnings: readonly string[];
}

/** What was done, and what to end the run with when an app could not be deleted. */
export interface Deletion {
  readonly result: DeletedApps;
  readonly failure: OktaUnlockError | undefined;
}

/** Deletes what was found, or only its policies, one after the other; one that fails does not end the row. */
async function deleteAll(
  org: OktaOrg,
  candidates: readonly Candidate[],
  { onlyPolicy }: { readonly onlyPolicy: boolean },
): Promise<Deletion> {
  const apps: DeletedApp[] = [];
  const warnings: string[] = [];
  const failures: OktaUnlockError[] = [];
  const policies = listPoliciesOnce(org);
  const remove = (id: string, app: OktaApp | undefined): Promise<Removed> =>
    onlyPolicy ? keepApp(org, id, app) : removeApp(org, app ?? id, policies);
  for (const { id, app, failure } of candidates) {
    const removed = failure ?? (await attempt(() => remove(id, app)));
    if (removed instanceof OktaUnlockError) {
      failures.push(removed);
      const problem = removed.message;
      apps.push({ id, label: app?.label ?? null, outcome: "failed", policies: [], problem });
    } else {
      warnings.push(...removed.warnings);
      const { outcome, label = null } = removed;
      if (outcome === "already gone") warnings.push(describeGone(id));
      apps.push({ id, label, outcome, policies: removed.policies, problem: null });
    }
  }
  return { result: { org: org.orgUrl, apps, warnings }, failure: createDeletionError(org, apps, failures) };
}

function describeGone(id: string): string {
  return `${id} is not in the org: it was deleted before, or the ID is misspelled.`;
}

/** What `removeApp` and `keepApp` both tell. */
type Removed = Pick<RemovedApp, "label" | "policies" | "warnings"> & Pick<DeletedApp, "outcome">;

async function keepApp(org: OktaOrg, id: string, app: OktaApp | undefined): Promise<Removed> {
  const removed = await removeOwnPolicies(org, { id, clientId: app === undefined ? id : clientIdOf(app) });
  return { label: app?.label, outcome: app === undefined ? "already gone" : "kept", ...removed };
}

/** The failure with the highest exit code gives its own; of several all are listed. Each app is named: it may be left halfway. */
function createDeletionError(
  org: OktaOrg,
  apps: readonly DeletedApp[],
  failures: readonly OktaUnlockError[],
): OktaUnlockError | undefined {
  const [worst, ...others] = failures.toSorted((one, other) => other.exitCode - one.exitCode);
  if (worst === undefined) return undefined;
  const failed = apps.filter(({ outcome }) => outcome === "failed");
  const ids = failed.map(({ id }) => id).join(" ");
  if (others.length === 0) return worst.with({ details: [...worst.details, `Not deleted: ${ids}`] });
  return new OktaUnlockError(worst.code, {
    message: `${failed.length} of ${apps.length} apps could not be deleted.`,
    details: failed.map(({ id, problem }) => `${id}: ${problem ?? ""}`),
    next: `Try those again with: ${hint("apps delete", { args: failed.map(({ id }) => id), org: org.flagValue })}`,
    cause: worst,
  });
}

/** A failure is a value here, so that the next app gets its turn. After Ctrl-C each fails at once, and is reported so. */
async function attempt<T>(work: () => Promise<T>): Promise<T | OktaUnlockError> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OktaUnlockError) return error;
    throw error;
  }
}

export const deletedView: View<DeletedApps> = {
  stdout: ({ apps }, style) => formatOutcomes(apps.flatMap(listOutcomes), style),
  stderr: ({ warnings }, style, width) => describeWarnings(warnings, style, width),
  report: createDeletedReport,
};

/** What happened to an app or to a policy of it. */
interface Outcome {
  readonly id: string;
  readonly outcome: DeletedApp["outcome"];
  readonly what: string;
}

function listOutcomes({ id, label, outcome, policies }: DeletedApp): readonly Outcome[] {
  return [
    { id, outcome, what: label ?? "" },
    ...policies.map((each) => ({ id, outcome: "deleted", what: `its access policy ${each.id}` }) as const),
  ];
}

function formatOutcomes(outcomes: readonly Outcome[], style: Style): string {
  const paint = { failed: style.bad, deleted: style.good, kept: style.good, "already gone": style.faint };
  const [idColumn, outcomeColumn] = [
    Math.max(...outcomes.map(({ id }) => id.length)),
    Math.max(...outcomes.map(({ outcome }) => outcome.length)),
  ];
  return outcomes
    .map(({ id, outcome, what }) => {
      const space = what === "" ? "" : " ".repeat(outcomeColumn - outcome.length + 2);
      return `${padColumns(id, idColumn)}  ${paint[outcome](outcome)}${space}${escapeControls(what)}\n`;
    })
    .join("");
}

function createDeletedReport({ org, apps, warnings }: DeletedApps): CiReport {
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

/** An app that is going to be deleted, as far as it could be read. */
export interface Candidate {
  readonly id: string;
  readonly app?: OktaApp | undefined;
  readonly failure?: OktaUnlockError;
}

type Source = Pick<Context, "interaction" | "log" | "prompts">;

/**
 * Shows what is going to be deleted and asks. Apps that this tool did not make are pointed out. Nothing is asked when
 * none is there. Throws `missing-input` when nobody can be asked and --yes was not given, `interrupted` for a no.
 */
async function confirmDeletion(
  context: Source,
  org: OktaOrg,
  candidates: readonly Candidate[],
  { onlyPolicy }: { readonly onlyPolicy: boolean },
): Promise<void> {
  const apps = candidates.map(({ app }) => app).filter((app) => app !== undefined);
  if (apps.length === 0 || context.interaction.yes) return;
  if (!context.interaction.canAsk) throw createNeedsYesError(org, apps, { onlyPolicy });
  context.log.show(apps, (shown, style) =>
    shown.map((app) => `  ${style.bad("-")} ${nameApp(app)}${style.warning(describeOrigin(app))}\n`).join(""),
  );
  if (await context.prompts.confirm({ message: formatQuestion(apps, onlyPolicy), default: false })) return;
  throw new OktaUnlockError("interrupted", {
    message: "Cancelled. Nothing was deleted.",
    next: `List the apps: ${hint("apps list", { org: org.flagValue })}`,
  });
}

function formatQuestion(apps: readonly OktaApp[], onlyPolicy: boolean): string {
  const it = apps.length === 1 ? "it" : "them";
  if (onlyPolicy) return `Keep ${it}, and delete the access policy made for ${it}?`;
  const foreign = apps.filter((app) => readMarker(app) === undefined).length;
  if (foreign === 0) return `Delete ${it}? Nobody will be able to sign in with ${it}.`;
  return `Delete ${it}, although ${describeOrigins(foreign, apps.length)} by okta-unlock? Nobody will be able to sign in with ${it}.`;
}

function describeOrigins(foreign: number, all: number): string {
  if (all === 1) return "it was not made";
  if (foreign === all) return "none was made";
  return foreign === 1 ? "one was not made" : `${foreign} were not made`;
}

function createNeedsYesError(
  org: OktaOrg,
  apps: readonly OktaApp[],
  { onlyPolicy }: { readonly onlyPolicy: boolean },
): OktaUnlockError {
  const args = apps.map(({ id }) => id);
  return new OktaUnlockError("missing-input", {
    message: "Deleting needs confirmation, and this run cannot ask.",
    details: apps.map((app) => `${nameApp(app)}${describeOrigin(app)}`),
    next: `Confirm it with: ${hint("apps delete", { args, "only-policy": onlyPolicy || undefined, org: org.flagValue, yes: true })}`,
  });
}

function nameApp({ id, label }: OktaApp): string {
  return `${id}  ${escapeControls(label)}`;
}

function describeOrigin(app: OktaApp): string {
  return readMarker(app) === undefined ? "  (not made by okta-unlock)" : "";
}

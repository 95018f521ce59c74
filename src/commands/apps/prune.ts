import { hint } from "../../hints.ts";
import type { Context, Style } from "../../context.ts";
import { type ErrorCode, OktaUnlockError } from "../../errors.ts";
import type { CiReport } from "../../terminal/ci-report.ts";
import { explain } from "../../flows/read-field.ts";
import { describeWarnings } from "../../flows/plan-view.ts";
import { withOrg } from "../../flows/with-org.ts";
import type { OktaOrg } from "../../okta/port.ts";
import {
  type Prunable,
  type PruneOutcome,
  type PrunePlan,
  applyPrune,
  planPrune,
} from "../../provision/prune.ts";
import type { LeasedApp } from "../../provision/lease.ts";
import type { View } from "../../terminal/session.ts";
import { formatMinute } from "../../terminal/format-minute.ts";
import { formatColumns } from "../../terminal/table.ts";
import { wrap } from "../../terminal/wrap.ts";
import { parseAge } from "../../values/duration.ts";
import type { OrgFlag } from "../../flows/shared-options.ts";

/**
 * Removes the ephemeral apps that are due. On a terminal it shows them and asks; elsewhere it goes on. A Ctrl-C meanwhile is
 * a failure, too: the result says what was removed by then.
 */
export async function runAppsPrune(context: Context, flags: PruneFlags): Promise<Pruning> {
  const isDue = readDueRule(flags);
  return withOrg(context, flags.org, async ({ org }) => {
    const plan = await context.log.step(`Find the ephemeral apps of ${org.orgUrl}`, () =>
      planPrune(org, (app) => isDue(app, org.now())),
    );
    const isForReal = flags.dryRun !== true && plan.items.length > 0;
    const again = formatPruneCommand(org, flags);
    if (isForReal) await confirmPrune(context, again, plan);
    const outcome = isForReal ? await prune(context, org, plan.items) : { removed: plan.items, failed: [] };
    const result = describe(org, plan, outcome, { dryRun: flags.dryRun === true });
    return {
      result,
      failure: createPruneError(result, again) ?? createStoppedError(context, again, plan, outcome),
    };
  });
}

/** With --older-than the age decides instead of the expiry; `now` is the org's time, which both are counted in. */
function readDueRule({ olderThan, org }: PruneFlags): (app: LeasedApp, now: Date) => boolean {
  if (olderThan === undefined) return ({ expiresAt }, now) => expiresAt <= now;
  const age = parseAge(olderThan);
  if (!age.ok) {
    throw new OktaUnlockError("invalid-value", {
      message: "--older-than is not a valid duration.",
      why: explain(age),
      next: `Use a duration such as: ${hint("apps prune", { "older-than": "2h", org })}`,
    });
  }
  const { milliseconds } = age.value;
  return ({ created }, now) => created !== undefined && created.getTime() <= now.getTime() - milliseconds;
}

async function confirmPrune(context: Context, again: string, { items }: PrunePlan): Promise<void> {
  const { interaction, log, prompts } = context;
  if (!interaction.canAsk) return;
  log.show(items.map(toPrunedItem), (pruned, style, width) => `\n${describePrunables(pruned, style, width)}`);
  const message = items.length === 1 ? "Remove it?" : `Remove these ${items.length}?`;
  if (await prompts.confirm({ message, default: true })) return;
  throw new OktaUnlockError("interrupted", {
    message: "Cancelled. Nothing was removed.",
    next: `Preview it: ${again} --dry-run`,
  });
}

/** After a signal what was removed by then; that it was stopped is seen by the signal. */
async function prune(context: Context, org: OktaOrg, items: readonly Prunable[]): Promise<PruneOutcome> {
  const removed: Prunable[] = [];
  const title = `Remove ${items.length === 1 ? "it" : `all ${items.length}`}`;
  try {
    return await context.log.step(title, (update) =>
      applyPrune(context, org, items, (item) => {
        const done = removed.push(item);
        if (done % chooseProgressInterval(items.length) === 0) update(`Removed ${done} of ${items.length}`);
      }),
    );
  } catch (error) {
    if (!context.signal.aborted) throw error;
    return { removed, failed: [] };
  }
}

/** A log that keeps every line gets twenty of them at most. */
function chooseProgressInterval(count: number): number {
  return Math.max(10, Math.ceil(count / 20));
}

function describe(
  org: OktaOrg,
  { kept, warnings }: PrunePlan,
  { removed, failed }: PruneOutcome,
  { dryRun }: { readonly dryRun: boolean },
): PrunedApps {
  return {
    org: org.orgUrl,
    dryRun,
    removed: removed.map(toPrunedItem),
    failed: failed.map(({ item, error }) => ({
      ...toPrunedItem(item),
      code: error.code,
      why: error.message,
    })),
    kept,
    warnings,
  };
}

function toPrunedItem(item: Prunable): PrunedItem {
  if (item.kind === "policy") {
    const { id, name } = item.policy;
    return { kind: "policy", id, label: name, expiresAt: null, runId: null };
  }
  const { id, label, expiresAt, runId = null } = item.app;
  return { kind: "app", id, label, expiresAt: expiresAt.toISOString(), runId };
}

/** The command that finds what is left. */
function formatPruneCommand({ flagValue }: OktaOrg, { olderThan }: PruneFlags): string {
  return hint("apps prune", { "older-than": olderThan?.trim(), org: flagValue });
}

/** The error for what could not be removed; its code is that of the first failure. `again` finds it again. */
function createPruneError({ org, failed, removed }: PrunedApps, again: string): OktaUnlockError | undefined {
  const [first] = failed;
  if (first === undefined) return undefined;
  return new OktaUnlockError(first.code, {
    message: `${failed.length} of ${failed.length + removed.length} could not be removed from ${org}.`,
    details: failed.map(({ id, label, why }) => `${id} ${label}: ${why}`),
    next: `Run it again to remove the rest: ${again}`,
  });
}

/** The error for a prune that a signal stopped before its end. */
function createStoppedError(
  { signal }: Context,
  again: string,
  { items }: PrunePlan,
  { removed }: PruneOutcome,
): OktaUnlockError | undefined {
  if (!signal.aborted || removed.length === items.length) return undefined;
  const { message } = signal.reason as OktaUnlockError;
  return new OktaUnlockError("interrupted", {
    message: `${message.replace(/\.$/u, "")}: ${removed.length} of ${items.length} were removed.`,
    next: `Run it again to remove the rest: ${again}`,
    cause: signal.reason,
  });
}

/** The flags of `apps prune` as typed. */
export interface PruneFlags extends OrgFlag {
  readonly olderThan?: string;
  readonly dryRun?: boolean;
}

/** An app, or a policy whose app is gone. */
export interface PrunedItem {
  readonly kind: Prunable["kind"];
  readonly id: string;
  readonly label: string;
  /** ISO 8601; null for a policy. */
  readonly expiresAt: string | null;
  readonly runId: string | null;
}

export interface PrunedApps {
  readonly org: string;
  readonly dryRun: boolean;
  /** What was removed; with --dry-run what would be. */
  readonly removed: readonly PrunedItem[];
  readonly failed: readonly (PrunedItem & { readonly code: ErrorCode; readonly why: string })[];
  /** How many ephemeral apps stay, because they are not due. */
  readonly kept: number;
  readonly warnings: readonly string[];
}

/** What was done, and what to end the run with when not all of it could be. */
export interface Pruning {
  readonly result: PrunedApps;
  readonly failure: OktaUnlockError | undefined;
}

export const prunedView: View<PrunedApps> = {
  stdout: ({ removed }, style, width) =>
    removed.length === 0 ? "" : describePrunables(removed, style, width),
  stderr(pruned, style, width) {
    return `${describeWarnings(pruned.warnings, style, width)}${style.good("✔")} ${wrap(describeOutcome(pruned), { width, indent: 2 })}\n`;
  },
  report: createPrunedReport,
};

/** A table of what is going to be removed, or was. */
function describePrunables(items: readonly PrunedItem[], style: Style, width: number): string {
  const rows = items.map(({ id, kind, expiresAt, label }) => [
    id,
    kind,
    expiresAt === null ? "its app is gone" : formatMinute(expiresAt),
    label,
  ]);
  return formatColumns([["ID", "KIND", "EXPIRES", "LABEL"], ...rows], style, width);
}

function describeOutcome({ org, dryRun, removed, kept }: PrunedApps): string {
  const stay =
    kept === 0 ? "" : ` ${formatCount(kept, "ephemeral app")} ${kept === 1 ? "is" : "are"} not due yet.`;
  if (removed.length === 0) return `Nothing to remove in ${org}.${stay}`;
  const what = describeParts(removed);
  return dryRun ? `${what} would be removed from ${org}.${stay}` : `Removed ${what} from ${org}.${stay}`;
}

function describeParts(removed: readonly PrunedItem[]): string {
  const apps = removed.filter(({ kind }) => kind === "app").length;
  const policies = removed.length - apps;
  return [
    apps > 0 && formatCount(apps, "ephemeral app"),
    policies > 0 && formatCount(policies, "left-over policy"),
  ]
    .filter(Boolean)
    .join(" and ");
}

function formatCount(count: number, what: string): string {
  if (count === 1) return `1 ${what}`;
  return `${count} ${what.endsWith("y") ? `${what.slice(0, -1)}ies` : `${what}s`}`;
}

function createPrunedReport({ org, dryRun, removed, failed, kept, warnings }: PrunedApps): CiReport {
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

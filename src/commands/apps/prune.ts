import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { explain } from "../../flows/fields.ts";
import { withOrg } from "../../flows/with-org.ts";
import type { OktaOrg } from "../../okta/port.ts";
import type { LeasedApp } from "../../provision/lease.ts";
import {
  applyPrune,
  planPrune,
  type Prunable,
  type PruneOutcome,
  type PrunePlan,
} from "../../provision/prune.ts";
import { parseAge } from "../../values/duration.ts";
import { createPruneError, repeatCommand, createStopError } from "./prune-errors.ts";
import type { PrunedApps, PrunedThing, PruneFlags, Pruning } from "./prune-result.ts";
import { describePrunables } from "./prune-view.ts";

/**
 * Removes the ephemeral apps that are due. On a terminal it shows them and asks; elsewhere it goes on. A Ctrl-C meanwhile is
 * a failure, too: the result says what was removed by then.
 */
export async function runAppsPrune(context: Context, flags: PruneFlags): Promise<Pruning> {
  const isDue = dueBy(flags.olderThan);
  return withOrg(context, flags.org, "okta-unlock apps prune --org local", async ({ org }) => {
    const plan = await context.log.step(`Looking for ephemeral apps in ${org.orgUrl}`, () =>
      planPrune(org, (app) => isDue(app, org.now())),
    );
    const isForReal = flags.dryRun !== true && plan.items.length > 0;
    const again = repeatCommand(org, flags);
    if (isForReal) await confirmPrune(context, again, plan);
    const outcome = isForReal ? await prune(context, org, plan.items) : { removed: plan.items, failed: [] };
    const result = describe(org, plan, outcome, { dryRun: flags.dryRun === true });
    return {
      result,
      failure: createPruneError(result, again) ?? createStopError(context, again, plan, outcome),
    };
  });
}

/** With --older-than the age decides instead of the expiry; `now` is the org's time, which both are counted in. */
function dueBy(olderThan: string | undefined): (app: LeasedApp, now: Date) => boolean {
  if (olderThan === undefined) return ({ expiresAt }, now) => expiresAt <= now;
  const age = parseAge(olderThan);
  if (!age.ok) {
    throw new OktaUnlockError("invalid-value", {
      message: "--older-than is not a length of time that can be used.",
      why: explain(age),
      next: "Say it as: okta-unlock apps prune --older-than 2h",
    });
  }
  const { milliseconds } = age.value;
  return ({ created }, now) => created !== undefined && created.getTime() <= now.getTime() - milliseconds;
}

async function confirmPrune(context: Context, again: string, { items }: PrunePlan): Promise<void> {
  const { interaction, log, prompts } = context;
  if (!interaction.canAsk) return;
  log.show((style, width) => `\n${describePrunables(items.map(toPrunedThing), style, width)}`);
  const message = items.length === 1 ? "Remove it?" : `Remove these ${items.length}?`;
  if (await prompts.confirm({ message, default: true })) return;
  throw new OktaUnlockError("interrupted", {
    message: "Cancelled. Nothing was removed.",
    next: `See what would be: ${again} --dry-run`,
  });
}

/** After a signal what was removed by then; that it was stopped is seen by the signal. */
async function prune(context: Context, org: OktaOrg, items: readonly Prunable[]): Promise<PruneOutcome> {
  const removed: Prunable[] = [];
  const title = `Removing ${items.length === 1 ? "it" : `all ${items.length}`}`;
  try {
    return await context.log.step(title, (update) =>
      applyPrune(context, org, items, (item) => {
        const done = removed.push(item);
        if (done % progressEvery(items.length) === 0) update(`Removed ${done} of ${items.length}`);
      }),
    );
  } catch (error) {
    if (!context.signal.aborted) throw error;
    return { removed, failed: [] };
  }
}

/** A log that keeps every line gets twenty of them at most. */
function progressEvery(count: number): number {
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
    removed: removed.map(toPrunedThing),
    failed: failed.map(({ item, error }) => ({
      ...toPrunedThing(item),
      code: error.code,
      why: error.message,
    })),
    kept,
    warnings,
  };
}

function toPrunedThing(item: Prunable): PrunedThing {
  if (item.kind === "policy") {
    const { id, name } = item.policy;
    return { kind: "policy", id, label: name, expiresAt: null, runId: null };
  }
  const { id, label, expiresAt, runId = null } = item.app;
  return { kind: "app", id, label, expiresAt: expiresAt.toISOString(), runId };
}

import type { OktaApp, OktaOrg } from "../okta/port.ts";
import type { ApplyContext, Progress } from "./effect.ts";
import type { Journal } from "./journal.ts";
import { calculateExpiry } from "./lease.ts";
import { readClientId } from "./org-answers.ts";
import { performSteps } from "./perform.ts";
import { findServerStep, hasChanges, type PlannedStep, type ProvisionPlan } from "./planned-steps.ts";

/** What a project keeps of its org and its app. */
export interface ProvisionedIds {
  readonly orgUrl: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly appId: string;
}

export interface ProvisionResult extends ProvisionedIds {
  /** The app as Okta told it, when this run created it: it need not be read again. */
  readonly newApp?: OktaApp;
  /** `default`, or `org` for the org authorization server. */
  readonly authorizationServerId: string;
  /** Without what the credential may not do: `warnings` say that. */
  readonly steps: readonly PlannedStep[];
  /** False when the org was right already. */
  readonly changed: boolean;
  readonly warnings: readonly string[];
}

/**
 * Carries a plan out, step by step. How each step is undone is in `journal` before it runs; undoing itself is left to
 * the journal's owner (`withJournal`), because what comes after provisioning can fail, too.
 */
export async function applyProvision(
  context: ApplyContext,
  org: OktaOrg,
  plan: ProvisionPlan,
  journal: Journal,
): Promise<ProvisionResult> {
  const { lease } = plan.desired.settings;
  const stamp = { run: crypto.randomUUID(), expiresAt: lease && calculateExpiry(org.now(), lease) };
  const progress = await performSteps({ context, org, journal, stamp }, plan.steps);
  if (progress.newApp !== undefined) readClientId(org, progress.newApp);
  return buildResult(org, plan, progress);
}

/** What a plan for an app that exists is going to give; a new app has no id before it is created. */
export function predictResult(org: Pick<OktaOrg, "orgUrl">, plan: ProvisionPlan): ProvisionedIds {
  return identify(org, plan, Object.assign({}, ...plan.steps.map(({ knows }) => knows)) as Progress);
}

function identify(
  { orgUrl }: Pick<OktaOrg, "orgUrl">,
  plan: ProvisionPlan,
  { appId = "", clientId = "" }: Progress,
): ProvisionedIds {
  return { orgUrl, issuer: findServerStep(plan)?.issuer ?? orgUrl, clientId, appId };
}

function buildResult(org: OktaOrg, plan: ProvisionPlan, progress: Progress): ProvisionResult {
  const { newApp, unpermitted = [] } = progress;
  const steps = plan.steps.filter((step) => step.action === "keep" || !unpermitted.includes(step));
  const refused = unpermitted.flatMap(({ withoutPermission }) => withoutPermission ?? []);
  return {
    ...identify(org, plan, progress),
    ...(newApp && { newApp }),
    authorizationServerId: findServerStep(plan)?.authorizationServerId ?? "org",
    steps,
    changed: hasChanges({ steps }),
    warnings: [...plan.warnings, ...new Set(refused)],
  };
}

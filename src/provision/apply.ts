import type { OktaApp, OktaOrg } from "../okta/port.ts";
import { applyActivation, applyApp } from "./apply-app.ts";
import { applyAssignment, applyUnassignment } from "./apply-assignment.ts";
import { applyPolicy, applyRule } from "./apply-policy.ts";
import { applySignOnPolicy } from "./apply-sign-on-policy.ts";
import { expiryAt } from "./lease.ts";
import { authorizationServerOf, hasChanges, type PlannedStep, type ProvisionPlan } from "./planned-steps.ts";
import type { ApplyContext, Known, Run } from "./run.ts";
import type { Journal } from "./undo.ts";

export interface ProvisionResult {
  readonly orgUrl: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly appId: string;
  /** The app as Okta told it, when this run made it: it need not be read again. */
  readonly newApp?: OktaApp;
  /** `default`, or `org` for the org authorization server. */
  readonly authorizationServerId: string;
  readonly steps: readonly Pick<PlannedStep, "resource" | "action" | "title">[];
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
  const expiresAt = lease && expiryAt(org.now(), lease);
  const run: Run = { context, org, plan, journal, id: crypto.randomUUID(), expiresAt };
  let known: Known = { appId: "", clientId: "", isNewApp: false, policyId: undefined };
  for (const step of plan.steps) {
    context.signal.throwIfAborted();
    known = await applyStep(run, step, known);
  }
  return resultOf(org, plan, known);
}

async function applyStep(run: Run, step: PlannedStep, known: Known): Promise<Known> {
  if (step.action === "keep") return learn(step, known);
  return run.context.log.step(step.title, async () => act(run, step, known));
}

/** What a step that changes nothing tells the later ones. */
function learn(step: PlannedStep & { readonly action: "keep" }, known: Known): Known {
  if (step.resource === "app") return { ...known, appId: step.appId, clientId: step.clientId };
  if (step.resource === "policy") return { ...known, policyId: step.policyId };
  return known;
}

type ActingStep = Exclude<PlannedStep, { readonly action: "keep" }>;

async function act(run: Run, step: ActingStep, known: Known): Promise<Known> {
  if (step.resource === "app") return applyApp(run, step, known);
  if (step.resource === "activation") return applyActivation(run, known);
  if (step.resource === "assignment") {
    return step.action === "create" ? applyAssignment(run, step, known) : applyUnassignment(run, step, known);
  }
  if (step.resource === "sign-on-policy") return applySignOnPolicy(run, step, known);
  if (step.resource === "policy") return applyPolicy(run, step, known);
  return applyRule(run, known);
}

function resultOf(org: OktaOrg, plan: ProvisionPlan, { appId, clientId, newApp }: Known): ProvisionResult {
  const server = plan.steps.find((step) => step.resource === "authorization-server");
  return {
    orgUrl: org.orgUrl,
    issuer: server?.issuer ?? org.orgUrl,
    clientId,
    appId,
    ...(newApp && { newApp }),
    authorizationServerId: authorizationServerOf(plan),
    steps: plan.steps.map(({ resource, action, title }) => ({ resource, action, title })),
    changed: hasChanges(plan),
    warnings: plan.warnings,
  };
}

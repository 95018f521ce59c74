import { hint } from "../hints.ts";
import { OktaUnlockError } from "../errors.ts";
import type { OktaApp, OktaOrg, SignOnPolicy } from "../okta/port.ts";
import type { Change, Effects, EffectSource } from "./effect.ts";
import type { ActingStep, KeepingStep } from "./planned-steps.ts";
import { hole } from "./request.ts";

/**
 * Plans the authentication policy of the app, when one was asked for: else the org's default stays, and none is looked up,
 * because many credentials may not. Throws `feature-missing` in a Classic Engine org, which has none.
 */
export async function planSignOnPolicy(
  org: OktaOrg,
  signOnPolicy: string | undefined,
  app: OktaApp | undefined,
): Promise<readonly (KeepingStep | ActingStep)[]> {
  if (signOnPolicy === undefined) return [];
  if ((await org.describe()).pipeline === "v1") throw createClassicEngine(org);
  const policy = await findPolicy(org, signOnPolicy);
  const formerPolicyId = /\/(\w+)$/u.exec(app?._links?.accessPolicy?.href ?? "")?.[1];
  if (formerPolicyId === policy.id) return [keepSignOnPolicy(policy.name)];
  return [assignSignOnPolicy(policy.name, policy.id, { appId: app?.id, formerPolicyId })];
}

/** The step that gives the app another authentication policy. Ids that are undefined become known later. */
export function assignSignOnPolicy(
  name: string,
  policyId: string | undefined,
  app: { readonly appId: string | undefined; readonly formerPolicyId: string | undefined },
): ActingStep {
  return {
    resource: "sign-on-policy",
    action: app.appId === undefined ? "create" : "update",
    title: `Set the app's authentication policy to ${JSON.stringify(name)}`,
    reason: "It was requested, and decides how users authenticate.",
    ...(app.formerPolicyId !== undefined && { former: { policyId: app.formerPolicyId } }),
    request: {
      call: "assignSignOnPolicy",
      args: [app.appId ?? hole("appId"), policyId ?? hole("signOnPolicyId")],
    },
  };
}

function keepSignOnPolicy(name: string): KeepingStep {
  const title = `Keep the authentication policy ${JSON.stringify(name)}`;
  return { resource: "sign-on-policy", action: "keep", title, reason: "The app already has it." };
}

async function findPolicy(org: OktaOrg, text: string): Promise<SignOnPolicy> {
  const policies = await org.listSignOnPolicies();
  const [only, ...others] = policies.filter(({ id, name }) => id === text || name === text);
  if (only === undefined) throw createNoSuchPolicy(text, policies);
  if (others.length > 0) throw createSeveralPolicies(text, [only, ...others]);
  return only;
}

function createClassicEngine({ orgUrl }: OktaOrg): OktaUnlockError {
  return new OktaUnlockError("feature-missing", {
    message: `${orgUrl} has no authentication policies for apps.`,
    why: "It runs on Classic Engine; only Identity Engine has them.",
    next: "Run the command again without --sign-on-policy.",
  });
}

function createNoSuchPolicy(text: string, policies: readonly SignOnPolicy[]): OktaUnlockError {
  return new OktaUnlockError("not-found", {
    message: `The org has no authentication policy ${JSON.stringify(text)}.`,
    why: policies.length === 0 ? "This credential can read none." : "It has these:",
    details: policies.map(({ id, name }) => `${id}  ${name}`),
    next: "Run the command again with one of the names or ids as --sign-on-policy, or without it.",
  });
}

function createSeveralPolicies(text: string, policies: readonly SignOnPolicy[]): OktaUnlockError {
  return new OktaUnlockError("app-conflict", {
    message: `${policies.length} authentication policies are named ${JSON.stringify(text)}.`,
    details: policies.map(({ id, name }) => `${id}  ${name}`),
    next: `Run the command again with the id of one: --sign-on-policy ${policies[0]?.id ?? ""}`,
  });
}

/** How the calls of this file are undone. */
export const signOnPolicyEffects: Effects = {
  assignSignOnPolicy: ([appId, policyId], source) => describeAssigning(appId, policyId, source),
};

/** A new app had the org's default, and goes as a whole. */
function describeAssigning(
  appId: string,
  policyId: string,
  { run: { org }, progress, former }: EffectSource,
): Change {
  if (progress.newApp !== undefined || former === undefined) return { kind: "change" };
  const formerId = String(former["policyId"]);
  return {
    kind: "change",
    undoing: {
      describe: `the authentication policy ${policyId} of the app ${appId}, which had ${formerId}`,
      manualCommand: hint("apps update", { args: [appId], "sign-on-policy": formerId, org: org.flagValue }),
      undo: async (signal) => org.withSignal(signal).assignSignOnPolicy(appId, formerId),
    },
  };
}

import { OktaUnlockError } from "../errors.ts";
import type { OktaApp, OktaOrg, SignOnPolicy } from "../okta/port.ts";
import { placeholders, type SignOnPolicyStep } from "./planned-steps.ts";

/**
 * Plans the authentication policy of the app, when one was asked for: else the org's default stays, and none is looked up,
 * because many credentials may not (okta-api.md 1.8). Throws `feature-missing` in a Classic Engine org, which has none.
 */
export async function planSignOnPolicy(
  org: OktaOrg,
  signOnPolicy: string | undefined,
  app: OktaApp | undefined,
): Promise<readonly SignOnPolicyStep[]> {
  if (signOnPolicy === undefined) return [];
  if ((await org.describe()).pipeline === "v1") throw classicEngine(org);
  const policy = await findPolicy(org, signOnPolicy);
  const formerPolicyId = app?._links?.accessPolicy?.href.split("/").at(-1);
  if (formerPolicyId === policy.id) return [keep(policy.name)];
  return [give(policy.name, policy.id, { appId: app?.id, formerPolicyId })];
}

/** The step that gives the app another authentication policy. */
export function give(
  name: string,
  policyId: string | undefined,
  app: { readonly appId: string | undefined; readonly formerPolicyId: string | undefined },
): SignOnPolicyStep {
  return {
    resource: "sign-on-policy",
    action: app.appId === undefined ? "create" : "update",
    title: `Give the app the authentication policy ${JSON.stringify(name)}`,
    reason: "That was asked for, and decides how people prove who they are.",
    policyId,
    formerPolicyId: app.formerPolicyId,
    request: {
      method: "PUT",
      path: `/api/v1/apps/${app.appId ?? placeholders.appId}/policies/${policyId ?? placeholders.signOnPolicyId}`,
    },
  };
}

function keep(name: string): SignOnPolicyStep {
  const title = `Keep the authentication policy ${JSON.stringify(name)}`;
  return { resource: "sign-on-policy", action: "keep", title, reason: "The app has it already." };
}

async function findPolicy(org: OktaOrg, text: string): Promise<SignOnPolicy> {
  const policies = await org.listSignOnPolicies();
  const [only, ...others] = policies.filter(({ id, name }) => id === text || name === text);
  if (only === undefined) throw noSuchPolicy(text, policies);
  if (others.length > 0) throw severalPolicies(text, [only, ...others]);
  return only;
}

function classicEngine({ orgUrl }: OktaOrg): OktaUnlockError {
  return new OktaUnlockError("feature-missing", {
    message: `${orgUrl} has no authentication policies for apps.`,
    why: "It runs on Classic Engine; only Identity Engine has them.",
    next: "Run the command again without --sign-on-policy.",
  });
}

function noSuchPolicy(text: string, policies: readonly SignOnPolicy[]): OktaUnlockError {
  return new OktaUnlockError("okta-refused", {
    message: `The org has no authentication policy ${JSON.stringify(text)}.`,
    why: policies.length === 0 ? "This credential sees none." : "These are there:",
    details: policies.map(({ id, name }) => `${id}  ${name}`),
    next: "Run the command again with --sign-on-policy and one of the names or ids, or without it.",
  });
}

function severalPolicies(text: string, policies: readonly SignOnPolicy[]): OktaUnlockError {
  return new OktaUnlockError("app-conflict", {
    message: `${policies.length} authentication policies are called ${JSON.stringify(text)}.`,
    details: policies.map(({ id, name }) => `${id}  ${name}`),
    next: `Name one by its id and run the command again: --sign-on-policy ${policies[0]?.id ?? ""}`,
  });
}

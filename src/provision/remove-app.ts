import { hint } from "../hints.ts";
import { OktaUnlockError } from "../errors.ts";
import { type AccessPolicy, isRefusal, type OktaApp, type OktaOrg } from "../okta/port.ts";
import { isOwnPolicy } from "./access-policy-body.ts";
import { deactivateAndDelete } from "./app.ts";
import { clientIdOf } from "./find-app.ts";

/** What became of an app, and of what this tool had made for it. */
export interface RemovedApp {
  readonly id: string;
  /** Undefined when the app was gone already. */
  readonly label: string | undefined;
  readonly outcome: "deleted" | "already gone";
  /** The access policies that went with it; each took its rules along. */
  readonly policies: readonly RemovedPolicy[];
  /** What the user should know though the app is deleted. */
  readonly warnings: readonly string[];
}

export interface RemovedPolicy {
  readonly id: string;
  readonly name: string;
  readonly authorizationServerId: string;
}

/**
 * Removes an app, and the access policies that this tool made for it alone, at any authorization server. An app that is gone
 * counts as done, and what is left of it is removed. Okta deletes inactive apps only, so it is deactivated first. A
 * policy that can't be deleted is a warning: without its client it allows nothing.
 * @param app its id; or the app as it was just read, which saves a request
 * @param policies the org's policies, when several apps are removed: they are read once, by the first
 */
export async function removeApp(
  org: OktaOrg,
  app: string | OktaApp,
  policies: PolicySource = listPoliciesOnce(org),
): Promise<RemovedApp> {
  const found = typeof app === "string" ? await org.getApp(app) : app;
  const id = typeof app === "string" ? app : app.id;
  if (found !== undefined) await deactivateAndDelete(org, id);
  // The client ID of an app that is gone is not known any more; unless it was chosen, it is the app's id.
  const clientId = found === undefined ? id : clientIdOf(found);
  const outcome = found === undefined ? "already gone" : "deleted";
  return { id, label: found?.label, outcome, ...(await removeOwnPolicies(org, { id, clientId }, policies)) };
}

/** Removes the access policies that this tool made for a client alone. */
export async function removeOwnPolicies(
  org: OktaOrg,
  { id, clientId }: { readonly id: string; readonly clientId: string },
  policies: PolicySource = listPoliciesOnce(org),
): Promise<Pick<RemovedApp, "policies" | "warnings">> {
  const removed: RemovedPolicy[] = [];
  try {
    for (const { authorizationServerId, policy } of await listOwnPolicies(policies, clientId)) {
      const outcome = await org.deletePolicy(authorizationServerId, policy.id);
      // It was listed a moment ago.
      if (outcome === "gone") await org.deletePolicy(authorizationServerId, policy.id);
      removed.push({ id: policy.id, name: policy.name, authorizationServerId });
    }
    return { policies: removed, warnings: [] };
  } catch (error) {
    if (!(error instanceof OktaUnlockError) || error.code === "interrupted") throw error;
    return { policies: removed, warnings: [describeLeftPolicy(error, id, org.flagValue)] };
  }
}

async function listOwnPolicies(policies: PolicySource, clientId: string): Promise<readonly PlacedPolicy[]> {
  return (await policies()).filter(({ policy }) => isOwnPolicy(policy, clientId));
}

function describeLeftPolicy(error: OktaUnlockError, id: string, org: string): string {
  const why = isRefusal(error, "E0000006")
    ? "This credential cannot delete access policies"
    : error.message.replace(/\.$/u, "");
  return `The access policy of ${id} may be left behind. ${why}. Remove it with: ${hint("apps delete", { args: [id], org })}`;
}

/** An access policy and the authorization server that it belongs to. */
export interface PlacedPolicy {
  readonly authorizationServerId: string;
  readonly policy: AccessPolicy;
}

/** Gives the access policies of all authorization servers of an org. */
export type PolicySource = () => Promise<readonly PlacedPolicy[]>;

/** Reads an org's policies when they are asked for the first time, and only then: one request, and one for each server. */
export function listPoliciesOnce(org: OktaOrg): PolicySource {
  let reading: Promise<readonly PlacedPolicy[]> | undefined;
  return () => (reading ??= readPolicies(org));
}

async function readPolicies(org: OktaOrg): Promise<readonly PlacedPolicy[]> {
  const found: PlacedPolicy[] = [];
  for (const { id } of await listServers(org)) {
    for (const policy of await org.listPolicies(id)) found.push({ authorizationServerId: id, policy });
  }
  return found;
}

/** An org without API Access Management has no policies that could be left. */
async function listServers(org: OktaOrg) {
  try {
    return await org.listAuthorizationServers();
  } catch (error) {
    if (isRefusal(error, "E0000015")) return [];
    throw error;
  }
}

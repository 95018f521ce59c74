import { type OktaApp, type OktaOrg, OktaRefusal } from "../org/port.ts";
import { clientIdOf } from "./app-conflict.ts";
import { isOwnPolicy } from "./policy-bodies.ts";

/** What a person should know of a removal that went well. */
export interface Removal {
  readonly warnings: readonly string[];
}

/**
 * Removes an app, and the access policies of `default` that this tool made for it alone. Okta deletes inactive apps only,
 * so it is deactivated first. A policy that can't be removed is a warning: without its client it allows nothing.
 */
export async function removeApp(org: OktaOrg, app: OktaApp): Promise<Removal> {
  await org.deactivateApp(app.id);
  await org.deleteApp(app.id);
  try {
    await removeOwnPolicies(org, clientIdOf(app));
    return { warnings: [] };
  } catch (error) {
    if (!(error instanceof OktaRefusal)) throw error;
    return { warnings: [`The access policy of ${app.label} could not be removed: ${error.message}`] };
  }
}

async function removeOwnPolicies(org: OktaOrg, clientId: string): Promise<void> {
  const server = await org.findAuthorizationServer("default");
  if (server === undefined) return;
  for (const policy of await org.listPolicies(server.id)) {
    if (isOwnPolicy(policy, clientId)) await org.deletePolicy(server.id, policy.id);
  }
}

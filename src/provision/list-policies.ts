import { type AccessPolicy, isRefusal, type OktaOrg } from "../okta/port.ts";

/** An access policy and the authorization server that it belongs to. */
export interface PlacedPolicy {
  readonly authorizationServerId: string;
  readonly policy: AccessPolicy;
}

/** Gives the access policies of all authorization servers of an org. */
export type PolicySource = () => Promise<readonly PlacedPolicy[]>;

/** Reads an org's policies when they are asked for the first time, and only then: one request, and one a server. */
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

import { type AuthorizationServer, isRefusal, type OktaOrg } from "../okta/port.ts";
import type { DesiredState } from "./desired.ts";
import { findNamedServer } from "./find-authorization-server.ts";
import type { AuthorizationServerStep } from "./planned-steps.ts";

export interface AuthorizationServerPlan {
  readonly step: AuthorizationServerStep;
  readonly warnings: readonly string[];
  /** False when no access policy is needed, or none can be seen. */
  readonly hasPolicies: boolean;
}

/**
 * Chooses the authorization server: the one that was named, or `default` where the org has an active one, else the org
 * authorization server, which every org has and which needs no access policy (okta-api.md 2.1). Throws when one was named
 * and can't be used: falling back is for who did not choose.
 */
export async function planAuthorizationServer(
  org: OktaOrg,
  { settings }: DesiredState,
): Promise<AuthorizationServerPlan> {
  const id = settings.authorizationServer;
  if (id === "org") return useOrgServer(org, "That was asked for.", []);
  if (id !== "default") return planNamedServer(org, id);
  const found = await findServer(org, id);
  if (found === "hidden") return useHiddenServer(org, id);
  if (found === "feature missing") return fallBack(org, "The org has no API Access Management.");
  if (found === undefined) return fallBack(org, `The org has no authorization server named ${id}.`);
  if (found.status !== "ACTIVE") return fallBack(org, `The authorization server ${id} is not active.`);
  return { step: useServer(id, found.issuer), warnings: [], hasPolicies: true };
}

/** The step that keeps a custom authorization server. */
export function useServer(id: string, issuer: string | undefined): AuthorizationServerStep {
  return {
    resource: "authorization-server",
    action: "keep",
    title: `Use the authorization server ${id}`,
    reason: "It gives access tokens that your own API can check.",
    authorizationServerId: id,
    issuer,
  };
}

async function planNamedServer(org: OktaOrg, text: string): Promise<AuthorizationServerPlan> {
  const { id, issuer } = await findNamedServer(org, text);
  return { step: useServer(id, issuer), warnings: [], hasPolicies: true };
}

async function findServer(
  org: OktaOrg,
  id: string,
): Promise<AuthorizationServer | "hidden" | "feature missing" | undefined> {
  try {
    return await org.findAuthorizationServer(id);
  } catch (error) {
    if (isRefusal(error, "E0000015")) return "feature missing";
    if (isRefusal(error, "E0000006")) return "hidden";
    throw error;
  }
}

/** Discovery is open to all, so a credential that may not read the server can still use it. */
async function useHiddenServer(org: OktaOrg, id: string): Promise<AuthorizationServerPlan> {
  const issuer = await org.discoverIssuer(id);
  if (issuer === undefined) return fallBack(org, `The org has no active authorization server named ${id}.`);
  const warning = `This credential may not read the authorization server ${id}, so whether an access policy covers the app could not be checked. If sign-in ends in access_denied, add one in the Admin Console: Security > API > ${id} > Access Policies.`;
  return { step: useServer(id, issuer), warnings: [warning], hasPolicies: false };
}

async function fallBack(org: OktaOrg, reason: string): Promise<AuthorizationServerPlan> {
  const warning = `${reason} The org authorization server is used instead: sign-in works, but its access tokens are for Okta's own APIs only, not for yours.`;
  return useOrgServer(org, reason, [warning]);
}

async function useOrgServer(
  org: OktaOrg,
  reason: string,
  warnings: readonly string[],
): Promise<AuthorizationServerPlan> {
  const step: AuthorizationServerStep = {
    resource: "authorization-server",
    action: "keep",
    title: "Use the org authorization server",
    reason,
    authorizationServerId: "org",
    // With a custom domain the issuer can be the okta.com address: only discovery knows.
    issuer: (await org.discoverIssuer()) ?? org.orgUrl,
  };
  return { step, warnings, hasPolicies: false };
}

import { OktaUnlockError } from "../errors.ts";
import { type AuthorizationServer, isRefusal, type OktaOrg } from "../okta/port.ts";
import type { DesiredState } from "./desired.ts";
import { readIssuer } from "./org-answers.ts";
import type { AuthorizationServerStep } from "./planned-steps.ts";

export interface AuthorizationServerPlan {
  readonly step: AuthorizationServerStep;
  readonly warnings: readonly string[];
  /** False when no access policy is needed, or none can be seen. */
  readonly hasPolicies: boolean;
}

/**
 * Chooses the authorization server: the one that was named, or `default` where the org has an active one, else the org
 * authorization server, which every org has and which needs no access policy. Throws when one was named
 * and can't be used: only the default falls back.
 */
export async function planAuthorizationServer(
  org: OktaOrg,
  { settings }: DesiredState,
): Promise<AuthorizationServerPlan> {
  const id = settings.authorizationServer;
  if (id === "org") return useOrgServer(org, "It was requested.", []);
  if (id !== "default") return planNamedServer(org, id);
  const found = await findServer(org, id);
  if (found === "hidden") return useHiddenServer(org, id);
  if (found === "feature missing") return fallBack(org, "The org does not have API Access Management.");
  if (found === undefined) return fallBack(org, `The org has no authorization server named ${id}.`);
  if (found.status !== "ACTIVE") return fallBack(org, `The authorization server ${id} is not active.`);
  return { step: useServer(id, readIssuer(org, found.issuer)), warnings: [], hasPolicies: true };
}

/** The step that keeps a custom authorization server. */
export function useServer(id: string, issuer: string | undefined): AuthorizationServerStep {
  return {
    resource: "authorization-server",
    action: "keep",
    title: `Use the authorization server ${id}`,
    reason: "It issues access tokens that your own API can validate.",
    authorizationServerId: id,
    issuer,
  };
}

async function planNamedServer(org: OktaOrg, text: string): Promise<AuthorizationServerPlan> {
  const { id, issuer } = await findNamedServer(org, text);
  return { step: useServer(id, readIssuer(org, issuer)), warnings: [], hasPolicies: true };
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
  const warning = `This credential cannot read the authorization server ${id}, so whether an access policy covers the app could not be checked. If sign-in ends in access_denied, add one in the Admin Console: Security > API > ${id} > Access Policies.`;
  return { step: useServer(id, readIssuer(org, issuer)), warnings: [warning], hasPolicies: false };
}

async function fallBack(org: OktaOrg, reason: string): Promise<AuthorizationServerPlan> {
  const warning = `${reason} The org authorization server is used instead: sign-in works, but its access tokens are valid for Okta's APIs only, not for your own.`;
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
    issuer: readIssuer(org, (await org.discoverIssuer()) ?? org.orgUrl),
  };
  return { step, warnings, hasPolicies: false };
}

/**
 * The active authorization server with an id or a name. Throws `not-found` when there is none, `okta-refused` when it is not active,
 * `app-conflict` when several have the name, `feature-missing` when the org has no custom ones.
 */
async function findNamedServer(org: OktaOrg, text: string): Promise<AuthorizationServer> {
  const servers = await org.listAuthorizationServers();
  const [only, ...others] = servers.filter(({ id, name }) => id === text || name === text);
  if (only === undefined) throw createNoSuchServer(text, servers);
  if (others.length > 0) throw createSeveralServers(text, [only, ...others]);
  if (only.status !== "ACTIVE") throw createInactive(only);
  return only;
}

function createNoSuchServer(text: string, servers: readonly AuthorizationServer[]): OktaUnlockError {
  return new OktaUnlockError("not-found", {
    message: `The org has no authorization server ${JSON.stringify(text)}.`,
    why: "Besides the org authorization server, which is called org, it has these:",
    details: servers.map(describeServer),
    next: "Run the command again with one of the names or ids as --authorization-server.",
  });
}

function createSeveralServers(text: string, servers: readonly AuthorizationServer[]): OktaUnlockError {
  return new OktaUnlockError("app-conflict", {
    message: `${servers.length} authorization servers are named ${JSON.stringify(text)}.`,
    details: servers.map(describeServer),
    next: `Run the command again with the id of one: --authorization-server ${servers[0]?.id ?? ""}`,
  });
}

function createInactive(server: AuthorizationServer): OktaUnlockError {
  return new OktaUnlockError("okta-refused", {
    message: `The authorization server ${JSON.stringify(server.name ?? server.id)} is not active.`,
    why: "Only an active authorization server issues tokens.",
    next: "Activate it in the Admin Console (Security > API), or run the command again with another --authorization-server.",
  });
}

function describeServer({ id, name, status }: AuthorizationServer): string {
  return `${id}  ${name ?? ""}${status === "ACTIVE" ? "" : `  ${status.toLowerCase()}`}`;
}

import type { AccessPolicy, JsonObject } from "../okta/port.ts";
import type { DesiredState } from "./desired.ts";
import { shorten } from "./shorten.ts";

/** What only becomes known when the plan is applied. In a plan's preview placeholders stand for it. */
export interface PolicyOwner {
  readonly clientId: string;
  /** The run that makes the policy, by which it is found again when an answer was lost. */
  readonly run: string;
  /** When the app of an ephemeral client expires, ISO 8601; undefined for one that is there for good. */
  readonly expiresAt: string | undefined;
}

/** What a rule is made from. */
interface RuleSource {
  readonly settings: Pick<DesiredState["settings"], "scopes">;
}

const prefix = "okta-unlock:";
const longestName = 100;

/** The body of POST /api/v1/authorizationServers/{id}/policies (okta-api.md 2.3). `priority` 1 comes first. */
export function policyBody({ settings }: DesiredState, owner: PolicyOwner, priority: number): JsonObject {
  return {
    type: "OAUTH_AUTHORIZATION_POLICY",
    status: "ACTIVE",
    name: policyName(settings.label, owner.clientId),
    description: `Created by okta-unlock for client ${owner.clientId} (run ${owner.run})${lease(owner)}`,
    priority,
    conditions: { clients: { include: [owner.clientId] } },
  };
}

/** The body of a policy for all clients, which stands behind those for one. `run` marks who makes it. */
export function sharedPolicyBody(run: string, priority: number): JsonObject {
  return {
    type: "OAUTH_AUTHORIZATION_POLICY",
    status: "ACTIVE",
    name: `${prefix} all apps`,
    description: `Created by okta-unlock for all clients (run ${run})`,
    priority,
    conditions: { clients: { include: ["ALL_CLIENTS"] } },
  };
}

/**
 * The body of POST …/policies/{id}/rules (okta-api.md 2.4). `refresh_token` is no grant type of a rule: a refresh is
 * judged by the grant it began with. Lifetimes are in minutes; a refresh token lives as long as it is used weekly.
 */
export function ruleBody({ settings }: RuleSource): JsonObject {
  return {
    type: "RESOURCE_ACCESS",
    name: "okta-unlock mobile",
    status: "ACTIVE",
    priority: 1,
    conditions: {
      people: { groups: { include: ["EVERYONE"] } },
      grantTypes: { include: ["authorization_code"] },
      scopes: { include: settings.scopes },
    },
    actions: {
      token: {
        accessTokenLifetimeMinutes: 60,
        refreshTokenLifetimeMinutes: 0,
        refreshTokenWindowMinutes: 10_080,
      },
    },
  };
}

/** True for a policy that was made for this client alone, by this tool. */
export function isOwnPolicy(policy: AccessPolicy, clientId: string): boolean {
  return soleClientOf(policy) === clientId;
}

/** The client that this tool made a policy for; undefined for every other policy. */
export function soleClientOf({ name, conditions }: AccessPolicy): string | undefined {
  const clients = conditions?.clients?.include ?? [];
  return name.startsWith(prefix) && clients.length === 1 ? clients[0] : undefined;
}

/** True for a policy that `run` made. */
export function isOfRun(policy: AccessPolicy, run: string): boolean {
  return policy.name.startsWith(prefix) && policy.description?.includes(`(run ${run})`) === true;
}

/** What prune knows the policy of an ephemeral app by. */
function lease({ expiresAt }: PolicyOwner): string {
  return expiresAt === undefined ? "" : `, ephemeral until ${expiresAt}`;
}

/** The client ID keeps names apart: two projects may share a label. A long label is cut by whole characters. */
function policyName(label: string, clientId: string): string {
  const rest = `${prefix}  (${clientId})`.length;
  return `${prefix} ${shorten(label, longestName - rest)} (${clientId})`;
}

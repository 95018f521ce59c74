import type { AccessPolicy, JsonObject } from "../okta/port.ts";
import { type Hole, hole, joinText } from "./request.ts";

/** What the policy of one app is made from. */
export interface PolicySettings {
  readonly label: string;
  /** A hole while the app does not exist. */
  readonly clientId: string | Hole;
  readonly isEphemeral: boolean;
  /** 1 comes first. */
  readonly priority: number;
}

const prefix = "okta-unlock:";
const longestName = 100;
/** As long as every id that Okta makes. */
const idLength = 20;

/**
 * The body of POST /api/v1/authorizationServers/{id}/policies.
 * https://developer.okta.com/docs/api/openapi/okta-management/management/tag/AuthorizationServerPolicies/
 */
export function buildPolicy({ label, clientId, isEphemeral, priority }: PolicySettings): JsonObject {
  return {
    type: "OAUTH_AUTHORIZATION_POLICY",
    status: "ACTIVE",
    name: buildPolicyName(label, clientId),
    description: joinText(
      "Created by okta-unlock for client ",
      clientId,
      " (run ",
      hole("run"),
      ")",
      ...(isEphemeral ? [leaseMark, hole("expiresAt")] : []),
    ),
    priority,
    conditions: { clients: { include: [clientId] } },
  };
}

/** The body of a policy for all clients, which stands behind those for one. */
export function buildSharedPolicy(priority: number): JsonObject {
  return {
    type: "OAUTH_AUTHORIZATION_POLICY",
    status: "ACTIVE",
    name: `${prefix} all apps`,
    description: joinText("Created by okta-unlock for all clients (run ", hole("run"), ")"),
    priority,
    conditions: { clients: { include: ["ALL_CLIENTS"] } },
  };
}

/**
 * The body of POST …/policies/{id}/rules. `refresh_token` is no grant type of a rule: a refresh is judged by the grant
 * it began with. Lifetimes are in minutes; a refresh token lives as long as it is used weekly.
 */
export function buildRule(scopes: readonly string[]): JsonObject {
  return {
    type: "RESOURCE_ACCESS",
    name: "okta-unlock mobile",
    status: "ACTIVE",
    priority: 1,
    conditions: {
      people: { groups: { include: ["EVERYONE"] } },
      grantTypes: { include: ["authorization_code"] },
      scopes: { include: scopes },
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
  return findSoleClient(policy) === clientId;
}

/** The client of a policy that was made for an ephemeral app alone; undefined for every other policy. */
export function findLeasedClient(policy: AccessPolicy): string | undefined {
  return policy.description?.includes(leaseMark) === true ? findSoleClient(policy) : undefined;
}

/** What prune knows the policy of an ephemeral app by. */
const leaseMark = ", ephemeral until ";

/** The client that this tool made a policy for; undefined for every other policy. */
function findSoleClient({ name, conditions }: AccessPolicy): string | undefined {
  const clients = conditions?.clients?.include ?? [];
  return name.startsWith(prefix) && clients.length === 1 ? clients[0] : undefined;
}

/** True for a policy that `run` made. */
export function isOfRun(policy: AccessPolicy, run: string): boolean {
  return policy.name.startsWith(prefix) && policy.description?.includes(`(run ${run})`) === true;
}

/** The client ID keeps names apart: two projects may share a label. A long label is cut by whole characters. */
function buildPolicyName(label: string, clientId: string | Hole) {
  const rest = `${prefix}  ()`.length + (typeof clientId === "string" ? clientId.length : idLength);
  return joinText(`${prefix} ${shorten(label, longestName - rest)} (`, clientId, ")");
}

/** A text of at most `length` UTF-16 units: a longer one is cut between whole characters and ends in `…`. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text);
  let kept = "";
  for (const { segment } of characters) {
    if (kept.length + segment.length > length - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

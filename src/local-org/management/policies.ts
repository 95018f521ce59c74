import { toObject, isTextList, omit, toText } from "../json.ts";
import type { JsonObject } from "../json.ts";
import type { Problem } from "../http/problems.ts";
import { blank, check, countCharacters, taken, throwIfAny } from "../http/problems.ts";
import { listPolicies, placeByPriority } from "../model/policies.ts";
import { remove } from "../store/change.ts";
import type { StoredPolicy } from "../store/collections.ts";
import { authorizationServers } from "./authorization-servers.ts";
import type { RequestContext } from "./request-context.ts";
import { noContent } from "./request-context.ts";
import type { Draft } from "./resource.ts";
import { linkToTransition, linkTo, defineResource } from "./resource.ts";

/** Access policies of an authorization server: who may sign in to which client (Okta: Authorization Server Policies API). */
export const policies = defineResource({
  path: "/api/v1/authorizationServers/:authServerId/policies",
  param: "policyId",
  collection: "policies",
  idPrefix: "00p",
  kind: "Policy",
  verbs: ["list", "create", "get", "replace", "delete"],
  lifecycle: { response: noContent },
  parentOf: (request) => authorizationServers.find(request).id,
  list: ({ org }, authorizationServerId) => listPolicies(org, authorizationServerId),
  build: buildPolicy,
  // Policies keep the priorities 1, 2, 3…: inserting one moves those after it.
  save: ({ org }, policy) => placeByPriority(listPolicies(org, policy.authorizationServerId), policy),
  cascade: ({ store }, policy) =>
    store.listUnder("rules", `${policy.id}/`).map(({ id }) => remove("rules", `${policy.id}/${id}`)),
  view: viewPolicy,
});

function buildPolicy(
  { org }: RequestContext,
  { body: given, known, stamped, parentId }: Draft<StoredPolicy>,
): StoredPolicy {
  const body = known === undefined ? given : { priority: known.priority, status: known.status, ...given };
  const others = listPolicies(org, parentId).filter(({ id }) => id !== stamped.id);
  validatePolicy(body, others);
  return {
    ...omit(body, ["_links", "_embedded"]),
    ...stamped,
    authorizationServerId: parentId,
    type: "OAUTH_AUTHORIZATION_POLICY",
    status: body["status"] === "INACTIVE" ? "INACTIVE" : "ACTIVE",
    name: toText(body["name"]),
    priority: typeof body["priority"] === "number" ? body["priority"] : others.length + 1,
    system: false,
    conditions: completeConditions(toObject(body["conditions"]) ?? {}),
  };
}

/** A policy without clients is accepted; it is for nobody. */
function completeConditions(conditions: JsonObject): JsonObject {
  return { ...conditions, clients: { include: [], ...toObject(conditions["clients"]) } };
}

function viewPolicy({ origin }: RequestContext, policy: StoredPolicy): JsonObject {
  const self = `${origin}/api/v1/authorizationServers/${policy.authorizationServerId}/policies/${policy.id}`;
  return {
    ...omit(policy, ["authorizationServerId"]),
    _links: {
      self: linkTo(self, "GET", "PUT", "DELETE"),
      ...linkToTransition(self, policy.status),
      rules: linkTo(`${self}/rules`, "GET"),
    },
  };
}

export interface Named {
  readonly name: string;
}

/** Okta's rules for an access policy; `others` are those it must differ from by name. Throws E0000001. */
function validatePolicy(body: JsonObject, others: readonly Named[]): void {
  const clients = toObject(toObject(body["conditions"])?.["clients"])?.["include"] ?? [];
  const type = body["type"] ?? "OAUTH_AUTHORIZATION_POLICY";
  throwIfAny([
    ...check(
      type === "OAUTH_AUTHORIZATION_POLICY",
      "type",
      "The value must be 'OAUTH_AUTHORIZATION_POLICY'.",
    ),
    ...findNameProblems(body, others),
    ...findTextProblems(body, "description", 255),
    ...findCommonProblems(body),
    ...check(
      isTextList(clients),
      "conditions.clients.include",
      "The value must be a list of client IDs, or 'ALL_CLIENTS'.",
    ),
  ]);
}

export function findNameProblems(body: JsonObject, others: readonly Named[]): Problem[] {
  const problems = findTextProblems(body, "name", 100);
  if (problems.length > 0) return problems;
  return check(
    others.every((other) => other.name !== body["name"]),
    "name",
    taken,
  );
}

export function findCommonProblems(body: JsonObject): Problem[] {
  const { status = "ACTIVE", priority = 1 } = body;
  return [
    ...check(
      ["ACTIVE", "INACTIVE"].includes(toText(status)),
      "status",
      "The value must be one of [ACTIVE, INACTIVE].",
    ),
    ...check(
      Number.isInteger(priority) && Number(priority) >= 1,
      "priority",
      "The value must be a positive whole number.",
    ),
  ];
}

function findTextProblems(body: JsonObject, field: string, longest: number): Problem[] {
  const text = toText(body[field]);
  if (text.trim() === "") return [{ field, text: blank }];
  return check(
    countCharacters(text) <= longest,
    field,
    `The field must not be longer than ${longest} characters`,
  );
}

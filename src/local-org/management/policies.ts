import type { Router } from "@koa/router";
import { notFound } from "../http/api-error.ts";
import type { JsonObject } from "../json.ts";
import { asObject, isTextList, omit, textOf } from "../json.ts";
import { listPolicies, placeByPriority } from "../model/policies.ts";
import type { Org } from "../org.ts";
import { stamp } from "../org.ts";
import { put, remove } from "../store/change.ts";
import type { Status, StoredPolicy } from "../store/collections.ts";
import { authorizationServerOf } from "./authorization-servers.ts";
import type { Problem } from "../http/problems.ts";
import { blank, check, lengthOf, taken, throwIfAny } from "../http/problems.ts";
import type { RequestContext } from "./request-context.ts";
import { created, handle, noContent, objectBody, ok } from "./request-context.ts";

const all = "/api/v1/authorizationServers/:authServerId/policies";

/** Access policies of an authorization server: who may sign in to which client (Okta: Authorization Server Policies API). */
export function policyRoutes(router: Router, org: Org): void {
  router.get(all, handle(org, answerPolicies));
  router.post(all, handle(org, createPolicy));
  router.get(
    `${all}/:policyId`,
    handle(org, (request) => ok(view(request, policyOf(request)))),
  );
  router.put(`${all}/:policyId`, handle(org, replacePolicy));
  router.delete(`${all}/:policyId`, handle(org, deletePolicy));
  router.post(
    `${all}/:policyId/lifecycle/activate`,
    handle(org, (request) => changeStatus(request, "ACTIVE")),
  );
  router.post(
    `${all}/:policyId/lifecycle/deactivate`,
    handle(org, (request) => changeStatus(request, "INACTIVE")),
  );
}

/** The policy that the path names. Throws E0000007. */
export function policyOf(request: RequestContext): StoredPolicy {
  const id = request.params["policyId"] ?? "";
  const policy = request.org.store.get("policies", `${authorizationServerOf(request).id}/${id}`);
  if (policy === undefined) throw notFound(id, "OAuth2Policy");
  return policy;
}

function answerPolicies(request: RequestContext) {
  const policies = listPolicies(request.org, authorizationServerOf(request).id);
  return ok(policies.map((policy) => view(request, policy)));
}

function createPolicy(request: RequestContext) {
  const fixed = {
    ...stamp(request.org.clock, "00p"),
    authorizationServerId: authorizationServerOf(request).id,
  };
  const policy = policyFrom(request.org, objectBody(request), fixed);
  save(request, policy);
  return created(view(request, policy));
}

function replacePolicy(request: RequestContext) {
  const { id, created: since, authorizationServerId, priority, status } = policyOf(request);
  const lastUpdated = request.org.clock.now().toISOString();
  const fixed = { id, created: since, lastUpdated, authorizationServerId };
  const policy = policyFrom(request.org, { priority, status, ...objectBody(request) }, fixed);
  save(request, policy);
  return ok(view(request, policy));
}

interface Fixed {
  readonly id: string;
  readonly created: string;
  readonly lastUpdated: string;
  readonly authorizationServerId: string;
}

function policyFrom(org: Org, body: JsonObject, fixed: Fixed): StoredPolicy {
  const others = listPolicies(org, fixed.authorizationServerId).filter((each) => each.id !== fixed.id);
  validatePolicy(body, others);
  return {
    ...omit(body, ["_links", "_embedded"]),
    ...fixed,
    type: "OAUTH_AUTHORIZATION_POLICY",
    status: body["status"] === "INACTIVE" ? "INACTIVE" : "ACTIVE",
    name: textOf(body["name"]),
    priority: typeof body["priority"] === "number" ? body["priority"] : others.length + 1,
    system: false,
  };
}

/** Policies keep the priorities 1, 2, 3…: one that is put in between moves those after it. */
function save(request: RequestContext, policy: StoredPolicy): void {
  const changed = placeByPriority(listPolicies(request.org, policy.authorizationServerId), policy);
  request.write(changed.map((each) => put("policies", `${each.authorizationServerId}/${each.id}`, each)));
}

function deletePolicy(request: RequestContext) {
  const policy = policyOf(request);
  const { store } = request.org;
  const rules = store
    .listUnder("rules", `${policy.id}/`)
    .map((rule) => remove("rules", `${policy.id}/${rule.id}`));
  request.write([remove("policies", `${policy.authorizationServerId}/${policy.id}`), ...rules]);
  return noContent;
}

function changeStatus(request: RequestContext, status: Status) {
  const policy = policyOf(request);
  const changed = { ...policy, status, lastUpdated: request.org.clock.now().toISOString() };
  request.write([put("policies", `${policy.authorizationServerId}/${policy.id}`, changed)]);
  return noContent;
}

function view(request: RequestContext, policy: StoredPolicy): JsonObject {
  const self = `${request.origin}/api/v1/authorizationServers/${policy.authorizationServerId}/policies/${policy.id}`;
  const transition = policy.status === "ACTIVE" ? "deactivate" : "activate";
  return {
    ...omit(policy, ["authorizationServerId"]),
    _links: {
      self: { href: self, hints: { allow: ["GET", "PUT", "DELETE"] } },
      [transition]: { href: `${self}/lifecycle/${transition}`, hints: { allow: ["POST"] } },
      rules: { href: `${self}/rules`, hints: { allow: ["GET"] } },
    },
  };
}

export interface Named {
  readonly name: string;
}

/** Okta's rules for an access policy; `others` are those it must differ from by name. Throws E0000001. */
function validatePolicy(body: JsonObject, others: readonly Named[]): void {
  const clients = asObject(asObject(body["conditions"])?.["clients"])?.["include"];
  const type = body["type"] ?? "OAUTH_AUTHORIZATION_POLICY";
  throwIfAny([
    ...check(
      type === "OAUTH_AUTHORIZATION_POLICY",
      "type",
      "The value must be 'OAUTH_AUTHORIZATION_POLICY'.",
    ),
    ...nameProblems(body, others),
    ...textProblems(body, "description", 255),
    ...commonProblems(body),
    ...check(
      isTextList(clients) && clients.length > 0,
      "conditions.clients.include",
      "At least one client ID or 'ALL_CLIENTS' is required.",
    ),
  ]);
}

export function nameProblems(body: JsonObject, others: readonly Named[]): Problem[] {
  const problems = textProblems(body, "name", 100);
  if (problems.length > 0) return problems;
  return check(
    others.every((other) => other.name !== body["name"]),
    "name",
    taken,
  );
}

export function commonProblems(body: JsonObject): Problem[] {
  const { status = "ACTIVE", priority = 1 } = body;
  return [
    ...check(
      ["ACTIVE", "INACTIVE"].includes(textOf(status)),
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

function textProblems(body: JsonObject, field: string, longest: number): Problem[] {
  const text = textOf(body[field]);
  if (text.trim() === "") return [{ field, text: blank }];
  return check(lengthOf(text) <= longest, field, `The field must not be longer than ${longest} characters`);
}

import type { Router } from "@koa/router";
import { notFound, readOnlyObject } from "../http/api-error.ts";
import type { JsonObject } from "../json.ts";
import { asObject, isTextList, omit, textOf } from "../json.ts";
import type { Org } from "../org.ts";
import { stamp } from "../org.ts";
import { put, remove } from "../store/change.ts";
import type { Stored, StoredClaim } from "../store/collections.ts";
import { authorizationServerOf } from "./authorization-servers.ts";
import type { Problem } from "../http/problems.ts";
import { blank, check, taken, oneOf, throwIfAny } from "../http/problems.ts";
import type { RequestContext } from "./request-context.ts";
import { created, handle, noContent, objectBody, ok } from "./request-context.ts";

const all = "/api/v1/authorizationServers/:authServerId/claims";

/** What an authorization server puts into tokens (Okta: Authorization Server Claims API). */
export function claimRoutes(router: Router, org: Org): void {
  router.get(
    all,
    handle(org, (request) => ok(claimsOf(request).map((claim) => view(request, claim)))),
  );
  router.post(all, handle(org, createClaim));
  router.get(
    `${all}/:claimId`,
    handle(org, (request) => ok(view(request, claimOf(request)))),
  );
  router.put(`${all}/:claimId`, handle(org, replaceClaim));
  router.delete(`${all}/:claimId`, handle(org, deleteClaim));
}

function claimsOf(request: RequestContext): StoredClaim[] {
  return request.org.store.listUnder("claims", `${authorizationServerOf(request).id}/`);
}

function claimOf(request: RequestContext): StoredClaim {
  const id = request.params["claimId"] ?? "";
  const claim = request.org.store.get("claims", `${authorizationServerOf(request).id}/${id}`);
  if (claim === undefined) throw notFound(id, "OAuth2Claim");
  return claim;
}

function createClaim(request: RequestContext) {
  const stamped = { ...stamp(request.org.clock, "ocl"), system: false };
  const claim = claimFrom(request, { status: "ACTIVE", ...objectBody(request) }, stamped);
  request.write([put("claims", keyOf(claim), claim)]);
  return created(view(request, claim));
}

/** Of the system claim `sub`, the value can be changed, nothing else. */
function replaceClaim(request: RequestContext) {
  const known = claimOf(request);
  const lastUpdated = request.org.clock.now().toISOString();
  const fixed = { id: known.id, created: known.created, lastUpdated, system: known["system"] === true };
  const body = objectBody(request);
  const isOther = body["name"] !== known.name || body["claimType"] !== known["claimType"];
  if (fixed.system && isOther) throw readOnlyObject("claim");
  const claim = claimFrom(request, { status: "ACTIVE", ...body }, fixed);
  request.write([put("claims", keyOf(claim), claim)]);
  return ok(view(request, claim));
}

function deleteClaim(request: RequestContext) {
  const claim = claimOf(request);
  if (claim["system"] === true) throw readOnlyObject("claim");
  request.write([remove("claims", keyOf(claim))]);
  return noContent;
}

function claimFrom(
  request: RequestContext,
  body: JsonObject,
  fixed: Stored & { readonly system: boolean },
): StoredClaim {
  const server = authorizationServerOf(request).id;
  const scopes = request.org.store.listUnder("scopes", `${server}/`).map(({ name }) => name);
  const others = claimsOf(request).filter(({ id }) => id !== fixed.id);
  validateClaim(body, { others, scopes, isSystem: fixed.system });
  return {
    ...omit(body, ["_links"]),
    ...fixed,
    authorizationServerId: server,
    name: textOf(body["name"]),
    conditions: { scopes: [], ...asObject(body["conditions"]) },
    // In access tokens a claim is always there.
    alwaysIncludeInToken: body["claimType"] === "RESOURCE" || isTrue(body["alwaysIncludeInToken"]),
  };
}

/** Okta's own examples write the boolean as a text. */
function isTrue(value: JsonObject[string]): boolean {
  return value === undefined || value === true || value === "true";
}

function keyOf(claim: StoredClaim): string {
  return `${claim.authorizationServerId}/${claim.id}`;
}

function view(request: RequestContext, claim: StoredClaim): JsonObject {
  const server = `${request.origin}/api/v1/authorizationServers/${claim.authorizationServerId}`;
  return {
    ...omit(claim, ["authorizationServerId", "created", "lastUpdated"]),
    _links: {
      self: { href: `${server}/claims/${claim.id}`, hints: { allow: ["GET", "PUT", "DELETE"] } },
    },
  };
}

interface ClaimPlace {
  readonly others: readonly StoredClaim[];
  /** The names of the scopes of the authorization server. */
  readonly scopes: readonly string[];
  readonly isSystem: boolean;
}

/** Claims that Okta fills in itself (Okta: reserved claims of access and ID tokens). */
const reserved = new Set(
  "acr amr at_hash aud auth_time azp c_hash cid exp iat idp iss jti nbf nonce rpt scp sid sub uid ver".split(
    " ",
  ),
);

/** Okta's rules for a claim. Throws E0000001. */
function validateClaim(body: JsonObject, place: ClaimPlace): void {
  throwIfAny([
    ...nameProblems(body, place),
    ...oneOf("claimType", textOf(body["claimType"]), ["RESOURCE", "IDENTITY"]),
    ...oneOf("status", textOf(body["status"]), ["ACTIVE", "INACTIVE"]),
    ...valueProblems(body, place),
    ...scopeProblems(body, place),
  ]);
}

function nameProblems(body: JsonObject, { others, isSystem }: ClaimPlace): Problem[] {
  const name = textOf(body["name"]);
  if (name.trim() === "") return [{ field: "name", text: blank }];
  const isTaken = others.some((other) => other.name === name && other["claimType"] === body["claimType"]);
  return [
    ...check(isSystem || !reserved.has(name), "name", `'${name}' is a reserved claim.`),
    ...check(!isTaken, "name", taken),
  ];
}

function valueProblems(body: JsonObject, { isSystem }: ClaimPlace): Problem[] {
  const kinds = isSystem ? ["EXPRESSION", "SYSTEM"] : ["EXPRESSION", "GROUPS"];
  const kind = textOf(body["valueType"]);
  const wrongKind = oneOf("valueType", kind, kinds);
  if (wrongKind.length > 0 || kind === "SYSTEM") return wrongKind;
  const filters = ["STARTS_WITH", "EQUALS", "CONTAINS", "REGEX"];
  return [
    ...check(textOf(body["value"]).trim() !== "", "value", blank),
    ...(kind === "GROUPS" ? oneOf("group_filter_type", textOf(body["group_filter_type"]), filters) : []),
    ...check(
      kind !== "GROUPS" || body["group_filter_type"] !== "REGEX" || isPattern(textOf(body["value"])),
      "value",
      "The value must be a regular expression.",
    ),
  ];
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

function scopeProblems(body: JsonObject, place: ClaimPlace): Problem[] {
  const field = "conditions.scopes";
  const scopes = asObject(body["conditions"])?.["scopes"] ?? [];
  if (!isTextList(scopes)) return [{ field, text: "The value must be a list of scopes." }];
  return scopes.flatMap((scope) =>
    check(
      place.scopes.includes(scope),
      field,
      `The scope '${scope}' doesn't exist on this authorization server.`,
    ),
  );
}

import type { Router } from "@koa/router";
import { notFound, readOnlyObject } from "../http/api-error.ts";
import type { JsonObject } from "../json.ts";
import { asObject, omit, textOf } from "../json.ts";
import type { Org } from "../org.ts";
import { stamp } from "../org.ts";
import { put, remove } from "../store/change.ts";
import type { StoredClaim } from "../store/collections.ts";
import type { Stored } from "../store/stored.ts";
import { authorizationServerOf } from "./authorization-servers.ts";
import { validateClaim } from "./claim-validation.ts";
import type { Exchange } from "./exchange.ts";
import { created, handle, noContent, objectBody, ok } from "./exchange.ts";

const all = "/api/v1/authorizationServers/:authServerId/claims";

/** What an authorization server puts into tokens (Okta: Authorization Server Claims API). */
export function claimRoutes(router: Router, org: Org): void {
  router.get(
    all,
    handle(org, (exchange) => ok(claimsOf(exchange).map((claim) => view(exchange, claim)))),
  );
  router.post(all, handle(org, createClaim));
  router.get(
    `${all}/:claimId`,
    handle(org, (exchange) => ok(view(exchange, claimOf(exchange)))),
  );
  router.put(`${all}/:claimId`, handle(org, replaceClaim));
  router.delete(`${all}/:claimId`, handle(org, deleteClaim));
}

function claimsOf(exchange: Exchange): StoredClaim[] {
  return exchange.org.store.listUnder("claims", `${authorizationServerOf(exchange).id}/`);
}

function claimOf(exchange: Exchange): StoredClaim {
  const id = exchange.params["claimId"] ?? "";
  const claim = exchange.org.store.get("claims", `${authorizationServerOf(exchange).id}/${id}`);
  if (claim === undefined) throw notFound(id, "OAuth2Claim");
  return claim;
}

function createClaim(exchange: Exchange) {
  const stamped = { ...stamp(exchange.org.clock, "ocl"), system: false };
  const claim = claimFrom(exchange, { status: "ACTIVE", ...objectBody(exchange) }, stamped);
  exchange.write([put("claims", keyOf(claim), claim)]);
  return created(view(exchange, claim));
}

/** Of the system claim `sub`, the value can be changed, nothing else. */
function replaceClaim(exchange: Exchange) {
  const known = claimOf(exchange);
  const lastUpdated = exchange.org.clock.now().toISOString();
  const fixed = { id: known.id, created: known.created, lastUpdated, system: known["system"] === true };
  const body = objectBody(exchange);
  const isOther = body["name"] !== known.name || body["claimType"] !== known["claimType"];
  if (fixed.system && isOther) throw readOnlyObject("claim");
  const claim = claimFrom(exchange, { status: "ACTIVE", ...body }, fixed);
  exchange.write([put("claims", keyOf(claim), claim)]);
  return ok(view(exchange, claim));
}

function deleteClaim(exchange: Exchange) {
  const claim = claimOf(exchange);
  if (claim["system"] === true) throw readOnlyObject("claim");
  exchange.write([remove("claims", keyOf(claim))]);
  return noContent;
}

function claimFrom(
  exchange: Exchange,
  body: JsonObject,
  fixed: Stored & { readonly system: boolean },
): StoredClaim {
  const server = authorizationServerOf(exchange).id;
  const scopes = exchange.org.store.listUnder("scopes", `${server}/`).map(({ name }) => name);
  const others = claimsOf(exchange).filter(({ id }) => id !== fixed.id);
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

function view(exchange: Exchange, claim: StoredClaim): JsonObject {
  const server = `${exchange.origin}/api/v1/authorizationServers/${claim.authorizationServerId}`;
  return {
    ...omit(claim, ["authorizationServerId", "created", "lastUpdated"]),
    _links: {
      self: { href: `${server}/claims/${claim.id}`, hints: { allow: ["GET", "PUT", "DELETE"] } },
    },
  };
}

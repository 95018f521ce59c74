import type { Router } from "@koa/router";
import type { JsonObject } from "../json.ts";
import { omit } from "../json.ts";
import type { Org } from "../org.ts";
import { remove } from "../store/change.ts";
import type { StoredApiToken } from "../store/collections.ts";
import type { Exchange } from "./exchange.ts";
import { handle, noContent, ok } from "./exchange.ts";

/** `/api/v1/api-tokens`: the tokens without their values, and the end of the one in use (Okta: API Tokens API). */
export function apiTokenRoutes(router: Router, org: Org): void {
  router.get(
    "/api/v1/api-tokens",
    handle(org, (exchange) => ok(exchange.org.store.list("apiTokens").map((token) => view(exchange, token)))),
  );
  router.delete("/api/v1/api-tokens/current", handle(org, revokeCurrent));
}

function revokeCurrent(exchange: Exchange) {
  exchange.write([remove("apiTokens", exchange.tokenId)]);
  return noContent;
}

function view(exchange: Exchange, token: StoredApiToken): JsonObject {
  return {
    ...omit(token, ["value"]),
    clientName: "Okta API",
    tokenWindow: "P30D",
    network: { connection: "ANYWHERE" },
    _link: { self: { href: `${exchange.origin}/api/v1/api-tokens/${token.id}` } },
  };
}

import type { Router } from "@koa/router";
import { notFound } from "../http/api-error.ts";
import type { JsonObject } from "../json.ts";
import { omit } from "../json.ts";
import type { Org } from "../org.ts";
import { remove } from "../store/change.ts";
import type { StoredApiToken } from "../store/collections.ts";
import type { Exchange } from "./exchange.ts";
import { handle, noContent, ok } from "./exchange.ts";

/** `/api/v1/api-tokens`: the tokens without their values, and their end (Okta: API Tokens API). */
export function apiTokenRoutes(router: Router, org: Org): void {
  const one = "/api/v1/api-tokens/:apiTokenId";
  router.get(
    "/api/v1/api-tokens",
    handle(org, (exchange) => ok(exchange.org.store.list("apiTokens").map((token) => view(exchange, token)))),
  );
  router.delete(
    "/api/v1/api-tokens/current",
    handle(org, (exchange) => revoke(exchange, exchange.tokenId)),
  );
  router.get(
    one,
    handle(org, (exchange) => ok(view(exchange, tokenOf(exchange)))),
  );
  router.delete(
    one,
    handle(org, (exchange) => revoke(exchange, tokenOf(exchange).id)),
  );
}

function tokenOf(exchange: Exchange): StoredApiToken {
  const id = exchange.params["apiTokenId"] ?? "";
  const token = exchange.org.store.get("apiTokens", id);
  if (token === undefined) throw notFound(id, "ApiToken");
  return token;
}

function revoke(exchange: Exchange, tokenId: string) {
  exchange.write([remove("apiTokens", tokenId)]);
  return noContent;
}

function view(exchange: Exchange, token: StoredApiToken): JsonObject {
  return {
    ...omit(token, ["value"]),
    clientName: "Okta API",
    tokenWindow: "P30D",
    network: { connection: "ANYWHERE" },
    _link: {
      self: {
        href: `${exchange.origin}/api/v1/api-tokens/${token.id}`,
        hints: { allow: ["GET", "DELETE"] },
      },
    },
  };
}

import type { Router } from "@koa/router";
import { notFound } from "../http/api-error.ts";
import type { JsonObject } from "../json.ts";
import { omit } from "../json.ts";
import type { Org } from "../org.ts";
import { remove } from "../store/change.ts";
import type { StoredApiToken } from "../store/collections.ts";
import type { RequestContext } from "./request-context.ts";
import { handle, noContent, ok } from "./request-context.ts";

/** `/api/v1/api-tokens`: the tokens without their values, and their end (Okta: API Tokens API). */
export function apiTokenRoutes(router: Router, org: Org): void {
  const one = "/api/v1/api-tokens/:apiTokenId";
  router.get(
    "/api/v1/api-tokens",
    handle(org, (request) => ok(request.org.store.list("apiTokens").map((token) => view(request, token)))),
  );
  router.delete(
    "/api/v1/api-tokens/current",
    handle(org, (request) => revoke(request, request.tokenId)),
  );
  router.get(
    one,
    handle(org, (request) => ok(view(request, tokenOf(request)))),
  );
  router.delete(
    one,
    handle(org, (request) => revoke(request, tokenOf(request).id)),
  );
}

function tokenOf(request: RequestContext): StoredApiToken {
  const id = request.params["apiTokenId"] ?? "";
  const token = request.org.store.get("apiTokens", id);
  if (token === undefined) throw notFound(id, "ApiToken");
  return token;
}

function revoke(request: RequestContext, tokenId: string) {
  request.write([remove("apiTokens", tokenId)]);
  return noContent;
}

function view(request: RequestContext, token: StoredApiToken): JsonObject {
  return {
    ...omit(token, ["value"]),
    clientName: "Okta API",
    tokenWindow: "P30D",
    network: { connection: "ANYWHERE" },
    _link: {
      self: {
        href: `${request.origin}/api/v1/api-tokens/${token.id}`,
        hints: { allow: ["GET", "DELETE"] },
      },
    },
  };
}

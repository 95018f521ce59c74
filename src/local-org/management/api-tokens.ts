import type { Router } from "@koa/router";
import type { JsonObject } from "../json.ts";
import { omit } from "../json.ts";
import type { Org } from "../org.ts";
import { remove } from "../store/change.ts";
import type { StoredApiToken } from "../store/collections.ts";
import type { RequestContext } from "./request-context.ts";
import { handle, noContent } from "./request-context.ts";
import { linkTo, defineResource } from "./resource.ts";

const apiTokens = defineResource({
  path: "/api/v1/api-tokens",
  param: "apiTokenId",
  collection: "apiTokens",
  kind: "Token",
  verbs: ["list", "get", "delete"],
  view: viewToken,
});

/** `/api/v1/api-tokens`: lists tokens without their values, and revokes them (Okta: API Tokens API). */
export function addApiTokenRoutes(router: Router, org: Org): void {
  router.delete(
    "/api/v1/api-tokens/current",
    handle(org, (request) => {
      request.write([remove("apiTokens", request.tokenId)]);
      return noContent;
    }),
  );
  apiTokens.addRoutes(router, org);
}

const thirtyDays = 30 * 24 * 60 * 60 * 1000;

/** A token expires 30 days after it was last used. The local org doesn't note when that was: to it, every token is in use. */
function viewToken({ org, origin }: RequestContext, token: StoredApiToken): JsonObject {
  return {
    ...omit(token, ["value"]),
    clientName: "Okta API",
    tokenWindow: "P30D",
    network: { connection: "ANYWHERE" },
    expiresAt: new Date(org.clock.now().getTime() + thirtyDays).toISOString(),
    _links: {
      self: linkTo(`${origin}/api/v1/api-tokens/${token.id}`, "GET", "DELETE"),
      user: linkTo(`${origin}/api/v1/users/${token.userId}`, "GET"),
    },
  };
}

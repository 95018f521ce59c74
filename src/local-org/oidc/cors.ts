import type { Context } from "koa";
import { isTrustedOrigin, normalizeOrigin } from "../model/trusted-origins.ts";
import type { Org } from "../org.ts";
import type { StoredApp } from "../store/collections.ts";
import { findActiveApp, readRedirectUris } from "./client-metadata.ts";
import { readUrl } from "../read-url.ts";

/** What scripts of a web page may call, with the methods. */
const callable: ReadonlyMap<string, string> = new Map([
  ["token", "POST"],
  ["userinfo", "GET, POST"],
  ["introspect", "POST"],
  ["revoke", "POST"],
  ["device/authorize", "POST"],
  ["par", "POST"],
]);

/** Headers that scripts may read besides the usual ones. */
const exposed = [
  "DPoP-Nonce",
  "WWW-Authenticate",
  "X-Okta-Request-Id",
  "X-Rate-Limit-Limit",
  "X-Rate-Limit-Remaining",
  "X-Rate-Limit-Reset",
].join(", ");

/** A browser asks first whether the script of a web page may call an endpoint. */
export function isPreflight({ method, req }: Pick<Context, "method" | "req">): boolean {
  return method === "OPTIONS" && req.headers["access-control-request-method"] !== undefined;
}

/** Says which origins may call an endpoint. The client isn't known yet, so any active app counts. */
export function answerPreflight(org: Org, context: Context, endpoint: string): void {
  context.status = 204;
  const methods = callable.get(endpoint);
  if (methods === undefined) return;
  context.vary("Origin");
  const apps = org.store.list("apps").flatMap(({ id }) => findActiveApp(org, id) ?? []);
  const isOfApp = endpoint === "token" && apps.some((app) => isOriginOfApp(app, context.get("Origin")));
  if (!isTrusted(org, context) && !isOfApp) return;
  allowOrigin(context);
  allowRequest(context, methods);
}

/**
 * Lets scripts of trusted origins read the answer of an endpoint, and at `token` also those of an origin in the client's redirect
 * URIs. The headers of oidc-provider, which trusts every origin, are dropped.
 */
export function shareAnswer(org: Org, context: Context, endpoint: string): void {
  for (const name of Object.keys(context.response.headers)) {
    if (name.toLowerCase().startsWith("access-control-")) context.remove(name);
  }
  if (!callable.has(endpoint)) return;
  context.vary("Origin");
  const { clientId = "" } = context.state as { readonly clientId?: string };
  const app = endpoint === "token" ? findActiveApp(org, clientId) : undefined;
  const isOfApp = app !== undefined && isOriginOfApp(app, context.get("Origin"));
  if (isTrusted(org, context) || isOfApp) allowOrigin(context);
}

/** Lets anyone read a document, and trusted origins also when they send cookies with the request. */
export function shareDocument(org: Org, context: Context): void {
  context.vary("Origin");
  if (isTrusted(org, context)) allowOrigin(context);
  else context.set("Access-Control-Allow-Origin", "*");
  if (!isPreflight(context)) return;
  context.status = 204;
  allowRequest(context, "GET");
}

function isTrusted(org: Org, context: Context): boolean {
  return isTrustedOrigin(org, context.get("Origin"), "CORS");
}

function isOriginOfApp(app: StoredApp, origin: string): boolean {
  const wanted = normalizeOrigin(origin);
  return (
    wanted !== undefined &&
    readRedirectUris(app, "redirect_uris").some((uri) => readUrl(uri)?.origin === wanted)
  );
}

function allowOrigin(context: Context): void {
  context.set({
    "Access-Control-Allow-Origin": context.get("Origin"),
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Expose-Headers": exposed,
  });
}

function allowRequest(context: Context, methods: string): void {
  context.set("Access-Control-Allow-Methods", methods);
  const headers = context.get("Access-Control-Request-Headers");
  if (headers !== "") context.set("Access-Control-Allow-Headers", headers);
}

import type { RequestListener } from "node:http";
import type { Middleware } from "koa";
import Koa from "koa";
import { adminRoutes } from "./admin/routes.ts";
import { cookieKeys } from "./http/cookie-keys.ts";
import { envelope } from "./http/envelope.ts";
import { makeFaults } from "./http/fault-layer.ts";
import { checkHost } from "./http/host-check.ts";
import { limitAsOkta } from "./http/limits/as-okta.ts";
import { lockPolicies } from "./http/limits/policy-lock.ts";
import { limitRate } from "./http/rate-limit.ts";
import { refuseUnmatched } from "./http/unmatched.ts";
import type { RouteExtension } from "./management/layers.ts";
import { managementLayers } from "./management/layers.ts";
import type { Org } from "./org.ts";
import { pageLayers } from "./pages/layers.ts";
import { isRegistration } from "./registration/guard.ts";
import { registrationRoutes } from "./registration/routes.ts";

/** The whole org as one request listener: pages, OIDC and management behind the same first layers. */
export function orgApplication(org: Org): RequestListener {
  const application = new Koa();
  application.silent = true;
  application.keys = [...cookieKeys(org)];
  for (const layer of [envelope, checkHost]) application.use(layer(org));
  // Before the limits and the faults: those are for clients, and a page that watches must not use them up.
  for (const layer of pageLayers(org)) application.use(layer);
  application.use(org.limits === undefined ? limitRate(org) : limitAsOkta(org, org.limits));
  application.use(makeFaults(org));
  if (org.limits !== undefined) application.use(lockPolicies());
  application.use(oidcLayer(org));
  for (const layer of managementLayers(org, extensionsOf(org))) application.use(layer);
  application.use(refuseUnmatched);
  const callback = application.callback();
  return (request, response) => void callback(request, response);
}

/** What the org serves under `/api/` besides Okta's management API. */
function extensionsOf(org: Org): RouteExtension[] {
  const registration = { addRoutes: registrationRoutes, isOpen: isRegistration };
  return [{ addRoutes: adminRoutes }, ...(org.registration ? [registration] : [])];
}

/** The OIDC half is heavy: it is loaded by the first request that is for it. */
function oidcLayer(org: Org): Middleware {
  let loaded: Promise<Middleware> | undefined;
  return async (context, next) => {
    if (!isForOidc(context.path)) return next();
    loaded ??= import("./oidc/layer.ts").then(({ createOidcMiddleware }) => createOidcMiddleware(org));
    return (await loaded)(context, next);
  };
}

function isForOidc(path: string): boolean {
  return /^\/(?:oauth2\/|activate(?:\/|$)|signin\/|\.well-known\/(?!okta-organization))/u.test(path);
}

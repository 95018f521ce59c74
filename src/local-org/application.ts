import type { RequestListener } from "node:http";
import Koa from "koa";
import type { Context, Middleware, Next } from "koa";
import { addAdminRoutes } from "./admin/routes.ts";
import { ApiError, createMethodNotAllowedError, createPathNotFoundError } from "./http/api-error.ts";
import { createEnvelope } from "./http/envelope.ts";
import { makeFaults } from "./http/fault-layer.ts";
import { limitAsOkta, lockPolicies } from "./http/okta-limits.ts";
import { limitRate } from "./http/rate-limit.ts";
import type { RouteExtension } from "./management/layers.ts";
import { createManagementLayers } from "./management/layers.ts";
import type { Org } from "./org.ts";
import { loadCookieKeys } from "./org.ts";
import { composeOrigin } from "./origin.ts";
import { sendPage } from "./pages/frame.ts";
import { createPageLayers } from "./pages/layers.ts";
import { renderMissingPage } from "./pages/outcome.ts";
import { isRegistration, addRegistrationRoutes } from "./registration/routes.ts";

/** The whole org as one request listener: pages, OIDC and management behind the same first layers. */
export function createOrgApplication(org: Org): RequestListener {
  const application = new Koa();
  application.silent = true;
  application.keys = [...loadCookieKeys(org)];
  for (const layer of [createEnvelope, checkHost]) application.use(layer(org));
  // Before the limits and the faults: those are for clients, and a page that watches must not use them up.
  for (const layer of createPageLayers(org)) application.use(layer);
  application.use(org.limits === undefined ? limitRate(org) : limitAsOkta(org, org.limits));
  application.use(makeFaults(org));
  application.use(tellMissing());
  if (org.limits !== undefined) application.use(lockPolicies());
  application.use(createOidcLayer(org));
  for (const layer of createManagementLayers(org, listExtensions(org))) application.use(layer);
  application.use(refuseUnmatched);
  const callback = application.callback();
  return (request, response) => void callback(request, response);
}

/** What the org serves under `/api/` besides Okta's management API. */
function listExtensions(org: Org): RouteExtension[] {
  const registration = { addRoutes: addRegistrationRoutes, isOpen: isRegistration };
  return [{ addRoutes: addAdminRoutes }, ...(org.registration ? [registration] : [])];
}

/** The OIDC half is heavy: it is loaded by the first request that is for it. */
function createOidcLayer(org: Org): Middleware {
  let loaded: Promise<Middleware> | undefined;
  return async (context, next) => {
    if (!isForOidc(context.path)) return next();
    loaded ??= import("./oidc/layer.ts").then(({ createOidcMiddleware }) => createOidcMiddleware(org));
    return (await loaded)(context, next);
  };
}

function isForOidc(path: string): boolean {
  return /^\/(?:oauth2\/|activate(?:\/|$)|signin\/|home\/|welcome\/|reset_password\/|\.well-known\/(?!okta-organization))/u.test(
    path,
  );
}

/** 10.0.2.2 is this machine as the Android emulator sees it. */
const hosts = ["localhost", "127.0.0.1", "[::1]", "10.0.2.2"];

/**
 * Refuses requests for any other host. A web page can make a browser call 127.0.0.1 under a name of its own (DNS
 * rebinding); it can't choose the Host header.
 */
function checkHost(org: Org) {
  const all = org.networkAddress === undefined ? hosts : [...hosts, org.networkAddress];
  const origins = all.map((host) => composeOrigin(host, org.port));
  // Clients may leave out the port of HTTPS itself, or name it.
  const known = new Map([
    ...origins.map((origin) => [new URL(origin).host, origin] as const),
    ...origins.map((origin, index) => [`${all[index]}:${org.port}`, origin] as const),
  ]);
  return async (context: Context, next: Next): Promise<void> => {
    const origin = known.get(context.req.headers.host?.toLowerCase() ?? "");
    if (origin === undefined) throw createMisdirectedError(org.url);
    context.state["origin"] = origin;
    await next();
  };
}

function createMisdirectedError(url: string): ApiError {
  return new ApiError(421, "E0000008", `This is a local org for development. It answers at ${url} only.`);
}

/** The refusals that Okta's own endpoints meet here when the local org lacks them. */
const refusalsOfMissing = ["E0000003", "E0000006", "E0000007", "E0000008", "E0000021", "E0000022"];

/** Tells what Okta has and the local org has not from a mistake of the client. */
function tellMissing() {
  return async (context: Context, next: Next): Promise<void> => {
    try {
      await next();
    } catch (error) {
      if (!(error instanceof ApiError) || !refusalsOfMissing.includes(error.errorCode)) throw error;
      const { explainMissing } = await import("./management/unemulated.ts");
      const missing = explainMissing(context.method, context.path);
      if (missing === undefined || !isForPeople(context)) throw missing ?? error;
      const what = missing.message.replace("Unsupported operation. ", "");
      sendPage(context, renderMissingPage(what), missing.status);
    }
  };
}

/** A page that a browser opens, not a call of a program. */
function isForPeople({ method, path, req }: Context): boolean {
  const accepts = req.headers.accept ?? "";
  return method === "GET" && accepts.includes("text/html") && !/^\/(?:api|oauth2|idp)\//u.test(path);
}

/** What the router did not answer: 405 E0000022 when only the method is wrong, else 404 E0000008. */
function refuseUnmatched(context: Context): never {
  const { matched } = context as Context & { matched?: readonly { readonly methods: readonly string[] }[] };
  const methods = matched?.flatMap((layer) => layer.methods) ?? [];
  if (methods.length === 0) throw createPathNotFoundError();
  context.set("Allow", [...new Set(methods)].join(", "));
  throw createMethodNotAllowedError();
}

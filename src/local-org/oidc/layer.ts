import type { Context, Middleware } from "koa";
import { ApiError, createMethodNotAllowedError, createNotFoundError } from "../http/api-error.ts";
import { sendJson } from "../http/envelope.ts";
import type { Org } from "../org.ts";
import { renderBadRequestPage } from "../pages/outcome.ts";
import { sendPage } from "../pages/frame.ts";
import { activate } from "./activation.ts";
import { isPreflight, shareDocument } from "./cors.ts";
import { answerEndpoint, Engines } from "./endpoints.ts";
import type { DiscoveryKind } from "./okta-dialect/discovery.ts";
import { buildDiscoveryDocument } from "./okta-dialect/discovery.ts";
import type { AuthorizationServer } from "./servers.ts";
import { findServer, findServerById } from "./servers.ts";
import { signIn } from "./sign-in.ts";
import { startApp } from "./initiate-login.ts";
import { choosePassword } from "./recovery.ts";

/** The OIDC half of the org: discovery, the endpoints of each authorization server, and the pages of a sign-in. */
export function createOidcMiddleware(org: Org): Middleware {
  const engines = new Engines(org);
  return async (context, next): Promise<void> => {
    // One host name for the org: otherwise issuers, endpoints and cookies would depend on the client's URL.
    context.req.headers.host = new URL(org.url).host;
    if (isForPeople(context.path)) allowFormMethods(context);
    if (context.path === "/activate") return answerAsPage(context, () => activate(org, context));
    const passwordLink = /^\/(?:welcome|reset_password)\/(\w+)$/u.exec(context.path);
    if (passwordLink !== null) {
      return answerAsPage(context, () => choosePassword(org, context, passwordLink[1] ?? ""));
    }
    const appLink = /^\/home\/oidc_client\/(\w+)(?:\/\w+)?$/u.exec(context.path);
    if (appLink !== null) return answerAsPage(context, async () => startApp(org, context, appLink[1] ?? ""));
    const signingIn = /^\/signin\/([^/]+)\/[^/]+$/u.exec(context.path);
    if (signingIn !== null) {
      const server = requireServer(findServerById(org, signingIn[1] ?? ""), signingIn[1]);
      const { provider } = await engines.load(server);
      return answerAsPage(context, () => signIn(org, server, provider, context));
    }
    if (answerDiscovery(org, context)) return;
    const endpoint = /^\/oauth2(?:\/(?!v1\/)([^/]+))?\/v1\/(.+)$/u.exec(context.path);
    if (endpoint === null) return void (await next());
    const server = requireServer(findServer(org, endpoint[1]), endpoint[1]);
    return answerEndpoint(org, server, engines, context);
  };
}

/** Errors that users see: a form that is out of date or too large. */
async function answerAsPage(context: Context, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { status, message } = error;
    const fix = "Go back to the app and begin again.";
    sendPage(
      context,
      renderBadRequestPage({ status, error: "invalid_request", description: message, fix }),
      status,
    );
  }
}

/** Pages with a form, and logout, which accepts its parameters by GET and POST. */
function isForPeople(path: string): boolean {
  return (
    path === "/activate" ||
    path.endsWith("/v1/logout") ||
    /^\/(?:signin|home|welcome|reset_password)\//u.test(path)
  );
}

function allowFormMethods({ method }: Context): void {
  if (!["GET", "HEAD", "POST"].includes(method)) throw createMethodNotAllowedError();
}

function requireServer(server: AuthorizationServer | undefined, name = ""): AuthorizationServer {
  if (server === undefined) throw createNotFoundError(name, "AuthorizationServer");
  return server;
}

const documents: ReadonlyMap<string, DiscoveryKind> = new Map([
  ["openid-configuration", "openid"],
  ["oauth-authorization-server", "oauth"],
]);

/** Issuer, then the well-known path; and RFC 8414's other order. Anyone may read them, from any origin. */
function answerDiscovery(org: Org, context: Context): boolean {
  const [, before, kind = "", after] =
    /^(?:\/oauth2\/([^/]+))?\/\.well-known\/([a-z-]+)(?:\/oauth2\/([^/]+))?$/u.exec(context.path) ?? [];
  const document = documents.get(kind);
  if (document === undefined || (before !== undefined && after !== undefined)) return false;
  const server = requireServer(findServer(org, before ?? after), before ?? after);
  if (!["GET", "HEAD"].includes(context.method) && !isPreflight(context)) throw createMethodNotAllowedError();
  shareDocument(org, context);
  if (isPreflight(context)) return true;
  context.set("Cache-Control", "max-age=86400, must-revalidate");
  sendJson(context, buildDiscoveryDocument(org, server, document));
  return true;
}

import type { Context } from "koa";
import type { Provider } from "oidc-provider";
import { readForm } from "../http/request-body.ts";
import { toText } from "../json.ts";
import type { Org } from "../org.ts";
import { renderBadRequestPage, renderSignedOutPage } from "../pages/outcome.ts";
import { sendPage } from "../pages/frame.ts";
import { findActiveApp, readRedirectUris } from "./client-metadata.ts";
import { recordOidcEvent } from "./record-event.ts";
import { readOwnToken } from "./jwt.ts";
import type { AuthorizationServer } from "./servers.ts";

/**
 * `/v1/logout` (OpenID Connect RP-Initiated Logout 1.0, as Okta has it): ends the session in this browser and redirects directly to
 * `post_logout_redirect_uri`. Tokens stay valid: an app revokes its own.
 */
export async function endSession(
  org: Org,
  server: AuthorizationServer,
  provider: Provider,
  context: Context,
): Promise<void> {
  const form = context.method === "POST" ? await readForm(context) : new URLSearchParams(context.querystring);
  const hint = await readOwnToken(org, server.id, form.get("id_token_hint") ?? "");
  const app = findActiveApp(org, toText(hint?.["aud"]));
  if (app === undefined) return refuse(context, "invalid_token", "The id token is invalid.");
  const target = form.get("post_logout_redirect_uri");
  if (target !== null && !readRedirectUris(app, "post_logout_redirect_uris").includes(target)) {
    return refuse(
      context,
      "invalid_request",
      "The 'post_logout_redirect_uri' parameter must be a Logout redirect URI in the client app settings.",
      `The request asked for ${target}. The app has to list exactly this.`,
    );
  }
  const userId = await destroySession(provider, context);
  const user = org.store.get("users", userId ?? toText(hint?.["sub"]));
  recordOidcEvent(
    org,
    context,
    { server, app, user },
    { eventType: "user.session.end", message: "Signed out", outcome: "SUCCESS" },
  );
  if (target === null) return sendPage(context, renderSignedOutPage({ url: `${org.url}/` }));
  context.status = 302;
  context.set("Location", withState(target, form.get("state")));
  context.body = "";
}

function refuse(context: Context, error: string, description: string, fix?: string): void {
  sendPage(
    context,
    renderBadRequestPage({ status: 400, error, description, ...(fix !== undefined && { fix }) }),
    400,
  );
}

/** The id of the user who was signed in. */
async function destroySession(provider: Provider, context: Context): Promise<string | undefined> {
  const session = await provider.Session.get(context);
  const { accountId } = session;
  await session.destroy();
  const { cookies } = provider.createContext(context.req, context.res);
  cookies.secure = true;
  cookies.set("idx", null, { httpOnly: true, path: "/", sameSite: "lax", secure: true, signed: true });
  return accountId;
}

function withState(target: string, state: string | null): string {
  if (state === null) return target;
  return `${target}${target.includes("?") ? "&" : "?"}state=${encodeURIComponent(state)}`;
}

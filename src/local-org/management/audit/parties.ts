import type { EventParty } from "../../store/collections.ts";
import type { JsonObject } from "../../json.ts";
import { toObject, toText } from "../../json.ts";
import type { Org } from "../../org.ts";
import { clientIdOf } from "../../model/apps.ts";

/** A user as the System Log names users: by login and full name. */
export function toUserParty(user: JsonObject): EventParty {
  const profile = toObject(user["profile"]) ?? {};
  const login = toText(profile["login"]);
  const name = `${toText(profile["firstName"])} ${toText(profile["lastName"])}`.trim();
  return { id: toText(user["id"]), type: "User", alternateId: login, displayName: name || login };
}

export function toAppParty(app: JsonObject): EventParty {
  return toParty("AppInstance", toText(app["id"]), toText(app["label"]));
}

export function toGroupParty(group: JsonObject): EventParty {
  const name = toText(toObject(group["profile"])?.["name"]);
  return { ...toParty("UserGroup", toText(group["id"]), name), alternateId: "unknown" };
}

/** An object with a name: a policy, a scope, a token. */
export function toNamedParty(type: string, object: JsonObject): EventParty {
  return toParty(type, toText(object["id"]), toText(object["name"]));
}

/** The caller: the owner of the token, the service app that uses it, or an anonymous client. */
export function findCallerParty(org: Org, id: string): EventParty {
  if (id === "") return toParty("User", "unknown", "unknown");
  if (org.store.get("users", id) !== undefined) return findUserParty(org, id);
  const app = org.store.list("apps").find((each) => clientIdOf(each) === id);
  return { id, type: "PublicClientApp", alternateId: id, displayName: app?.label ?? "unknown" };
}

export function findUserParty(org: Org, id: string): EventParty {
  const user = org.store.get("users", id);
  return user === undefined ? toParty("User", id, "unknown") : toUserParty(user);
}

export function findAppParty(org: Org, id: string): EventParty {
  const app = org.store.get("apps", id);
  return app === undefined ? toParty("AppInstance", id, "unknown") : toAppParty(app);
}

export function findGroupParty(org: Org, id: string): EventParty {
  const group = org.store.get("groups", id);
  return group === undefined ? toParty("UserGroup", id, "unknown") : toGroupParty(group);
}

function toParty(type: string, id: string, name: string): EventParty {
  return { id, type, alternateId: name, displayName: name };
}

import type { EventParty } from "../../store/collections.ts";
import type { JsonObject } from "../../json.ts";
import { asObject, textOf } from "../../json.ts";
import type { Org } from "../../org.ts";
import { clientIdOf } from "../../model/apps.ts";

/** A user as the System Log names users: by login and full name. */
export function toUserParty(user: JsonObject): EventParty {
  const profile = asObject(user["profile"]) ?? {};
  const login = textOf(profile["login"]);
  const name = `${textOf(profile["firstName"])} ${textOf(profile["lastName"])}`.trim();
  return { id: textOf(user["id"]), type: "User", alternateId: login, displayName: name || login };
}

export function toAppParty(app: JsonObject): EventParty {
  return toParty("AppInstance", textOf(app["id"]), textOf(app["label"]));
}

export function toGroupParty(group: JsonObject): EventParty {
  const name = textOf(asObject(group["profile"])?.["name"]);
  return { ...toParty("UserGroup", textOf(group["id"]), name), alternateId: "unknown" };
}

/** An object with a name: a policy, a scope, a token. */
export function toNamedParty(type: string, object: JsonObject): EventParty {
  return toParty(type, textOf(object["id"]), textOf(object["name"]));
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

import type { EventParty } from "../../store/collections.ts";
import type { JsonObject } from "../../json.ts";
import { asObject, textOf } from "../../json.ts";
import type { Org } from "../../org.ts";
import { clientIdOf } from "../../model/app-fields.ts";

/** A user as the System Log names people: by login and full name. */
export function userParty(user: JsonObject): EventParty {
  const profile = asObject(user["profile"]) ?? {};
  const login = textOf(profile["login"]);
  const name = `${textOf(profile["firstName"])} ${textOf(profile["lastName"])}`.trim();
  return { id: textOf(user["id"]), type: "User", alternateId: login, displayName: name || login };
}

export function appParty(app: JsonObject): EventParty {
  return thing("AppInstance", textOf(app["id"]), textOf(app["label"]));
}

export function groupParty(group: JsonObject): EventParty {
  const name = textOf(asObject(group["profile"])?.["name"]);
  return { ...thing("UserGroup", textOf(group["id"]), name), alternateId: "unknown" };
}

/** A thing that has a name of its own: a policy, a scope, a token. */
export function namedParty(type: string, object: JsonObject): EventParty {
  return thing(type, textOf(object["id"]), textOf(object["name"]));
}

/** Who called: the owner of the token, the service app that has it, or somebody who needs none. */
export function partyOfCaller(org: Org, id: string): EventParty {
  if (id === "") return thing("User", "unknown", "unknown");
  if (org.store.get("users", id) !== undefined) return partyOfUser(org, id);
  const app = org.store.list("apps").find((each) => clientIdOf(each) === id);
  return { id, type: "PublicClientApp", alternateId: id, displayName: app?.label ?? "unknown" };
}

export function partyOfUser(org: Org, id: string): EventParty {
  const user = org.store.get("users", id);
  return user === undefined ? thing("User", id, "unknown") : userParty(user);
}

export function partyOfApp(org: Org, id: string): EventParty {
  const app = org.store.get("apps", id);
  return app === undefined ? thing("AppInstance", id, "unknown") : appParty(app);
}

export function partyOfGroup(org: Org, id: string): EventParty {
  const group = org.store.get("groups", id);
  return group === undefined ? thing("UserGroup", id, "unknown") : groupParty(group);
}

function thing(type: string, id: string, name: string): EventParty {
  return { id, type, alternateId: name, displayName: name };
}

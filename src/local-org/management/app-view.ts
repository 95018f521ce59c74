import { omit, textOf } from "../json.ts";
import type { Json, JsonObject } from "../json.ts";
import type { StoredApp } from "../store/collections.ts";

import type { Exchange } from "./exchange.ts";

/** An app as Okta answers it: the stored object, its `orn` and absolute links on the org's own origin. */
export function appView(exchange: Exchange, app: StoredApp): JsonObject {
  return {
    id: app.id,
    orn: `orn:okta:idp:${exchange.org.store.get("org", "org")?.id}:apps:${app.name}:${app.id}`,
    ...omit(app, ["id", "accessPolicyId"]),
    _links: appLinks(exchange.origin, app),
  };
}

function appLinks(origin: string, app: StoredApp): JsonObject {
  const self = `${origin}/api/v1/apps/${app.id}`;
  const transition = app.status === "ACTIVE" ? "deactivate" : "activate";
  const policy: Json = { href: `${origin}/api/v1/policies/${textOf(app["accessPolicyId"])}` };
  return {
    self: { href: self },
    groups: { href: `${self}/groups` },
    users: { href: `${self}/users` },
    [transition]: { href: `${self}/lifecycle/${transition}`, hints: { allow: ["POST"] } },
    accessPolicy: policy,
    appLinks: [
      {
        name: `${app.name}_link`,
        href: `${origin}/home/${app.name}/${app.id}/start`,
        type: "text/html",
      },
    ],
    uploadLogo: { href: `${self}/logo`, hints: { allow: ["POST"] } },
  };
}

import { isDeepStrictEqual } from "node:util";
import type { JsonObject } from "../../json.ts";
import { toText } from "../../json.ts";
import type { Org } from "../../org.ts";
import type { Change } from "../../store/change.ts";
import type { CollectionName, EventParty } from "../../store/collections.ts";
import {
  toAppParty,
  toGroupParty,
  toNamedParty,
  findAppParty,
  findGroupParty,
  findUserParty,
  toUserParty,
} from "./parties.ts";

/** How the System Log describes a change. */
export interface ChangeEvent {
  readonly eventType: string;
  readonly message: string;
  readonly targets: readonly EventParty[];
}

type Kind = "create" | "update" | "delete" | "activate" | "deactivate";

interface Described {
  readonly events: Readonly<Partial<Record<Kind, readonly [eventType: string, message: string]>>>;
  targets(org: Org, object: JsonObject): readonly EventParty[];
}

/** Okta's event types by what was changed (Okta: Event types). */
const table: Readonly<Partial<Record<CollectionName, Described>>> = {
  apps: {
    events: nameLifecycle("application.lifecycle", "application"),
    targets: (_org, app) => [toAppParty(app)],
  },
  appUsers: {
    events: {
      create: ["application.user_membership.add", "Add user to application membership"],
      update: ["application.user_membership.update", "Update user's application property"],
      delete: ["application.user_membership.remove", "Remove user's application membership"],
    },
    targets: (org, each) => [
      findUserParty(org, toText(each["id"])),
      findAppParty(org, toText(each["appId"])),
    ],
  },
  appGroups: {
    events: {
      create: ["group.application_assignment.add", "Add assigned application to group"],
      update: ["group.application_assignment.update", "Update assigned application in group"],
      delete: ["group.application_assignment.remove", "Remove assigned application from group"],
    },
    targets: (org, each) => [
      findAppParty(org, toText(each["appId"])),
      findGroupParty(org, toText(each["id"])),
    ],
  },
  grants: {
    events: {
      create: ["app.oauth2.admin.consent.grant", "Administrator consent granted for scope"],
      delete: ["app.oauth2.admin.consent.revoke", "Administrator consent revoked for scope"],
    },
    targets: (org, grant) => [
      findAppParty(org, toText(grant["appId"])),
      toNamedParty("Scope", { id: toText(grant["id"]), name: toText(grant["scopeId"]) }),
    ],
  },
  groups: {
    events: {
      create: ["group.lifecycle.create", "Create Okta group"],
      update: ["group.profile.update", "Okta group profile updated"],
      delete: ["group.lifecycle.delete", "Delete Okta group"],
    },
    targets: (_org, group) => [toGroupParty(group)],
  },
  memberships: {
    events: {
      create: ["group.user_membership.add", "Add user to group membership"],
      delete: ["group.user_membership.remove", "Remove user from group membership"],
    },
    targets: (org, each) => [
      findUserParty(org, toText(each["userId"])),
      findGroupParty(org, toText(each["groupId"])),
    ],
  },
  authorizationServers: {
    events: {
      create: ["oauth2.as.created", "Authorization server is created"],
      update: ["oauth2.as.updated", "Authorization server is updated"],
      delete: ["oauth2.as.deleted", "Authorization server is deleted"],
      activate: ["oauth2.as.activated", "Authorization server is activated"],
      deactivate: ["oauth2.as.deactivated", "Authorization server is deactivated"],
    },
    targets: (_org, server) => [toNamedParty("AuthorizationServer", server)],
  },
  scopes: {
    events: nameInPastTense("oauth2.scope", "OAuth2 scope"),
    targets: (_org, scope) => [toNamedParty("Scope", scope)],
  },
  claims: {
    events: nameInPastTense("oauth2.claim", "OAuth2 claim"),
    targets: (_org, claim) => [toNamedParty("Claim", claim)],
  },
  policies: {
    events: nameLifecycle("policy.lifecycle", "policy"),
    targets: (_org, policy) => [toNamedParty("PolicyEntity", policy)],
  },
  rules: {
    events: {
      ...nameLifecycle("policy.rule", "policy rule"),
      create: ["policy.rule.add", "Add policy rule"],
    },
    targets: (_org, rule) => [toNamedParty("PolicyRule", rule)],
  },
  trustedOrigins: {
    events: nameLifecycle("security.trusted_origin", "trusted origin"),
    targets: (_org, trusted) => [toNamedParty("TrustedOrigin", trusted)],
  },
  apiTokens: {
    events: {
      create: ["system.api_token.create", "Create API token"],
      delete: ["system.api_token.revoke", "Revoke API token"],
    },
    targets: (_org, token) => [toNamedParty("Token", token)],
  },
};

function nameLifecycle(prefix: string, name: string): Described["events"] {
  return {
    create: [`${prefix}.create`, `Create ${name}`],
    update: [`${prefix}.update`, `Update ${name}`],
    delete: [`${prefix}.delete`, `Delete ${name}`],
    activate: [`${prefix}.activate`, `Activate ${name}`],
    deactivate: [`${prefix}.deactivate`, `Deactivate ${name}`],
  };
}

function nameInPastTense(prefix: string, name: string): Described["events"] {
  return {
    create: [`${prefix}.created`, `${name} is created`],
    update: [`${prefix}.updated`, `${name} is updated`],
    delete: [`${prefix}.deleted`, `${name} is deleted`],
  };
}

/** The events of one change; none when Okta logs none. */
export function describeChange(org: Org, change: WrittenChange): readonly ChangeEvent[] {
  if (change.collection === "users") return describeUserChange(change);
  const described = table[change.collection];
  const kind = classifyChange(change);
  const event = kind === undefined ? undefined : described?.events[kind];
  const object = change.after ?? change.before;
  if (described === undefined || event === undefined || object === undefined) return [];
  return [{ eventType: event[0], message: event[1], targets: described.targets(org, object) }];
}

/** A policy that only moved because another was inserted before it keeps its `lastUpdated`: nobody updated it. */
function classifyChange({ before, after }: WrittenChange): Kind | undefined {
  if (before === undefined) return after === undefined ? undefined : "create";
  if (after === undefined) return "delete";
  if (before["status"] !== after["status"]) return after["status"] === "ACTIVE" ? "activate" : "deactivate";
  return before["lastUpdated"] === after["lastUpdated"] ? undefined : "update";
}

/** A change that a request has made: the object before and after it. */
export interface WrittenChange {
  readonly collection: CollectionName;
  readonly key: string;
  readonly before: JsonObject | undefined;
  readonly after: JsonObject | undefined;
}

/** Makes the changes and returns each object before and after. Throws what the store throws. */
export function writeAndCompare(org: Org, changes: readonly Change[]): WrittenChange[] {
  const written = changes.map((change) => compareStates(org, change));
  org.store.write(changes);
  return written;
}

function compareStates(org: Org, change: Change): WrittenChange {
  const collection = "put" in change ? change.put : change.remove;
  const after = "put" in change ? change.value : undefined;
  return { collection, key: change.key, before: org.store.get(collection, change.key), after };
}

type Named = readonly [eventType: string, message: string];

interface UserEvent {
  readonly eventType: string;
  readonly message: string;
  readonly targets: readonly EventParty[];
}

/** The events for a user who was created, changed, moved to another status or removed. */
function describeUserChange({ before, after }: WrittenChange): UserEvent[] {
  const user = after ?? before;
  if (user === undefined) return [];
  const targets = [toUserParty(user)];
  return listChangedNames(before, after).map(([eventType, message]) => ({ eventType, message, targets }));
}

function listChangedNames(before: JsonObject | undefined, after: JsonObject | undefined): Named[] {
  if (after === undefined) return deletion;
  if (before === undefined) return after["status"] === "STAGED" ? [creation] : [creation, activation];
  return [
    ...describeStatusChange(toText(before["status"]), toText(after["status"])),
    ...describeUpdate(before, after),
  ];
}

const creation: Named = ["user.lifecycle.create", "Create Okta user"];
const activation: Named = ["user.lifecycle.activate", "Activate Okta user"];
const deletion: Named[] = [
  ["user.lifecycle.delete.initiated", "Delete Okta user initiated"],
  ["user.lifecycle.delete.completed", "Delete Okta user completed"],
];

/** By the new status of the user. */
const arrivals: Readonly<Record<string, Named>> = {
  SUSPENDED: ["user.lifecycle.suspend", "Suspend Okta user"],
  DEPROVISIONED: ["user.lifecycle.deactivate", "Deactivate Okta user"],
  LOCKED_OUT: ["user.account.lock", "Max sign in attempts exceeded"],
  RECOVERY: ["user.account.reset_password", "User reset password for Okta"],
  PASSWORD_EXPIRED: ["user.account.expire_password", "Expire user's Okta password"],
};

/** By the old status of a user who became active or needs a first password. */
const departures: Readonly<Record<string, Named>> = {
  STAGED: activation,
  DEPROVISIONED: activation,
  SUSPENDED: ["user.lifecycle.unsuspend", "Unsuspend Okta user"],
  LOCKED_OUT: ["user.account.unlock_by_admin", "User account unlock by admin"],
};

function describeStatusChange(before: string, after: string): Named[] {
  if (before === after) return [];
  const event = arrivals[after] ?? departures[before];
  return event === undefined ? [] : [event];
}

function describeUpdate(before: JsonObject, after: JsonObject): Named[] {
  const isSameProfile = isDeepStrictEqual(before["profile"], after["profile"]);
  const isSamePassword = before["passwordChanged"] === after["passwordChanged"];
  return [
    ...(isSameProfile ? [] : [["user.account.update_profile", "Update user profile for Okta"] as const]),
    ...(isSamePassword ? [] : [["user.account.update_password", "User update password for Okta"] as const]),
  ];
}

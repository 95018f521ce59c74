import { hint } from "../hints.ts";
import { nameConsole } from "../values/org-url.ts";
import type { Credential } from "./credential.ts";

/** A part of the org that this program works on. */
export interface Area {
  /** As in the scopes: `okta.<noun>.read`. */
  readonly noun: "apps" | "groups" | "authorizationServers" | "policies";
  /** Reads as little as possible of it. */
  readonly path: string;
  /** True when this program changes it, false when it only reads it. */
  readonly isChanged: boolean;
  /** The administrator roles, any of which lets its owner change it (Okta: Standard administrator roles). */
  readonly roles: readonly string[];
  /** What an org without this area lacks. */
  readonly feature: string;
  /** The least of them, as the Admin Console calls it. */
  readonly roleName: string;
}

const everything = ["SUPER_ADMIN", "ORG_ADMIN"];

export const areas: readonly Area[] = [
  {
    noun: "apps",
    path: "/api/v1/apps?limit=1",
    feature: "Applications API",
    isChanged: true,
    roles: [...everything, "APP_ADMIN"],
    roleName: "Application Administrator",
  },
  {
    noun: "groups",
    path: "/api/v1/groups?limit=1",
    feature: "Groups API",
    isChanged: false,
    roles: everything,
    roleName: "Read-only Administrator",
  },
  {
    noun: "authorizationServers",
    path: "/api/v1/authorizationServers?limit=1",
    feature: "API Access Management",
    isChanged: true,
    roles: [...everything, "API_ACCESS_MANAGEMENT_ADMIN"],
    roleName: "API Access Management Administrator",
  },
  {
    noun: "policies",
    path: "/api/v1/policies?type=ACCESS_POLICY&limit=1",
    feature: "Identity Engine",
    isChanged: false,
    roles: everything,
    roleName: "Read-only Administrator",
  },
];

/** What a credential can do in one area. */
export interface Right {
  readonly area: Area["noun"];
  readonly read: Verdict;
  /** Undefined for an area that this program only reads. */
  readonly manage: Verdict | undefined;
}

export type Verdict =
  | { readonly can: "yes" }
  /** Nothing can tell without changing something. */
  | { readonly can: "not known"; readonly why: string }
  /** `missing` is a scope, a role or a feature; `where` is a sentence on where to get it. */
  | {
      readonly can: "no";
      readonly missing: { readonly kind: "scope" | "role" | "feature"; readonly name: string };
      readonly where: string;
    };

/** Whose right is asked for. */
export interface Holder {
  readonly orgUrl: string;
  readonly credential: Credential;
  /** Undefined for an API token. */
  readonly scopes: readonly string[] | undefined;
  /** Kinds of administrator roles; undefined when they can't be read. */
  readonly roles: readonly string[] | undefined;
}

/** The right in one area, by how reading there went, and by scopes and roles. */
export function judgeRight(
  area: Area,
  holder: Holder,
  reading: "done" | "forbidden" | "feature-missing",
): Right {
  const { noun: name, isChanged } = area;
  if (reading === "feature-missing") {
    const missing = explainMissingFeature(area, holder);
    return { area: name, read: missing, manage: isChanged ? missing : undefined };
  }
  const read = reading === "done" ? { can: "yes" as const } : explainLack(area, holder, "read");
  return { area: name, read, manage: isChanged ? judgeManage(area, holder, read) : undefined };
}

function judgeManage(area: Area, holder: Holder, read: Verdict): Verdict {
  const { scopes, roles } = holder;
  if (scopes !== undefined) {
    if (!scopes.includes(`okta.${area.noun}.manage`)) return explainLack(area, holder, "manage");
    return read.can === "yes" ? { can: "yes" } : explainLack(area, holder, "manage");
  }
  if (read.can === "no") return explainMissingRole(area, holder);
  if (roles === undefined) return createUnknown("The token can't read the administrator roles of its owner.");
  if (roles.some((role) => area.roles.includes(role))) return { can: "yes" };
  if (roles.includes("CUSTOM"))
    return createUnknown("A custom administrator role may or may not include it.");
  return explainMissingRole(area, holder);
}

function createUnknown(why: string): Verdict {
  return { can: "not known", why };
}

/** The scope when it is missing, else the role: a token can do what both its scopes and the role allow. */
function explainLack(area: Area, holder: Holder, verb: "read" | "manage"): Verdict {
  const { scopes } = holder;
  const fitting = [`okta.${area.noun}.manage`, ...(verb === "read" ? [`okta.${area.noun}.read`] : [])];
  if (scopes === undefined || fitting.some((scope) => scopes.includes(scope)))
    return explainMissingRole(area, holder);
  // Where this program changes things, the scope to change includes reading.
  return explainMissingScope(area.isChanged ? `okta.${area.noun}.manage` : `okta.${area.noun}.read`, holder);
}

function explainMissingScope(name: string, { orgUrl, credential }: Holder): Verdict {
  const granting = `Grant it in ${nameConsole(orgUrl)} > Applications > the app > Okta API Scopes`;
  return {
    can: "no",
    missing: { kind: "scope", name },
    where: `${granting}${explainAsking(name, credential)}`,
  };
}

/** What is left to do once a scope is granted: a service app that asked for it gets it by itself. */
function explainAsking(name: string, credential: Credential): string {
  if (credential.kind === "device") {
    return `, then sign in again: ${hint("login", { "client-id": credential.clientId })}`;
  }
  const isAsked = credential.kind === "service-app" && credential.scopes.includes(name);
  return isAsked ? "." : `, and request it: OKTA_CLIENT_SCOPES, or ${hint("login", { scopes: true })}`;
}

function explainMissingRole({ roleName }: Area, { orgUrl, credential }: Holder): Verdict {
  const place = {
    "api-token": "Security > Administrators, to the owner of the token",
    "service-app": "Applications > the app > Admin roles, to the app",
    device: "Security > Administrators, to the user",
  }[credential.kind];
  return {
    can: "no",
    missing: { kind: "role", name: roleName },
    where: `Assign it in ${nameConsole(orgUrl)} > ${place}.`,
  };
}

function explainMissingFeature({ feature }: Area, { orgUrl }: Holder): Verdict {
  return {
    can: "no",
    missing: { kind: "feature", name: feature },
    where: `${new URL(orgUrl).host} does not have it. An Integrator Free Plan org has it: https://developer.okta.com/signup`,
  };
}

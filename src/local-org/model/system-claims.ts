import type { OrgClock } from "../clock.ts";
import { stamp } from "../org.ts";
import type { Change } from "../store/change.ts";
import { put } from "../store/change.ts";
import type { Store } from "../store/store.ts";

/** The claims about a user that every authorization server has, by the scope that a client needs for them. */
const identityClaims: Readonly<Record<string, readonly string[]>> = {
  profile: [
    "name",
    "preferred_username",
    "given_name",
    "middle_name",
    "family_name",
    "nickname",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "updated_at",
  ],
  email: ["email", "email_verified"],
  address: ["address"],
  phone: ["phone_number"],
};

/** Those that an ID token has also when it comes with an access token; the others are for `/userinfo`. */
export const alwaysIncluded: readonly string[] = ["name", "preferred_username", "email"];

/** The system claims of a new authorization server. */
export function seedSystemClaims(clock: OrgClock, authorizationServerId: string): Change[] {
  return [
    createSubjectClaim(clock, authorizationServerId),
    ...seedIdentityClaims(clock, authorizationServerId),
  ];
}

/** The system claims that the authorization servers of a data folder lack: older versions made `sub` only. */
export function listMissingClaims(store: Store, clock: OrgClock): Change[] {
  return store
    .list("authorizationServers")
    .filter(({ id }) => !store.listUnder("claims", `${id}/`).some((claim) => claim["valueType"] === "SYSTEM"))
    .flatMap(({ id }) => seedIdentityClaims(clock, id));
}

function createSubjectClaim(clock: OrgClock, authorizationServerId: string): Change {
  return putClaim(clock, authorizationServerId, {
    name: "sub",
    claimType: "RESOURCE",
    valueType: "EXPRESSION",
    value: "(appuser != null) ? appuser.userName : app.clientId",
    conditions: { scopes: [] },
    alwaysIncludeInToken: true,
  });
}

function seedIdentityClaims(clock: OrgClock, authorizationServerId: string): Change[] {
  return Object.entries(identityClaims).flatMap(([scope, names]) =>
    names.map((name) =>
      putClaim(clock, authorizationServerId, {
        name,
        claimType: "IDENTITY",
        valueType: "SYSTEM",
        conditions: { scopes: [scope] },
        alwaysIncludeInToken: alwaysIncluded.includes(name),
      }),
    ),
  );
}

interface SystemClaim {
  readonly name: string;
  readonly claimType: "RESOURCE" | "IDENTITY";
  readonly valueType: "EXPRESSION" | "SYSTEM";
  readonly value?: string;
  readonly conditions: { readonly scopes: readonly string[] };
  readonly alwaysIncludeInToken: boolean;
}

function putClaim(clock: OrgClock, authorizationServerId: string, claim: SystemClaim): Change {
  const stored = { ...stamp(clock, "ocl"), authorizationServerId, status: "ACTIVE", system: true, ...claim };
  return put("claims", `${authorizationServerId}/${stored.id}`, {
    ...stored,
    conditions: { ...claim.conditions },
  });
}

import { createRandomText } from "../ids.ts";
import type { Json, JsonObject } from "../json.ts";
import { toObject, isTextList, toText } from "../json.ts";
import { clientIdOf } from "../model/apps.ts";
import { alwaysIncluded } from "../model/system-claims.ts";
import type { Org } from "../org.ts";
import { listGroupsOfUser } from "../model/users.ts";
import type { StoredApp, StoredUser } from "../store/collections.ts";
import type { AuthorizationServer } from "./servers.ts";

/** What the claims of OpenID Connect are filled with, by the scope that asks for them. */
export const claimsByScope = {
  profile: [
    "name",
    "nickname",
    "preferred_username",
    "given_name",
    "middle_name",
    "family_name",
    "profile",
    "zoneinfo",
    "locale",
    "updated_at",
  ],
  email: ["email", "email_verified"],
  address: ["address"],
  phone: ["phone_number"],
};

/** The claims that `/userinfo` can give about a user (OpenID Connect Core, 5.1). */
export function buildUserClaims(user: StoredUser): JsonObject {
  const { profile } = user;
  const given = toText(profile["firstName"]);
  const family = toText(profile["lastName"]);
  return dropBlanks({
    sub: user.id,
    name: toText(profile["displayName"]) || `${given} ${family}`.trim(),
    nickname: toText(profile["nickName"]),
    preferred_username: profile.login,
    given_name: given,
    middle_name: toText(profile["middleName"]),
    family_name: family,
    profile: toText(profile["profileUrl"]),
    zoneinfo: toText(profile["timezone"]) || "America/Los_Angeles",
    locale: toText(profile["locale"]) || "en_US",
    updated_at: Math.floor(Date.parse(user.lastUpdated) / 1000),
    email: toText(profile["email"]),
    email_verified: true,
    phone_number: toText(profile["mobilePhone"]) || toText(profile["primaryPhone"]),
    address: buildAddress(profile),
  });
}

function buildAddress(profile: JsonObject): Json | undefined {
  const address = dropBlanks({
    street_address: toText(profile["streetAddress"]),
    locality: toText(profile["city"]),
    region: toText(profile["state"]),
    postal_code: toText(profile["zipCode"]),
    country: toText(profile["countryCode"]),
  });
  return Object.keys(address).length === 0 ? undefined : address;
}

function dropBlanks(claims: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(claims).filter(([, value]) => value !== "" && value !== undefined),
  );
}

/** An access or ID token that is about to be signed. Times are seconds since the epoch. */
export interface TokenFacts {
  readonly server: AuthorizationServer;
  readonly app: StoredApp;
  readonly user: StoredUser;
  /** Including `offline_access`, by that name. */
  readonly scopes: readonly string[];
  readonly issuedAt: number;
  readonly authTime: number;
}

/** The payload of an access token (Okta: Access token claims). `value` is what the token stands for inside. */
export function buildAccessTokenClaims(
  org: Org,
  facts: TokenFacts,
  token: { readonly value: string; readonly seconds: number; readonly boundTo?: string | undefined },
): JsonObject {
  const { server, app, user, scopes, issuedAt, authTime } = facts;
  return {
    ver: 1,
    jti: `AT.${token.value}`,
    iss: server.issuer,
    aud: server.audience,
    iat: issuedAt,
    exp: issuedAt + token.seconds,
    cid: clientIdOf(app),
    uid: user.id,
    scp: scopes,
    auth_time: authTime,
    sub: user.profile.login,
    ...(token.boundTo !== undefined && { cnf: { jkt: token.boundTo } }),
    ...buildCustomClaims(org, facts, "RESOURCE"),
  };
}

const idTokenSeconds = 3600;

/**
 * The payload of an ID token. Okta issues a short one together with an access token: who the user is; the rest is asked at
 * `/userinfo` stays there.
 */
export function buildIdTokenClaims(
  org: Org,
  facts: TokenFacts,
  more: { readonly accessTokenHash: string; readonly nonce: string | undefined },
): JsonObject {
  const { server, app, user, issuedAt, authTime } = facts;
  const { name, email, ...others } = buildSystemClaims(org, facts);
  return {
    sub: user.id,
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ver: 1,
    iss: server.issuer,
    aud: clientIdOf(app),
    iat: issuedAt,
    exp: issuedAt + idTokenSeconds,
    jti: `ID.${createRandomText(43)}`,
    amr: ["pwd"],
    idp: org.store.get("org", "org")?.id,
    ...(more.nonce !== undefined && { nonce: more.nonce }),
    ...others,
    auth_time: authTime,
    at_hash: more.accessTokenHash,
    ...buildCustomClaims(org, facts, "IDENTITY"),
  };
}

/** What an ID token says about the user: the system claims that are set to be always included. */
function buildSystemClaims(org: Org, { server, user, scopes }: TokenFacts): JsonObject {
  const values = buildUserClaims(user);
  const names =
    server.stored === undefined ? listUsualClaims(scopes) : listIncludedClaims(org, server, scopes);
  return Object.fromEntries(
    names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])),
  );
}

/** The org authorization server has no claims that can be set. */
function listUsualClaims(scopes: readonly string[]): readonly string[] {
  return Object.entries(claimsByScope)
    .filter(([scope]) => scopes.includes(scope))
    .flatMap(([, names]) => names.filter((name) => alwaysIncluded.includes(name)));
}

function listIncludedClaims(
  org: Org,
  server: AuthorizationServer,
  scopes: readonly string[],
): readonly string[] {
  return org.store
    .listUnder("claims", `${server.id}/`)
    .filter((claim) => claim["valueType"] === "SYSTEM" && claim["status"] === "ACTIVE")
    .filter((claim) => claim["alwaysIncludeInToken"] === true && isForScopes(claim, scopes))
    .map(({ name }) => name);
}

/** Claims that were added to a custom authorization server. An expression that can't be evaluated here yields no claim. */
function buildCustomClaims(org: Org, facts: TokenFacts, type: "RESOURCE" | "IDENTITY"): JsonObject {
  if (facts.server.stored === undefined) return {};
  const claims = org.store
    .listUnder("claims", `${facts.server.id}/`)
    .filter(
      (claim) => claim["claimType"] === type && claim["status"] === "ACTIVE" && claim["system"] !== true,
    )
    .filter((claim) => isForScopes(claim, facts.scopes));
  return dropBlanks(
    Object.fromEntries(claims.map((claim) => [claim.name, evaluateClaim(org, claim, facts)])),
  );
}

function isForScopes(claim: JsonObject, scopes: readonly string[]): boolean {
  const wanted = toObject(claim["conditions"])?.["scopes"];
  return !isTextList(wanted) || wanted.length === 0 || wanted.some((scope) => scopes.includes(scope));
}

function evaluateClaim(org: Org, claim: JsonObject, facts: TokenFacts): Json | undefined {
  const value = toText(claim["value"]);
  return claim["valueType"] === "GROUPS"
    ? listGroupNames(org, facts.user, { value, kind: toText(claim["group_filter_type"]) })
    : evaluate(value, facts);
}

function listGroupNames(
  org: Org,
  user: StoredUser,
  filter: { value: string; kind: string },
): readonly string[] {
  const names = listGroupsOfUser(org, user.id).map(({ profile }) => profile.name);
  return names.filter((name) => isMatch(name, filter));
}

function isMatch(name: string, { value, kind }: { value: string; kind: string }): boolean {
  if (kind === "STARTS_WITH") return name.startsWith(value);
  if (kind === "CONTAINS") return name.includes(value);
  if (kind === "REGEX") return matchesWhole(name, value);
  return name === value;
}

function matchesWhole(name: string, pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, "u").test(name);
  } catch {
    return false;
  }
}

/** `user.email`, `appuser.userName`, `app.clientId` and quoted text: of Okta's expression language the part in common use. */
function evaluate(expression: string, { user, app }: TokenFacts): Json | undefined {
  const text = /^(["'])(.*)\1$/u.exec(expression.trim())?.[2];
  if (text !== undefined) return text;
  const [subject, attribute = ""] = expression.trim().split(".");
  if (subject === "user") return attribute === "id" ? user.id : user.profile[attribute];
  if (subject === "appuser") return attribute === "userName" ? user.profile.login : user.profile[attribute];
  if (subject === "app") return { clientId: clientIdOf(app), id: app.id, name: app.label }[attribute];
  return undefined;
}

import { createReadOnlyError } from "../http/api-error.ts";
import type { Problem } from "../http/problems.ts";
import { blank, check, checkChoice, taken, throwIfAny } from "../http/problems.ts";
import type { JsonObject } from "../json.ts";
import { toObject, isTextList, omit, toText } from "../json.ts";
import type { StoredClaim } from "../store/collections.ts";
import { authorizationServers } from "./authorization-servers.ts";
import type { RequestContext } from "./request-context.ts";
import type { Draft } from "./resource.ts";
import { linkTo, defineResource } from "./resource.ts";

/** What an authorization server puts into tokens (Okta: Authorization Server Claims API). */
export const claims = defineResource({
  path: "/api/v1/authorizationServers/:authServerId/claims",
  param: "claimId",
  collection: "claims",
  idPrefix: "ocl",
  kind: "OAuth2Claim",
  verbs: ["list", "create", "get", "replace", "delete"],
  parentOf: (request) => authorizationServers.find(request).id,
  build: buildClaim,
  refuseDeletion: (claim) => {
    if (claim["system"] === true) throw createReadOnlyError("claim");
  },
  view: viewClaim,
});

/** Of the system claim `sub`, only the value can be changed. */
function buildClaim(
  { org }: RequestContext,
  { body: given, known, stamped, parentId }: Draft<StoredClaim>,
): StoredClaim {
  const system = known?.["system"] === true;
  const isOther = given["name"] !== known?.name || given["claimType"] !== known?.["claimType"];
  if (system && isOther) throw createReadOnlyError("claim");
  const body: JsonObject = { status: "ACTIVE", ...given };
  const scopes = org.store.listUnder("scopes", `${parentId}/`).map(({ name }) => name);
  const others = org.store.listUnder("claims", `${parentId}/`).filter(({ id }) => id !== stamped.id);
  validateClaim(body, { others, scopes, isSystem: system });
  return {
    ...omit(body, ["_links", "apiResourceId"]),
    ...stamped,
    system,
    authorizationServerId: parentId,
    name: toText(body["name"]),
    conditions: { scopes: [], ...toObject(body["conditions"]) },
    // A claim of access tokens is always included.
    alwaysIncludeInToken: body["claimType"] === "RESOURCE" || isTrue(body["alwaysIncludeInToken"]),
  };
}

/** Okta's own examples write the boolean as a string. */
function isTrue(value: JsonObject[string]): boolean {
  return value === undefined || value === true || value === "true";
}

function viewClaim({ origin }: RequestContext, claim: StoredClaim): JsonObject {
  const server = `${origin}/api/v1/authorizationServers/${claim.authorizationServerId}`;
  return {
    ...omit(claim, ["authorizationServerId", "created", "lastUpdated"]),
    apiResourceId: null,
    _links: { self: linkTo(`${server}/claims/${claim.id}`, "GET", "PUT", "DELETE") },
  };
}

interface ClaimPlace {
  readonly others: readonly StoredClaim[];
  /** The names of the scopes of the authorization server. */
  readonly scopes: readonly string[];
  readonly isSystem: boolean;
}

/** Claims that Okta fills in itself (Okta: reserved claims of access and ID tokens). */
const reserved = new Set(
  "acr amr at_hash aud auth_time azp c_hash cid exp iat idp iss jti nbf nonce rpt scp sid sub uid ver".split(
    " ",
  ),
);

/** Okta's rules for a claim. Throws E0000001. */
function validateClaim(body: JsonObject, place: ClaimPlace): void {
  throwIfAny([
    ...findNameProblems(body, place),
    ...checkChoice("claimType", toText(body["claimType"]), ["RESOURCE", "IDENTITY"]),
    ...checkChoice("status", toText(body["status"]), ["ACTIVE", "INACTIVE"]),
    ...findValueProblems(body, place),
    ...findScopeProblems(body, place),
  ]);
}

function findNameProblems(body: JsonObject, { others, isSystem }: ClaimPlace): Problem[] {
  const name = toText(body["name"]);
  if (name.trim() === "") return [{ field: "name", text: blank }];
  const isTaken = others.some((other) => other.name === name && other["claimType"] === body["claimType"]);
  return [
    ...check(isSystem || !reserved.has(name), "name", `'${name}' is a reserved claim.`),
    ...check(!isTaken, "name", taken),
  ];
}

function findValueProblems(body: JsonObject, { isSystem }: ClaimPlace): Problem[] {
  const kinds = isSystem ? ["EXPRESSION", "SYSTEM"] : ["EXPRESSION", "GROUPS"];
  const kind = toText(body["valueType"]);
  const wrongKind = checkChoice("valueType", kind, kinds);
  if (wrongKind.length > 0 || kind === "SYSTEM") return wrongKind;
  const filters = ["STARTS_WITH", "EQUALS", "CONTAINS", "REGEX"];
  return [
    ...check(toText(body["value"]).trim() !== "", "value", blank),
    ...(kind === "GROUPS"
      ? checkChoice("group_filter_type", toText(body["group_filter_type"]), filters)
      : []),
    ...check(
      kind !== "GROUPS" || body["group_filter_type"] !== "REGEX" || isPattern(toText(body["value"])),
      "value",
      "The value must be a regular expression.",
    ),
  ];
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

function findScopeProblems(body: JsonObject, place: ClaimPlace): Problem[] {
  const field = "conditions.scopes";
  const scopes = toObject(body["conditions"])?.["scopes"] ?? [];
  if (!isTextList(scopes)) return [{ field, text: "The value must be a list of scopes." }];
  return scopes.flatMap((scope) =>
    check(
      place.scopes.includes(scope),
      field,
      `The scope '${scope}' doesn't exist on this authorization server.`,
    ),
  );
}

import type { JsonObject } from "../json.ts";
import { asObject, isTextList, textOf } from "../json.ts";
import type { StoredClaim } from "../store/collections.ts";
import { oneOf } from "./authorization-server-body.ts";
import type { Problem } from "./problems.ts";
import { blank, check, taken, throwIfAny } from "./problems.ts";

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
export function validateClaim(body: JsonObject, place: ClaimPlace): void {
  throwIfAny([
    ...nameProblems(body, place),
    ...oneOf("claimType", textOf(body["claimType"]), ["RESOURCE", "IDENTITY"]),
    ...oneOf("status", textOf(body["status"]), ["ACTIVE", "INACTIVE"]),
    ...valueProblems(body, place),
    ...scopeProblems(body, place),
  ]);
}

function nameProblems(body: JsonObject, { others, isSystem }: ClaimPlace): Problem[] {
  const name = textOf(body["name"]);
  if (name.trim() === "") return [{ field: "name", text: blank }];
  const isTaken = others.some((other) => other.name === name && other["claimType"] === body["claimType"]);
  return [
    ...check(isSystem || !reserved.has(name), "name", `'${name}' is a reserved claim.`),
    ...check(!isTaken, "name", taken),
  ];
}

function valueProblems(body: JsonObject, { isSystem }: ClaimPlace): Problem[] {
  const kinds = isSystem ? ["EXPRESSION", "SYSTEM"] : ["EXPRESSION", "GROUPS"];
  const kind = textOf(body["valueType"]);
  const wrongKind = oneOf("valueType", kind, kinds);
  if (wrongKind.length > 0 || kind === "SYSTEM") return wrongKind;
  const filters = ["STARTS_WITH", "EQUALS", "CONTAINS", "REGEX"];
  return [
    ...check(textOf(body["value"]).trim() !== "", "value", blank),
    ...(kind === "GROUPS" ? oneOf("group_filter_type", textOf(body["group_filter_type"]), filters) : []),
    ...check(
      kind !== "GROUPS" || body["group_filter_type"] !== "REGEX" || isPattern(textOf(body["value"])),
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

function scopeProblems(body: JsonObject, place: ClaimPlace): Problem[] {
  const field = "conditions.scopes";
  const scopes = asObject(body["conditions"])?.["scopes"] ?? [];
  if (!isTextList(scopes)) return [{ field, text: "The value must be a list of scopes." }];
  return scopes.flatMap((scope) =>
    check(
      place.scopes.includes(scope),
      field,
      `The scope '${scope}' doesn't exist on this authorization server.`,
    ),
  );
}

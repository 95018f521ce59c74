import type { Problem } from "../http/problems.ts";
import { blank, check, checkChoice, countCharacters, taken, throwIfAny } from "../http/problems.ts";
import type { Json, JsonObject } from "../json.ts";
import { omit, toObject, toText } from "../json.ts";
import { normalizeOrigin, trustedOriginScopes } from "../model/trusted-origins.ts";
import type { StoredTrustedOrigin } from "../store/collections.ts";
import type { FilterGrammar } from "./filter.ts";
import { allowAttributes, parseFilter } from "./filter.ts";
import type { RequestContext } from "./request-context.ts";
import type { Draft } from "./resource.ts";
import { defineResource, linkTo, linkToTransition } from "./resource.ts";

/** `/api/v1/trustedOrigins`: which web pages may call the org, be returned to or embed it (Okta: Trusted Origins API). */
export const trustedOrigins = defineResource({
  path: "/api/v1/trustedOrigins",
  param: "trustedOriginId",
  collection: "trustedOrigins",
  idPrefix: "tos",
  kind: "TrustedOrigin",
  verbs: ["list", "create", "get", "replace", "delete"],
  createdStatus: 200,
  lifecycle: {},
  page: { usual: 200, most: 200 },
  list: listTrustedOrigins,
  build: buildTrustedOrigin,
  view: viewTrustedOrigin,
});

/** `q` compares the beginning of the name and of the origin. */
function listTrustedOrigins({ org, query }: RequestContext): StoredTrustedOrigin[] {
  const filter = query("filter");
  const matches = filter === undefined ? () => true : parseFilter(filter, filterable);
  const start = query("q")?.toLowerCase() ?? "";
  return org.store
    .list("trustedOrigins")
    .filter(
      (trusted) =>
        [trusted.name, trusted.origin].some((text) => text.toLowerCase().startsWith(start)) &&
        matches(trusted),
    );
}

const filterable: FilterGrammar<StoredTrustedOrigin> = allowAttributes({
  name: (trusted: StoredTrustedOrigin) => trusted.name,
  origin: (trusted: StoredTrustedOrigin) => trusted.origin,
  status: (trusted: StoredTrustedOrigin) => trusted.status,
  type: (trusted: StoredTrustedOrigin) => listScopeTypes(trusted["scopes"]),
});

function buildTrustedOrigin(
  { org, userId }: RequestContext,
  { body, known, stamped }: Draft<StoredTrustedOrigin>,
): StoredTrustedOrigin {
  const others = org.store.list("trustedOrigins").filter(({ id }) => id !== stamped.id);
  const status = toText(body["status"]) || (known?.status ?? "ACTIVE");
  throwIfAny([
    ...findTextProblems("name", body, others),
    ...findOriginProblems(body, others),
    ...findScopeProblems(body["scopes"]),
    ...checkChoice("status", status, ["ACTIVE", "INACTIVE"]),
  ]);
  return {
    ...omit(body, ["_links"]),
    ...stamped,
    status: status === "INACTIVE" ? "INACTIVE" : "ACTIVE",
    name: toText(body["name"]),
    origin: toText(body["origin"]),
    createdBy: known?.["createdBy"] ?? userId,
    lastUpdatedBy: userId,
  };
}

function findTextProblems(
  field: "name" | "origin",
  body: JsonObject,
  others: readonly StoredTrustedOrigin[],
): Problem[] {
  const text = toText(body[field]);
  if (text.trim() === "") return [{ field, text: blank }];
  return [
    ...check(countCharacters(text) <= 255, field, "The field must not be longer than 255 characters"),
    ...check(
      others.every((other) => other[field] !== text),
      field,
      taken,
    ),
  ];
}

function findOriginProblems(body: JsonObject, others: readonly StoredTrustedOrigin[]): Problem[] {
  const problems = findTextProblems("origin", body, others);
  if (problems.length > 0) return problems;
  return check(
    normalizeOrigin(toText(body["origin"])) !== undefined,
    "origin",
    "The value must be an origin: a scheme, a host and a port, such as http://localhost:3000.",
  );
}

function findScopeProblems(scopes: Json | undefined): Problem[] {
  const types = listScopeTypes(scopes);
  if (types.length === 0) return [{ field: "scopes", text: blank }];
  return types.flatMap((type) => checkChoice("scopes", type, trustedOriginScopes));
}

function listScopeTypes(scopes: Json | undefined): readonly string[] {
  return Array.isArray(scopes) ? scopes.map((each: Json) => toText(toObject(each)?.["type"])) : [];
}

function viewTrustedOrigin({ origin }: RequestContext, trusted: StoredTrustedOrigin): JsonObject {
  const self = `${origin}/api/v1/trustedOrigins/${trusted.id}`;
  return {
    ...trusted,
    _links: { self: linkTo(self, "GET", "PUT", "DELETE"), ...linkToTransition(self, trusted.status) },
  };
}

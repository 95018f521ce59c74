import { createReadOnlyError } from "../http/api-error.ts";
import { blank, check, checkChoice, taken, throwIfAny } from "../http/problems.ts";
import type { JsonObject } from "../json.ts";
import { omit, toText } from "../json.ts";
import type { StoredScope } from "../store/collections.ts";
import { authorizationServers } from "./authorization-servers.ts";
import type { RequestContext } from "./request-context.ts";
import type { Draft } from "./resource.ts";
import { linkTo, defineResource } from "./resource.ts";

/** The scopes that tokens of an authorization server can have (Okta: Authorization Server Scopes API). */
export const scopes = defineResource({
  path: "/api/v1/authorizationServers/:authServerId/scopes",
  param: "scopeId",
  collection: "scopes",
  idPrefix: "scp",
  kind: "OAuth2Scope",
  verbs: ["list", "create", "get", "replace", "delete"],
  page: { usual: 200, most: 200 },
  parentOf: (request) => authorizationServers.find(request).id,
  list: listScopes,
  build: buildScope,
  refuseDeletion: (scope) => {
    if (scope["system"] === true) throw createReadOnlyError("scope");
  },
  view: viewScope,
});

/** `q` compares the beginning of the name. */
function listScopes({ org, query }: RequestContext, authorizationServerId: string): StoredScope[] {
  const start = query("q")?.toLowerCase() ?? "";
  return org.store
    .listUnder("scopes", `${authorizationServerId}/`)
    .filter(({ name }) => name.toLowerCase().startsWith(start));
}

/** The name of a system scope can't be changed; its texts and its publishing can. */
function buildScope(
  { org }: RequestContext,
  { body: given, known, stamped, parentId }: Draft<StoredScope>,
): StoredScope {
  const system = known?.["system"] === true;
  if (system && given["name"] !== known.name) throw createReadOnlyError("scope");
  const body: JsonObject = known === undefined ? { consent: "IMPLICIT", ...given } : given;
  const others = org.store.listUnder("scopes", `${parentId}/`).filter(({ id }) => id !== stamped.id);
  const { consent, metadataPublish = "NO_CLIENTS" } = body;
  const name = toText(body["name"]);
  throwIfAny([
    ...findNameProblems(name),
    ...check(
      others.every((other) => other.name !== name),
      "name",
      taken,
    ),
    ...checkChoice("consent", toText(consent), ["REQUIRED", "IMPLICIT", "FLEXIBLE"]),
    ...checkChoice("metadataPublish", toText(metadataPublish), ["ALL_CLIENTS", "NO_CLIENTS"]),
  ]);
  return {
    ...omit(body, ["_links", "apiResourceId"]),
    ...stamped,
    system,
    authorizationServerId: parentId,
    name,
    consent: toText(consent),
    metadataPublish,
    default: body["default"] === true,
    optional: body["optional"] === true,
  };
}

function findNameProblems(name: string) {
  if (name === "") return [{ field: "name", text: blank }];
  const isPlain = /^[\x21\x23-\x5B\x5D-\x7E]+$/.test(name);
  const isOktas = /^okta[.:]|^okta$|^\*$/.test(name);
  return [
    ...check(
      isPlain,
      "name",
      "A scope name must only contain printable ASCII characters, except for spaces, double quotes, and backslashes.",
    ),
    ...check(!isOktas, "name", "A scope name must not start with 'okta.' or 'okta:', or be 'okta' or '*'."),
  ];
}

function viewScope({ origin }: RequestContext, scope: StoredScope): JsonObject {
  const server = `${origin}/api/v1/authorizationServers/${scope.authorizationServerId}`;
  return {
    ...omit(scope, ["authorizationServerId", "created", "lastUpdated"]),
    apiResourceId: null,
    _links: { self: linkTo(`${server}/scopes/${scope.id}`, "GET", "PUT", "DELETE") },
  };
}

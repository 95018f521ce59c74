import type { Router } from "@koa/router";
import { createForbiddenError, createNotFoundError, createValidationError } from "../http/api-error.ts";
import type { Problem } from "../http/problems.ts";
import { blank, check, checkChoice, throwIfAny } from "../http/problems.ts";
import type { JsonObject } from "../json.ts";
import { toObject, isTextList, toText } from "../json.ts";
import { seedSystemScopes } from "../model/seed.ts";
import { loadSigningKeys, rotateSigningKey, toPublicJwk } from "../oidc/signing-keys.ts";
import type { Org } from "../org.ts";
import type { Change } from "../store/change.ts";
import { remove } from "../store/change.ts";
import type { StoredAuthorizationServer, StoredSigningKey } from "../store/collections.ts";
import { toNamedParty } from "./audit/parties.ts";
import type { RequestContext } from "./request-context.ts";
import { handle, noContent, ok, readObject } from "./request-context.ts";
import type { Draft } from "./resource.ts";
import { linkTo, linkToTransition, defineResource } from "./resource.ts";

/** `/api/v1/authorizationServers` (Okta: Authorization Servers API). */
export const authorizationServers = defineResource({
  path: "/api/v1/authorizationServers",
  param: "authServerId",
  collection: "authorizationServers",
  idPrefix: "aus",
  kind: "AuthorizationServer",
  verbs: ["list", "create", "get", "replace", "delete"],
  lifecycle: { response: noContent },
  page: { usual: 200, most: 200 },
  // By id, or as `default`.
  find: ({ org }, name) =>
    org.store
      .list("authorizationServers")
      .find((each) => each.id === name || (each.default && name === "default")),
  list: listServers,
  build: buildServer,
  createWith: ({ org }, { id }) => seedSystemScopes(org.clock, id),
  refuseDeletion: (server) => {
    if (server.default) throw createForbiddenError();
  },
  cascade: listBelongings,
  view: viewServer,
});

/** `q` matches any part of the name or an audience. */
function listServers({ org, query }: RequestContext): StoredAuthorizationServer[] {
  const q = query("q")?.toLowerCase() ?? "";
  return org.store
    .list("authorizationServers")
    .filter((server) => [server.name, ...server.audiences].some((text) => text.toLowerCase().includes(q)));
}

/** Policies, rules, scopes and claims of an authorization server, the keys it signed with and the tokens it issued. */
function listBelongings({ store }: Org, server: StoredAuthorizationServer): Change[] {
  const under = `${server.id}/`;
  const policies = store.listUnder("policies", under);
  return [
    ...(["scopes", "claims"] as const).flatMap((collection) =>
      store.listUnder(collection, under).map(({ id }) => remove(collection, `${under}${id}`)),
    ),
    ...policies.map(({ id }) => remove("policies", `${under}${id}`)),
    ...policies.flatMap((policy) =>
      store.listUnder("rules", `${policy.id}/`).map(({ id }) => remove("rules", `${policy.id}/${id}`)),
    ),
    ...store.listUnder("signingKeys", under).map(({ kid }) => remove("signingKeys", `${under}${kid}`)),
    ...[...store.entries("oidc")]
      .filter(([key]) => key.startsWith(under))
      .map(([key]) => remove("oidc", key)),
  ];
}

function buildServer(
  _request: RequestContext,
  { body, known, stamped }: Draft<StoredAuthorizationServer>,
): StoredAuthorizationServer {
  throwIfAny(findProblems(body));
  const audiences = body["audiences"];
  const signing = toObject(toObject(body["credentials"])?.["signing"]);
  const knownSigning = toObject(toObject(known?.["credentials"])?.["signing"]);
  return {
    ...stamped,
    ...(known ?? { status: "ACTIVE", default: false }),
    lastUpdated: stamped.lastUpdated,
    name: toText(body["name"]),
    description: body["description"] ?? null,
    audiences: isTextList(audiences) ? audiences : [],
    // An Integrator org has DYNAMIC, too.
    issuerMode: body["issuerMode"] ?? known?.["issuerMode"] ?? "DYNAMIC",
    // Okta takes the mode from a PUT only.
    credentials: {
      signing: {
        rotationMode:
          known === undefined
            ? "AUTO"
            : (signing?.["rotationMode"] ?? knownSigning?.["rotationMode"] ?? "AUTO"),
      },
    },
  };
}

function findProblems(body: JsonObject): Problem[] {
  const { name, audiences, issuerMode = "ORG_URL" } = body;
  const mode = toObject(toObject(body["credentials"])?.["signing"])?.["rotationMode"] ?? "AUTO";
  return [
    ...check(toText(name).trim() !== "", "name", blank),
    ...check(
      isTextList(audiences) && audiences.length === 1 && audiences[0] !== "",
      "audiences",
      "Exactly one audience is required.",
    ),
    ...checkChoice("issuerMode", toText(issuerMode), ["ORG_URL", "CUSTOM_URL", "DYNAMIC"]),
    ...checkChoice("rotationMode", toText(mode), ["AUTO", "MANUAL"]),
  ];
}

function viewServer(request: RequestContext, server: StoredAuthorizationServer): JsonObject {
  const issuer = buildIssuer(request.org, server);
  return {
    ...server,
    issuer,
    credentials: { signing: viewSigning(request.org, server) },
    _links: buildLinks(`${request.origin}/api/v1/authorizationServers/${server.id}`, issuer, server.status),
  };
}

/** The issuer: `default` is known by that name, the others by their id. */
function buildIssuer(org: Org, server: StoredAuthorizationServer): string {
  return `${org.url}/oauth2/${server.default ? "default" : server.id}`;
}

const day = 24 * 60 * 60 * 1000;

/** How often Okta rotates keys. */
const rotationDays = 90;

/** The key in use is shown once it exists: it is created with the first token. */
function viewSigning(org: Org, server: StoredAuthorizationServer): JsonObject {
  const known = toObject(toObject(server["credentials"])?.["signing"]) ?? {};
  const active = org.store
    .listUnder("signingKeys", `${server.id}/`)
    .find(({ status }) => status === "ACTIVE");
  return active === undefined
    ? known
    : {
        ...known,
        kid: active.kid,
        lastRotated: active.created,
        nextRotation: new Date(Date.parse(active.created) + rotationDays * day).toISOString(),
        use: "sig",
      };
}

function buildLinks(self: string, issuer: string, status: string): JsonObject {
  return {
    self: linkTo(self, "GET", "DELETE", "PUT"),
    scopes: linkTo(`${self}/scopes`, "GET", "POST"),
    claims: linkTo(`${self}/claims`, "GET", "POST"),
    policies: linkTo(`${self}/policies`, "GET", "POST"),
    keys: linkTo(`${self}/credentials/keys`, "GET"),
    metadata: ["oauth-authorization-server", "openid-configuration"].map((name) => ({
      name,
      href: `${issuer}/.well-known/${name}`,
      hints: { allow: ["GET"] },
    })),
    rotateKey: linkTo(`${self}/credentials/lifecycle/keyRotate`, "POST"),
    ...linkToTransition(self, status),
  };
}

/** The public keys of an authorization server (Okta: Authorization Server Keys API). */
export function addSigningKeyRoutes(router: Router, org: Org): void {
  const credentials = "/api/v1/authorizationServers/:authServerId/credentials";
  router.get(`${credentials}/keys`, handle(org, listKeys));
  router.get(`${credentials}/keys/:keyId`, handle(org, getKey));
  router.post(`${credentials}/lifecycle/keyRotate`, handle(org, rotate));
}

async function listKeys(request: RequestContext) {
  const keys = await loadSigningKeys(request.org, authorizationServers.find(request).id);
  return ok(keys.map((key) => view(request, key)));
}

async function getKey(request: RequestContext) {
  const id = request.params["keyId"] ?? "";
  const keys = await loadSigningKeys(request.org, authorizationServers.find(request).id);
  const key = keys.find(({ kid }) => kid === id);
  if (key === undefined) throw createNotFoundError(id, "JsonWebKey");
  return ok(view(request, key));
}

async function rotate(request: RequestContext) {
  const server = authorizationServers.find(request);
  if (readObject(request)["use"] !== "sig")
    throw createValidationError("rotateKeys", ["Invalid value specified for key 'use' parameter."]);
  await rotateSigningKey(request.org, server.id);
  request.record({
    eventType: "app.oauth2.as.key.rollover",
    message: "Token signing key rolled over",
    targets: [toNamedParty("AuthorizationServer", server)],
  });
  return listKeys(request);
}

/** Okta also publishes the NEXT key; here it is created when it is needed. */
function view(request: RequestContext, key: StoredSigningKey): JsonObject {
  const server = `${request.origin}/api/v1/authorizationServers/${key.authorizationServerId}`;
  const self = { href: `${server}/credentials/keys/${key.kid}`, hints: { allow: ["GET"] } };
  return { ...toPublicJwk(key), status: key.status, _links: { self } };
}

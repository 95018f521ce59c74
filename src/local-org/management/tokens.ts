import { createHash } from "node:crypto";
import type { Router } from "@koa/router";
import { createNotFoundError } from "../http/api-error.ts";
import type { Json, JsonObject } from "../json.ts";
import { toText } from "../json.ts";
import { clientIdOf } from "../model/apps.ts";
import { endUserSessions, revokeAllTokens } from "../model/revoke-tokens.ts";
import { fromAlias } from "../oidc/scope-alias.ts";
import { findServerById } from "../oidc/servers.ts";
import type { Org } from "../org.ts";
import type { Change } from "../store/change.ts";
import { remove } from "../store/change.ts";
import type { StoredOidcState } from "../store/collections.ts";
import { apps } from "./apps.ts";
import { toUserParty } from "./audit/parties.ts";
import { authorizationServers } from "./authorization-servers.ts";
import type { RequestContext } from "./request-context.ts";
import { handle, noContent, ok } from "./request-context.ts";
import { users } from "./users.ts";

type OwnerOf = (request: RequestContext) => TokenOwner;

const userPath = "/api/v1/users/:userId";
const serverPath = "/api/v1/authorizationServers/:authServerId";

/** Where Okta lists refresh tokens, and whose tokens each path means. */
const places: readonly (readonly [path: string, OwnerOf])[] = [
  ["/api/v1/apps/:appId/tokens", (request) => ({ clientId: clientIdOf(apps.find(request)) })],
  [
    `${userPath}/clients/:clientId/tokens`,
    (request) => ({ userId: users.find(request).id, clientId: findClientId(request) }),
  ],
  [
    `${serverPath}/clients/:clientId/tokens`,
    (request) => ({
      authorizationServerId: authorizationServers.find(request).id,
      clientId: findClientId(request),
    }),
  ],
];

/** The client that the path names. Throws E0000007. */
function findClientId({ org, params }: RequestContext): string {
  const clientId = params["clientId"] ?? "";
  if (org.store.list("apps").some((app) => clientIdOf(app) === clientId)) return clientId;
  throw createNotFoundError(clientId, "PublicClientApp");
}

/** Lists and revokes refresh tokens and sessions (Okta: User OAuth, Application Tokens, User Sessions APIs). */
export function addAllTokenRoutes(router: Router, org: Org): void {
  for (const [path, ownerOf] of places) addTokenRoutes(router, org, { path, ownerOf });
  router.delete(`${userPath}/sessions`, handle(org, endSessions));
  router.get(
    `${userPath}/clients`,
    handle(org, (request) => listClients(request, { userId: users.find(request).id })),
  );
  router.get(
    `${serverPath}/clients`,
    handle(org, (request) =>
      listClients(request, { authorizationServerId: authorizationServers.find(request).id }),
    ),
  );
}

function addTokenRoutes(
  router: Router,
  org: Org,
  { path, ownerOf }: { readonly path: string; readonly ownerOf: OwnerOf },
): void {
  const view = (request: RequestContext, token: ReturnType<typeof listRefreshTokens>[number]): Json =>
    viewRefreshToken(org, request.origin, token);
  router.get(
    path,
    handle(org, (request) =>
      ok(listRefreshTokens(org, ownerOf(request)).map((token) => view(request, token))),
    ),
  );
  router.delete(
    path,
    handle(org, (request) => revoke(request, revokeOwnerChanges(org, ownerOf(request)))),
  );
  router.get(
    `${path}/:tokenId`,
    handle(org, (request) => ok(view(request, findToken(request, ownerOf(request))))),
  );
  router.delete(
    `${path}/:tokenId`,
    handle(org, (request) => revoke(request, revokeTokenChanges(org, findToken(request, ownerOf(request))))),
  );
}

function findToken(request: RequestContext, owner: TokenOwner) {
  const id = request.params["tokenId"] ?? "";
  const token = listRefreshTokens(request.org, owner).find((each) => each.id === id);
  if (token === undefined) throw createNotFoundError(id, "OAuth2RefreshToken");
  return token;
}

function revoke(request: RequestContext, changes: ReturnType<typeof revokeOwnerChanges>) {
  request.write(changes);
  return noContent;
}

/** The clients that hold tokens. */
function listClients(request: RequestContext, owner: TokenOwner) {
  const ids = listRefreshTokens(request.org, owner).map(({ state }) => toText(state.payload["clientId"]));
  const allApps = request.org.store.list("apps");
  const clients = [...new Set(ids)].flatMap((id) => allApps.find((app) => clientIdOf(app) === id) ?? []);
  const here = `${request.url.origin}${request.url.pathname}`;
  return ok(
    clients.map((app) => ({
      client_id: clientIdOf(app),
      client_name: app.label,
      client_uri: null,
      logo_uri: null,
      _links: { tokens: { href: `${here}/${clientIdOf(app)}/tokens` } },
    })),
  );
}

function endSessions(request: RequestContext) {
  const user = users.find(request);
  if (request.query("oauthTokens") === "true") revokeAllTokens(request.org, user.id);
  else endUserSessions(request.org, user.id);
  const targets = [toUserParty(user)];
  request.record({ eventType: "user.session.clear", message: "Clear user session", targets });
  return noContent;
}

/** Whose tokens are meant; a field that is left out matches everything. */
export interface TokenOwner {
  readonly userId?: string;
  readonly clientId?: string;
  /** `aus…`, or `org`. */
  readonly authorizationServerId?: string;
}

interface RefreshToken {
  /** Derived from the token's key; it doesn't reveal the token. */
  readonly id: string;
  readonly authorizationServerId: string;
  readonly state: StoredOidcState;
}

/** The refresh tokens that can still be used. */
function listRefreshTokens(org: Org, owner: TokenOwner): RefreshToken[] {
  const now = org.clock.now().getTime();
  const found: RefreshToken[] = [];
  for (const [key, state] of org.store.entries("oidc")) {
    const [authorizationServerId = "", model] = key.split("/");
    const isUsable = state.expiresAt > now && state.payload["consumed"] === undefined;
    if (model === "RefreshToken" && isUsable && belongsTo(owner, key, state))
      found.push({ id: deriveTokenId(key), authorizationServerId, state });
  }
  return found;
}

/** The changes that revoke every grant and token of the owner. Sessions are kept. */
function revokeOwnerChanges(org: Org, owner: TokenOwner): Change[] {
  return removeMatching(org, (key, state) => !key.includes("/Session/") && belongsTo(owner, key, state));
}

/** The changes that revoke a refresh token and everything issued by the same sign-in. */
function revokeTokenChanges(org: Org, token: RefreshToken): Change[] {
  const grantId = token.state.payload["grantId"];
  const [inside, grant] = [`${token.authorizationServerId}/`, `/Grant/${toText(grantId)}`];
  return removeMatching(
    org,
    (key, { payload }) => key.startsWith(inside) && (payload["grantId"] === grantId || key.endsWith(grant)),
  );
}

function removeMatching(org: Org, isMeant: (key: string, state: StoredOidcState) => boolean): Change[] {
  return [...org.store.entries("oidc")]
    .filter(([key, state]) => isMeant(key, state))
    .map(([key]) => remove("oidc", key));
}

function belongsTo(owner: TokenOwner, key: string, { payload }: StoredOidcState): boolean {
  const { userId, clientId, authorizationServerId } = owner;
  return (
    (userId === undefined || payload["accountId"] === userId) &&
    (clientId === undefined || payload["clientId"] === clientId) &&
    (authorizationServerId === undefined || key.startsWith(`${authorizationServerId}/`))
  );
}

function deriveTokenId(key: string): string {
  return `oar${createHash("sha256").update(key).digest("hex").slice(0, 17)}`;
}

/** A refresh token as Okta returns it: never its value. */
function viewRefreshToken(org: Org, origin: string, token: RefreshToken): JsonObject {
  const { payload, expiresAt } = token.state;
  const [userId, clientId] = [toText(payload["accountId"]), toText(payload["clientId"])];
  const created = new Date(Number(payload["iat"]) * 1000).toISOString();
  const client = `${origin}/api/v1/users/${userId}/clients/${clientId}`;
  return {
    id: token.id,
    status: "ACTIVE",
    created,
    lastUpdated: created,
    expiresAt: new Date(expiresAt).toISOString(),
    issuer: findServerById(org, token.authorizationServerId)?.issuer ?? "",
    clientId,
    userId,
    scopes: fromAlias(toText(payload["scope"])).split(" "),
    _links: {
      self: { href: `${client}/tokens/${token.id}` },
      revoke: { href: `${client}/tokens/${token.id}`, hints: { allow: ["DELETE"] } },
      user: { href: `${origin}/api/v1/users/${userId}` },
    },
  };
}

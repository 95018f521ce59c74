import type { Router } from "@koa/router";
import { notFound } from "../../http/api-error.ts";
import type { Json } from "../../json.ts";
import { textOf } from "../../json.ts";
import { endUserSessions, revokeAllTokens } from "../../model/revoke-tokens.ts";
import type { Org } from "../../org.ts";
import { clientIdOf } from "../../model/app-fields.ts";
import { apps } from "../apps.ts";
import { toUserParty } from "../audit/parties.ts";
import { authorizationServers } from "../authorization-servers.ts";
import type { RequestContext } from "../request-context.ts";
import { handle, noContent, ok } from "../request-context.ts";
import { users } from "../users.ts";
import type { TokenOwner } from "./refresh-tokens.ts";
import {
  listRefreshTokens,
  viewRefreshToken,
  revokeOwnerChanges,
  revokeTokenChanges,
} from "./refresh-tokens.ts";

type OwnerOf = (request: RequestContext) => TokenOwner;

const userPath = "/api/v1/users/:userId";
const serverPath = "/api/v1/authorizationServers/:authServerId";

/** Where Okta lists refresh tokens, and whose tokens each path means. */
const places: readonly (readonly [path: string, OwnerOf])[] = [
  ["/api/v1/apps/:appId/tokens", (request) => ({ clientId: clientIdOf(apps.find(request)) })],
  [
    `${userPath}/clients/:clientId/tokens`,
    (request) => ({ userId: users.find(request).id, clientId: request.params["clientId"] ?? "" }),
  ],
  [
    `${serverPath}/clients/:clientId/tokens`,
    (request) => ({
      authorizationServerId: authorizationServers.find(request).id,
      clientId: request.params["clientId"] ?? "",
    }),
  ],
];

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
  if (token === undefined) throw notFound(id, "OAuth2RefreshToken");
  return token;
}

function revoke(request: RequestContext, changes: ReturnType<typeof revokeOwnerChanges>) {
  request.write(changes);
  return noContent;
}

/** The clients that hold tokens. */
function listClients(request: RequestContext, owner: TokenOwner) {
  const ids = listRefreshTokens(request.org, owner).map(({ state }) => textOf(state.payload["clientId"]));
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

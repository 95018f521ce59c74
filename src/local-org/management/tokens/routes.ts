import type { Router } from "@koa/router";
import { notFound } from "../../http/api-error.ts";
import type { Json } from "../../json.ts";
import { textOf } from "../../json.ts";
import { endSessionsOf, revokeAllOf } from "../../oidc/revoke.ts";
import type { Org } from "../../org.ts";
import { clientIdOf } from "../app-parts.ts";
import { appOf } from "../apps.ts";
import { userParty } from "../audit/parties.ts";
import { authorizationServerOf } from "../authorization-servers.ts";
import type { Exchange } from "../exchange.ts";
import { handle, noContent, ok } from "../exchange.ts";
import { userOf } from "../users.ts";
import type { TokenOwner } from "./refresh-tokens.ts";
import { refreshTokensOf, refreshTokenView, revocationOf, revocationOfToken } from "./refresh-tokens.ts";

type OwnerOf = (exchange: Exchange) => TokenOwner;

const users = "/api/v1/users/:userId";
const servers = "/api/v1/authorizationServers/:authServerId";

/** Where Okta lists refresh tokens, and whose they are there. */
const places: readonly (readonly [path: string, OwnerOf])[] = [
  ["/api/v1/apps/:appId/tokens", (exchange) => ({ clientId: clientIdOf(appOf(exchange)) })],
  [
    `${users}/clients/:clientId/tokens`,
    (exchange) => ({ userId: userOf(exchange).id, clientId: exchange.params["clientId"] ?? "" }),
  ],
  [
    `${servers}/clients/:clientId/tokens`,
    (exchange) => ({
      authorizationServerId: authorizationServerOf(exchange).id,
      clientId: exchange.params["clientId"] ?? "",
    }),
  ],
];

/** Refresh tokens and sessions: what there is, and its end (Okta: User OAuth, Application Tokens, User Sessions APIs). */
export function tokenRoutes(router: Router, org: Org): void {
  for (const [path, ownerOf] of places) addTokenRoutes(router, org, { path, ownerOf });
  router.delete(`${users}/sessions`, handle(org, endSessions));
  router.get(
    `${users}/clients`,
    handle(org, (exchange) => listClients(exchange, { userId: userOf(exchange).id })),
  );
  router.get(
    `${servers}/clients`,
    handle(org, (exchange) =>
      listClients(exchange, { authorizationServerId: authorizationServerOf(exchange).id }),
    ),
  );
}

function addTokenRoutes(
  router: Router,
  org: Org,
  { path, ownerOf }: { readonly path: string; readonly ownerOf: OwnerOf },
): void {
  const view = (exchange: Exchange, token: ReturnType<typeof refreshTokensOf>[number]): Json =>
    refreshTokenView(org, exchange.origin, token);
  router.get(
    path,
    handle(org, (exchange) =>
      ok(refreshTokensOf(org, ownerOf(exchange)).map((token) => view(exchange, token))),
    ),
  );
  router.delete(
    path,
    handle(org, (exchange) => revoke(exchange, revocationOf(org, ownerOf(exchange)))),
  );
  router.get(
    `${path}/:tokenId`,
    handle(org, (exchange) => ok(view(exchange, tokenOf(exchange, ownerOf(exchange))))),
  );
  router.delete(
    `${path}/:tokenId`,
    handle(org, (exchange) => revoke(exchange, revocationOfToken(org, tokenOf(exchange, ownerOf(exchange))))),
  );
}

function tokenOf(exchange: Exchange, owner: TokenOwner) {
  const id = exchange.params["tokenId"] ?? "";
  const token = refreshTokensOf(exchange.org, owner).find((each) => each.id === id);
  if (token === undefined) throw notFound(id, "OAuth2RefreshToken");
  return token;
}

function revoke(exchange: Exchange, changes: ReturnType<typeof revocationOf>) {
  exchange.write(changes);
  return noContent;
}

/** The clients that hold tokens. */
function listClients(exchange: Exchange, owner: TokenOwner) {
  const ids = refreshTokensOf(exchange.org, owner).map(({ state }) => textOf(state.payload["clientId"]));
  const apps = exchange.org.store.list("apps");
  const clients = [...new Set(ids)].flatMap((id) => apps.find((app) => clientIdOf(app) === id) ?? []);
  const here = `${exchange.url.origin}${exchange.url.pathname}`;
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

function endSessions(exchange: Exchange) {
  const user = userOf(exchange);
  if (exchange.query("oauthTokens") === "true") revokeAllOf(exchange.org, user.id);
  else endSessionsOf(exchange.org, user.id);
  const targets = [userParty(user)];
  exchange.record({ eventType: "user.session.clear", message: "Clear user session", targets });
  return noContent;
}

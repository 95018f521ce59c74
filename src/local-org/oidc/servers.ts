import type { Context } from "koa";
import type { Org } from "../org.ts";
import type { StoredAuthorizationServer } from "../store/collections.ts";

/** An authorization server, custom or the org's own, as the OIDC half sees it. */
export interface AuthorizationServer {
  /** `aus…`; `org` for the org authorization server. */
  readonly id: string;
  /** In every token; never ends with a slash. */
  readonly issuer: string;
  /** What comes before `/v1/token` in paths: `/oauth2/default`, or `/oauth2`. */
  readonly basePath: string;
  /** The audience of access tokens. */
  readonly audience: string;
  /** Undefined for the org authorization server, which has no access policies. */
  readonly stored: StoredAuthorizationServer | undefined;
  /** Names of the scopes that may be requested. */
  readonly scopes: readonly string[];
  /** Scopes of the Okta API (`okta.*`) that apps were granted; on the org authorization server only. */
  readonly apiScopes: readonly string[];
}

export const orgServerId = "org";

/** The scopes of the org authorization server besides `okta.*`. */
const orgScopes = ["openid", "email", "profile", "address", "phone", "offline_access", "groups"];

/** The authorization server that a path names: `default`, an id, or undefined for the org's own. An inactive one is unknown. */
export function findServer(org: Org, name: string | undefined): AuthorizationServer | undefined {
  if (name === undefined) return describeOrgServer(org);
  const stored = org.store
    .list("authorizationServers")
    .find((server) => server.id === name || (server.default && name === "default"));
  return stored?.status === "ACTIVE" ? describeCustomServer(org, stored) : undefined;
}

/** The authorization server with this id: `aus…` or `org`. */
export function findServerById(org: Org, id: string): AuthorizationServer | undefined {
  return findServer(org, id === orgServerId ? undefined : id);
}

/** Every active authorization server. */
export function listServers(org: Org): AuthorizationServer[] {
  const custom = org.store.list("authorizationServers").filter(({ status }) => status === "ACTIVE");
  return [describeOrgServer(org), ...custom.map((stored) => describeCustomServer(org, stored))];
}

function describeOrgServer(org: Org): AuthorizationServer {
  return {
    id: orgServerId,
    issuer: org.url,
    basePath: "/oauth2",
    audience: org.url,
    stored: undefined,
    scopes: orgScopes,
    apiScopes: [...new Set(org.store.list("grants").map(({ scopeId }) => scopeId))],
  };
}

function describeCustomServer(org: Org, stored: StoredAuthorizationServer): AuthorizationServer {
  const basePath = `/oauth2/${stored.default ? "default" : stored.id}`;
  return {
    id: stored.id,
    issuer: `${org.url}${basePath}`,
    basePath,
    audience: stored.audiences[0] ?? org.url,
    stored,
    scopes: org.store.listUnder("scopes", `${stored.id}/`).map(({ name }) => name),
    apiScopes: [],
  };
}

/** The endpoint that a request is for: what comes after `/v1/`, such as `token` or `device/authorize`. */
export function readEndpoint(context: Pick<Context, "originalUrl">): string {
  return context.originalUrl.split("?")[0]?.split("/v1/")[1] ?? "";
}

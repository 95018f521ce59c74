import type { Configuration, KoaContextWithOIDC } from "oidc-provider";
import type { Org } from "../../org.ts";
import { findActiveApp, readRedirectUris } from "../client-metadata.ts";
import type { OidcLibrary } from "../library.ts";
import { fromAlias } from "../scope-alias.ts";
import type { AuthorizationServer } from "../servers.ts";
import { listUnemulatedValues } from "../unemulated.ts";

type ExtraParams = NonNullable<Configuration["extraParams"]>;

/**
 * What Okta checks of an authorization request and oidc-provider doesn't, as validators that it calls for each: a refusal goes
 * to the redirect URI like any other. The names after the first are Okta parameters that are accepted and ignored.
 */
export function createAuthorizationChecks(
  org: Org,
  server: AuthorizationServer,
  library: OidcLibrary,
): ExtraParams {
  const { CustomOIDCProviderError: Refusal } = library.errors;
  return {
    okta_checks: (context) => {
      const { params } = context.oidc;
      if (!isRegistered(context)) throw new library.errors.InvalidRedirectUri();
      if (hasState(context) && !isText(params?.["state"])) {
        throw new Refusal("invalid_request", "The authentication request has an invalid 'state' parameter.");
      }
      const [missing] = listUnemulatedValues("authorize", (name) => params?.[name]);
      if (missing !== undefined) throw new Refusal(missing.error, missing.description);
      const scopes = listRequestedScopes(context) ?? splitList(params?.["scope"]);
      const problem = findScopeProblem(context, scopes);
      if (problem !== undefined) throw new Refusal("invalid_scope", problem);
    },
    sessionToken: null,
    idp: null,
    idp_scope: null,
    enroll_amr_values: null,
  };

  /** Exactly one of the list: oidc-provider would accept any port of a loopback address. */
  function isRegistered({ oidc }: KoaContextWithOIDC): boolean {
    const uri = oidc.params?.["redirect_uri"];
    const app = findActiveApp(org, oidc.client?.clientId ?? "");
    return !isText(uri) || app === undefined || readRedirectUris(app, "redirect_uris").includes(uri);
  }

  function findScopeProblem(context: KoaContextWithOIDC, scopes: readonly string[]): string | undefined {
    const unknown = scopes.filter((scope) => !server.scopes.includes(scope));
    if (scopes.length === 0) return "The authentication request has an invalid 'scope' parameter.";
    if (scopes.includes("device_sso")) return noNativeSso;
    if (unknown.length === 0) return undefined;
    if (server.stored !== undefined) {
      return "One or more scopes are not configured for the authorization server resource.";
    }
    const granted = listGrantedScopes(context.oidc.client?.clientId ?? "");
    return unknown.every((scope) => granted.includes(scope))
      ? undefined
      : "Custom scopes are not allowed for this request.";
  }

  /** The `okta.*` scopes of the Okta API that the app was granted. */
  function listGrantedScopes(clientId: string): readonly string[] {
    const app = findActiveApp(org, clientId);
    return app === undefined ? [] : org.store.listUnder("grants", `${app.id}/`).map(({ scopeId }) => scopeId);
  }
}

/** Okta's `default` has the scope, so it is here, too. */
const noNativeSso = "The local org has no single sign-on between apps (device_sso).";

/** From the request itself, because oidc-provider has already dropped the unknown ones. Empty for a pushed request. */
function listRequestedScopes(context: KoaContextWithOIDC): readonly string[] | undefined {
  const { scope } = context.state as { readonly scope?: string };
  return scope === undefined ? undefined : scope.split(" ").filter(Boolean);
}

function splitList(scope: unknown): readonly string[] {
  return isText(scope) ? fromAlias(scope).split(" ").filter(Boolean) : [];
}

/** A device has no use for `state`. */
function hasState({ oidc }: KoaContextWithOIDC): boolean {
  return oidc.route === "authorization" || oidc.route === "pushed_authorization_request";
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

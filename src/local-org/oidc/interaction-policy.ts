import type { KoaContextWithOIDC } from "oidc-provider";
import type { Org } from "../org.ts";
import { judgeAccess } from "./access-policy.ts";
import { findActiveUser } from "../model/users.ts";
import { findActiveApp, deviceGrant } from "./client-metadata.ts";
import { recordRefusal } from "./record-event.ts";
import type { OidcLibrary } from "./library.ts";
import { fromAlias } from "./scope-alias.ts";
import type { AuthorizationServer } from "./servers.ts";

/**
 * When a user is asked and who is refused: sign in first; then Okta's assignment and access policy decide, for an
 * existing session as for a new one. Nobody is asked for consent: apps are trusted.
 */
export function createAccessPrompt(org: Org, server: AuthorizationServer, library: OidcLibrary) {
  const { Check, Prompt, base } = library.interactionPolicy;
  const policy = base();
  for (const check of [
    "native_client_prompt",
    "op_scopes_missing",
    "op_claims_missing",
    "rs_scopes_missing",
  ]) {
    policy.get("consent")?.checks.remove(check);
  }
  const isTurnedAway = new Check("access", "", "access_denied", (context) => {
    judge(context);
    return Check.NO_NEED_TO_PROMPT;
  });
  policy.add(new Prompt({ name: "access", requestable: false }, isTurnedAway), 1);
  return policy;

  function judge(context: KoaContextWithOIDC): void {
    const { oidc } = context;
    const user = findActiveUser(org, oidc.session?.accountId ?? "");
    const app = findActiveApp(org, oidc.client?.clientId ?? "");
    // The user of an existing session may have been suspended.
    if (user === undefined || app === undefined) throw new library.errors.AccessDenied("User is not active.");
    const grantType = /^(?:code|device)_/u.test(oidc.route) ? deviceGrant : "authorization_code";
    const scopes = fromAlias([...oidc.requestParamScopes].join(" "))
      .split(" ")
      .filter(Boolean);
    const decision = judgeAccess(org, { server, app, user, scopes, grantType });
    if (decision.isAllowed) return;
    recordRefusal(org, context, { server, app, user, scopes, grantType }, decision);
    throw new library.errors.AccessDenied(decision.reason);
  }
}

/** A grant of exactly what is requested, one for each sign-in, so that revoking one sign-in leaves the others. */
export async function createGrant(context: KoaContextWithOIDC) {
  const { oidc } = context;
  const clientId = oidc.client?.clientId ?? "";
  const accountId = oidc.session?.accountId ?? "";
  const grant = new oidc.provider.Grant({ accountId, clientId });
  grant.addOIDCScope([...oidc.requestParamScopes].join(" "));
  await grant.save();
  return grant;
}

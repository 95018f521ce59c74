import type { Context } from "koa";
import { createRandomText } from "../../ids.ts";
import type { JsonObject } from "../../json.ts";
import { clientIdOf, oauthSettingsOf } from "../../model/apps.ts";
import type { Org } from "../../org.ts";
import type { StoredApp } from "../../store/collections.ts";
import { put } from "../../store/change.ts";
import { composeOidcKey } from "../adapter.ts";
import { grantsOf } from "../client-metadata.ts";
import { sendOauthError } from "../okta-dialect/response.ts";
import { recordOidcEvent } from "../record-event.ts";
import { signToken } from "../jwt.ts";
import type { AuthorizationServer } from "../servers.ts";
import { findAppOfAssertion } from "./client-assertion.ts";
import { createProofError, createNonce, readTarget, verifyProof } from "../dpop/proof.ts";
import { Refusal } from "../refusal.ts";

const lifetime = 3600;

interface EndpointCall {
  readonly org: Org;
  readonly server: AuthorizationServer;
  readonly context: Context;
  readonly form: URLSearchParams;
}

/** The token of a service app for the Okta API (Okta: Implement OAuth for Okta with a service app). */
export async function sendServiceToken(call: EndpointCall): Promise<void> {
  const { org, server, context } = call;
  try {
    const { app, scopes, body } = await issue(call);
    context.set("Cache-Control", "no-cache, no-store");
    context.body = body;
    const subject = { server, app, scopes, grantType: "client_credentials" };
    recordOidcEvent(org, context, subject, {
      oauth: "token.grant.access_token",
      message: "Issued a token to a service app",
      outcome: "SUCCESS",
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.dpopNonce !== undefined) context.set("DPoP-Nonce", error.dpopNonce);
    sendOauthError(context, { status: error.status, error: error.error, description: error.message });
    const happened = {
      oauth: "token.grant",
      message: "Refused a token to a service app",
      outcome: "FAILURE",
      reason: error.message,
    } as const;
    // Not a failure: the first proof has no nonce, and the error brings one.
    if (error.error !== "use_dpop_nonce")
      recordOidcEvent(org, context, { server, grantType: "client_credentials" }, happened);
  }
}

async function issue({ org, server, context, form }: EndpointCall) {
  const app = await findAppOfAssertion(org, form);
  if (!grantsOf(app).includes("client_credentials")) {
    const grants = grantsOf(app).join(", ");
    throw new Refusal(
      400,
      "unauthorized_client",
      `The client is not authorized to use the provided grant type. Configured grant types: [${grants}].`,
    );
  }
  const thumbprint = await verifyProof(org, context, readTarget(org, context));
  if (thumbprint === undefined && oauthSettingsOf(app)["dpop_bound_access_tokens"] === true) {
    throw createProofError("The DPoP proof JWT header is missing.");
  }
  const scopes = listAllowedScopes(org, app, form.get("scope") ?? "");
  const token = await createToken(org, server, { app, scopes, thumbprint });
  if (thumbprint !== undefined) context.set("DPoP-Nonce", createNonce());
  const tokenType = thumbprint === undefined ? "Bearer" : "DPoP";
  const body = { token_type: tokenType, expires_in: lifetime, access_token: token, scope: scopes.join(" ") };
  return { app, scopes, body };
}

/** The requested scopes that an administrator granted to the app. */
function listAllowedScopes(org: Org, app: StoredApp, requested: string): readonly string[] {
  const asked = requested.split(" ").filter(Boolean);
  if (asked.some((scope) => !scope.startsWith("okta."))) {
    throw new Refusal(
      400,
      "invalid_scope",
      "One or more scopes are not configured for the authorization server resource.",
    );
  }
  const granted = org.store.listUnder("grants", `${app.id}/`).map(({ scopeId }) => scopeId);
  const allowed = asked.filter((scope) => granted.includes(scope));
  if (allowed.length > 0) return allowed;
  throw new Refusal(400, "consent_required", "You are not allowed any of the requested scopes.");
}

async function createToken(
  org: Org,
  server: AuthorizationServer,
  { app, scopes, thumbprint }: { app: StoredApp; scopes: readonly string[]; thumbprint: string | undefined },
): Promise<string> {
  const id = createRandomText(43);
  const clientId = clientIdOf(app);
  const now = org.clock.now().getTime();
  const iat = Math.floor(now / 1000);
  const times = { iat, exp: iat + lifetime };
  const payload: JsonObject = { ...times, jti: id, kind: "AccessToken", clientId, scope: scopes.join(" ") };
  org.store.write([
    put("oidc", composeOidcKey(server.id, "AccessToken", id), { expiresAt: now + lifetime * 1000, payload }),
  ]);
  return signToken(org, server.id, {
    ver: 1,
    jti: `AT.${id}`,
    iss: server.issuer,
    aud: server.audience,
    sub: clientId,
    ...times,
    cid: clientId,
    scp: scopes,
    ...(thumbprint !== undefined && { cnf: { jkt: thumbprint } }),
  });
}

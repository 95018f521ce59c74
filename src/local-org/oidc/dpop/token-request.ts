import type { Context } from "koa";
import { toObject, toText } from "../../json.ts";
import type { JsonObject } from "../../json.ts";
import { oauthClientOf, oauthSettingsOf } from "../../model/apps.ts";
import type { Org } from "../../org.ts";
import { put } from "../../store/change.ts";
import { composeOidcKey, findOidcState } from "../adapter.ts";
import { findActiveApp } from "../client-metadata.ts";
import { Refusal } from "../refusal.ts";
import type { AuthorizationServer } from "../servers.ts";
import { createNonce, createProofError, readTarget, verifyProof } from "./proof.ts";

/**
 * The thumbprint of the key that the new tokens are to be bound to (RFC 9449, 5), or undefined for bearer tokens. An app with
 * `dpop_bound_access_tokens` has to prove a key, as does the use of a refresh token that is bound to one. Throws a `Refusal`.
 */
export async function readProvenKey(
  org: Org,
  server: AuthorizationServer,
  context: Context,
  form: URLSearchParams,
): Promise<string | undefined> {
  const { clientId = "" } = context.state as { readonly clientId?: string };
  const app = findActiveApp(org, clientId);
  // The engine refuses the client; a nonce would only hide it.
  if (app === undefined) return undefined;
  const boundTo = findBinding(org, server, form);
  const thumbprint = await verifyProof(org, context, readTarget(org, context));
  const isNeeded = oauthSettingsOf(app)["dpop_bound_access_tokens"] === true || boundTo !== undefined;
  if (thumbprint === undefined && isNeeded) throw createProofError("The DPoP proof JWT header is missing.");
  if (boundTo !== undefined && boundTo !== thumbprint) {
    throw new Refusal(400, "invalid_grant", "The refresh token is bound to the key of another DPoP proof.");
  }
  return thumbprint;
}

function findBinding(org: Org, server: AuthorizationServer, form: URLSearchParams): string | undefined {
  if (form.get("grant_type") !== "refresh_token") return undefined;
  const key = composeOidcKey(server.id, "RefreshToken", form.get("refresh_token") ?? "");
  return findOidcState(org, key) === undefined ? undefined : org.store.get("oidc", key)?.boundTo;
}

/** Binds the tokens of an answer to the key that the request has proven, if any. The refresh token of a client with a secret stays free: its client proves itself (RFC 9449, 5). */
export function bindAnswer(org: Org, server: AuthorizationServer, context: Context): void {
  const { boundTo } = context.state as { readonly boundTo?: string };
  const body = toObject(context.body as JsonObject | undefined);
  if (boundTo === undefined || body === undefined || toText(body["access_token"]) === "") return;
  context.set("DPoP-Nonce", createNonce());
  const { clientId = "" } = context.state as { readonly clientId?: string };
  const app = findActiveApp(org, clientId);
  if (app === undefined || oauthClientOf(app)["token_endpoint_auth_method"] !== "none") return;
  const key = composeOidcKey(server.id, "RefreshToken", toText(body["refresh_token"]));
  const stored = org.store.get("oidc", key);
  if (stored !== undefined) org.store.write([put("oidc", key, { ...stored, boundTo })]);
}

import type { Context } from "koa";
import type { KoaContextWithOIDC } from "oidc-provider";
import type { JsonObject } from "../json.ts";
import { toObject, toText } from "../json.ts";
import type { Org } from "../org.ts";
import { findActiveApp } from "./client-metadata.ts";
import { readEndpoint } from "./servers.ts";
import { readHeader } from "./okta-dialect/response.ts";
import type { EventSubject } from "./record-event.ts";
import { recordOidcEvent } from "./record-event.ts";
import { fromAlias } from "./scope-alias.ts";
import type { AuthorizationServer } from "./servers.ts";

interface EndpointCall {
  readonly org: Org;
  readonly server: AuthorizationServer;
  readonly context: Context;
  readonly form: URLSearchParams;
}

/** Records what an endpoint just answered. Refusals by policy were recorded where they were decided. */
export function reportAnswer(call: EndpointCall): void {
  const { context } = call;
  // A CORS preflight is not an attempt to do anything.
  if (context.method === "OPTIONS") return;
  const endpoint = readEndpoint(context);
  if (endpoint === "authorize" || endpoint.startsWith("authorize/")) reportAuthorize(call);
  else if (endpoint === "token") reportToken(call);
  else if (endpoint === "revoke") reportRevoke(call);
  else if (endpoint === "device/authorize") reportDevice(call);
  else if (endpoint === "par" && context.status >= 400)
    reportFailure(call, "authorize", "Refused a pushed authorization request");
}

function reportAuthorize(call: EndpointCall): void {
  const { org, context } = call;
  const subject = describeSubject(call);
  const answer = readRedirect(context);
  const reason = answer.get("error_description") ?? readError(context);
  if (isRecorded(context)) return;
  if (answer.has("code") || (context.status === 200 && reason === undefined)) {
    const message = "Issued an authorization code";
    recordOidcEvent(org, context, subject, { oauth: "authorize.code", message, outcome: "SUCCESS" });
  } else if (reason !== undefined) {
    recordFailure(call, { oauth: "authorize", message: "Refused an authorization request" }, reason);
  } else if (readHeader(context, "Location").includes("/signin/")) {
    const message = "Showed the sign-in page";
    recordOidcEvent(org, context, subject, { oauth: "authorize", message, outcome: "CHALLENGE" });
  }
}

/** The parameters of the redirect that answers. */
function readRedirect(context: Context): URLSearchParams {
  const location = readHeader(context, "Location");
  return new URLSearchParams(/[?#](.*)$/su.exec(location)?.[1] ?? "");
}

/** Policy and assignment are recorded where they decide (access-policy.ts, token-checks.ts). */
function isRecorded(context: Context): boolean {
  return (context.state as { isRefusalRecorded?: boolean }).isRefusalRecorded === true;
}

function reportToken(call: EndpointCall): void {
  const { org, context, form } = call;
  const body = readBody(context);
  const error = toText(body["error"]);
  if (error === "" && context.status === 200) {
    const isRefresh = form.get("grant_type") === "refresh_token";
    const message = isRefresh ? "Refreshed the tokens" : "Issued tokens";
    const tokens = ["access_token", "id_token", "refresh_token"].filter((name) => body[name] !== undefined);
    const subject = describeSubject(call, { tokens: tokens.join(" ") });
    recordOidcEvent(org, context, subject, {
      oauth: "token.grant.access_token",
      message,
      outcome: "SUCCESS",
    });
  } else if (
    !isRecorded(context) &&
    !["authorization_pending", "slow_down", "use_dpop_nonce"].includes(error)
  ) {
    const isReuse = readDetail(context) === "refresh token already used";
    if (isReuse)
      recordFailure(call, { oauth: "token.detect_reuse", message: reuse }, readError(context) ?? "");
    else reportFailure(call, "token.grant", "Refused to issue tokens");
  }
}

const reuse = "A refresh token was used again after its leeway: all tokens of this sign-in are revoked";

function reportRevoke(call: EndpointCall): void {
  const { org, context } = call;
  if (context.status >= 400) return reportFailure(call, "token.revoke", "Refused to revoke a token");
  const { client, entities } = (context as Context & KoaContextWithOIDC).oidc;
  const token = entities.RefreshToken ?? entities.AccessToken;
  const kind = entities.RefreshToken === undefined ? "access token" : "refresh token";
  // The token of another client isn't revoked, though the response is the same (provider.ts).
  if (token === undefined || token.clientId !== client?.clientId) return;
  recordOidcEvent(org, context, describeSubject(call), {
    oauth: "token.revoke",
    message: `Revoked the ${kind}`,
    outcome: "SUCCESS",
  });
}

function reportDevice(call: EndpointCall): void {
  const { org, context } = call;
  if (context.status >= 400)
    return reportFailure(call, "device.authorize", "Refused a device authorization request");
  const message = "Issued a device code";
  recordOidcEvent(org, context, describeSubject(call), {
    oauth: "device.authorize",
    message,
    outcome: "CHALLENGE",
  });
}

function reportFailure(call: EndpointCall, oauth: string, message: string): void {
  recordFailure(call, { oauth, message }, readError(call.context) ?? `HTTP ${call.context.status}`);
}

function recordFailure(call: EndpointCall, what: { oauth: string; message: string }, reason: string): void {
  const subject = describeSubject(call);
  const { clientId, redirectUri } = subject.details ?? {};
  const fix = suggestFix(reason, { clientId: toText(clientId), redirectUri: toText(redirectUri) });
  const happened = { ...what, outcome: "FAILURE", reason, ...(fix !== undefined && { fix }) } as const;
  recordOidcEvent(call.org, call.context, subject, happened);
}

function readError(context: Context): string | undefined {
  const body = readBody(context);
  const shown = (context.state as { shownError?: string }).shownError;
  return toText(body["error_description"]) || toText(body["error"]) || shown;
}

function readDetail(context: Context): string | undefined {
  return (context.state as { oidcError?: { error_detail?: string } }).oidcError?.error_detail;
}

function readBody(context: Context): JsonObject {
  return toObject(context.body as JsonObject | undefined) ?? {};
}

function describeSubject(
  { org, server, context, form }: EndpointCall,
  details: JsonObject = {},
): EventSubject {
  const { oidc } = context as Context & Partial<KoaContextWithOIDC>;
  const { entities } = oidc ?? {};
  const clientId = oidc?.client?.clientId ?? form.get("client_id") ?? "";
  const accountId =
    entities?.Account?.accountId ?? oidc?.session?.accountId ?? entities?.RefreshToken?.accountId;
  const redirectUri = toText(oidc?.params?.["redirect_uri"] as string | undefined);
  const scope = fromAlias(toText(oidc?.params?.["scope"] as string | undefined));
  return {
    server,
    app: findActiveApp(org, clientId),
    user: accountId === undefined ? undefined : org.store.get("users", accountId),
    ...(scope !== "" && { scopes: scope.split(" ") }),
    grantType: form.get("grant_type") ?? undefined,
    details: { ...(clientId !== "" && { clientId }), ...(redirectUri !== "" && { redirectUri }), ...details },
  };
}

/** What a developer can do about a refusal, by the beginning of Okta's message. */
const fixes: readonly (readonly [says: string, fix: string])[] = [
  [
    "The 'redirect_uri' parameter",
    "The app sent {redirectUri}. Register exactly this URI; see the registered ones: `okta-unlock apps show {clientId} --org local`",
  ],
  [
    "Invalid value for 'client_id'",
    "The app isn't in this org, or is inactive. List the apps: `okta-unlock apps list --org local`",
  ],
  ["PKCE", "Let the SDK create a code challenge (S256), and send its code verifier with the code."],
  [
    "The authentication request has an invalid 'state'",
    "Send a random state with each authorization request.",
  ],
  ["One or more scopes", "Request only scopes of this authorization server, or add the scope to it."],
  [
    "Custom scopes",
    "The org authorization server has no custom scopes: use the issuer of a custom authorization server, such as default.",
  ],
  [
    "The client specified not to prompt",
    "Nobody is signed in in this browser: send the request again without prompt=none.",
  ],
  ["The authorization code", "A code can be used once, within five minutes: start the sign-in again."],
  ["The refresh token is bound", "Use the DPoP key that the refresh token was issued for."],
  [
    "The refresh token",
    "The token was revoked or replaced, or isn't from this org. Sign in again; run one refresh at a time, and store a rotated token before you use its access token.",
  ],
  ["The grant was issued to another client", "Use the client ID of the sign-in."],
  [
    "The client is not authorized to use the provided grant type",
    "Add the grant type to the app in Okta, or don't use it in the app's code.",
  ],
  ["No client credentials", "Send client_id in the body: a native app has no secret."],
  [
    "Client authentication failed",
    "A native app sends only its client_id: no secret, no Authorization header.",
  ],
  [
    "The DPoP proof JWT",
    "The app requires DPoP: send a header DPoP with each token request, with a new proof for this URL and the nonce of the last answer (RFC 9449).",
  ],
  ["Some of the scopes requested for the refresh", "Request no more scopes than at sign-in."],
  ["The id token is invalid", "Send an ID token of this issuer as id_token_hint."],
];

/** `facts` are of the request that was refused: `clientId`, `redirectUri`. */
function suggestFix(
  description: string,
  facts: { readonly clientId: string; readonly redirectUri: string },
): string | undefined {
  const fix = fixes.find(([says]) => description.startsWith(says))?.[1];
  return fix
    ?.replace("{clientId}", () => facts.clientId)
    .replace("{redirectUri}", () => facts.redirectUri || "no redirect URI");
}

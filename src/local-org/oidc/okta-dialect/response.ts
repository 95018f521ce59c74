import type { KoaContextWithOIDC } from "oidc-provider";
import type { Context } from "koa";
import type { JsonObject } from "../../json.ts";
import { toObject, toText } from "../../json.ts";
import type { Org } from "../../org.ts";
import { grantsOf, findActiveApp } from "../client-metadata.ts";
import { composeDpopChallenge } from "../dpop/resource-request.ts";
import type { AuthorizationServer } from "../servers.ts";
import { readEndpoint } from "../servers.ts";
import type { OauthError } from "./errors.ts";
import { toOktaError } from "./errors.ts";
import { sendIntrospection } from "./introspection.ts";

/** Translates the response of an endpoint from oidc-provider's dialect into Okta's. The token endpoint has its own file. */
export function translateAnswer(org: Org, server: AuthorizationServer, context: Context): void {
  const endpoint = readEndpoint(context);
  translateRedirect(context);
  // A content type of nothing is one too many: oidc-client-ts refuses any but JSON.
  if (context.body === "") context.remove("Content-Type");
  const body = toObject(context.body as JsonObject | undefined);
  if (body === undefined) return;
  if (typeof body["error"] === "string") sendError(org, context, body);
  else if (endpoint === "introspect") sendIntrospection(org, server, context, body);
  else if (endpoint === "device/authorize") sendDeviceAuthorization(org, context, body);
}

/** Okta redirects with 302, sends no `iss`, and has its own words for errors. */
function translateRedirect(context: Context): void {
  const location = readHeader(context, "Location");
  if (location === "") return;
  context.status = 302;
  const [, start = "", separator = "", query = ""] = /^([^?#]*)([?#])(.*)$/su.exec(location) ?? [];
  if (separator === "") return;
  const parameters = new URLSearchParams(query);
  parameters.delete("iss");
  const error = parameters.get("error");
  if (error !== null) {
    const okta = toOktaError(context, {
      error,
      error_description: parameters.get("error_description") ?? "",
    });
    parameters.set("error", okta.error);
    parameters.set("error_description", okta.description);
    parameters.delete("scope");
  }
  context.set("Location", `${start}${separator}${parameters.toString().replaceAll("+", "%20")}`);
}

/** Koa gives undefined for a header that is not set, whatever its type says. */
export function readHeader(context: Pick<Context, "res">, name: string): string {
  const value = context.res.getHeader(name);
  return typeof value === "string" ? value : "";
}

function sendError(org: Org, context: Context, body: JsonObject): void {
  const given = { error: toText(body["error"]), error_description: toText(body["error_description"]) };
  const okta = withGrants(org, context, toOktaError(context, given));
  if (context.path.endsWith("/userinfo")) return sendUserinfoError(context, okta);
  context.remove("WWW-Authenticate");
  sendOauthError(context, okta);
}

export function sendOauthError(context: Context, { status, error, description }: OauthError): void {
  context.status = status;
  context.set("Cache-Control", "no-cache, no-store");
  context.set("Pragma", "no-cache");
  context.body = { error, error_description: description };
}

/** Errors that list the grants of the client. */
function withGrants(org: Org, context: Context, error: OauthError): OauthError {
  const client = (context as Context & Partial<KoaContextWithOIDC>).oidc?.client;
  const app = client === undefined ? undefined : findActiveApp(org, client.clientId);
  const grants = app === undefined ? "" : grantsOf(app).join(", ");
  if (
    error.description.includes("grant type is not allowed") ||
    error.description.includes("is not allowed for this client")
  ) {
    return {
      status: 400,
      error: "unauthorized_client",
      description: `The client is not authorized to use the provided grant type. Configured grant types: [${grants}].`,
    };
  }
  if (error.error === "unsupported_grant_type") {
    return {
      ...error,
      description: `The authorization grant type is not supported by the authorization server. Configured grant types: [${grants}].`,
    };
  }
  if (error.description.includes("missing required parameter 'grant_type'")) {
    return {
      ...error,
      description: `The token request must specify a 'grant_type'. Valid values: [${grants}]`,
    };
  }
  return error;
}

const neededScopes =
  "The access token must provide access to at least one of these scopes - profile, email, address or phone";

/** Okta reports these only in the header (RFC 6750). */
function sendUserinfoError(context: Context, { error }: OauthError): void {
  const { dpopProblem } = context.state as { readonly dpopProblem?: string };
  if (dpopProblem !== undefined) {
    context.status = 401;
    context.set("WWW-Authenticate", composeDpopChallenge(dpopProblem));
    context.body = {};
    return;
  }
  const isScope = error === "insufficient_scope";
  const [code, description] = isScope
    ? ["insufficient_scope", neededScopes]
    : ["invalid_token", "The access token is invalid"];
  context.status = isScope ? 403 : 401;
  context.set("WWW-Authenticate", `Bearer error="${code}", error_description="${description}"`);
  context.body = {};
}

/** The page is the org's own, at `/activate`, and Okta states the polling interval. */
function sendDeviceAuthorization(org: Org, context: Context, body: JsonObject): void {
  const code = toText(body["user_code"]);
  context.body = {
    device_code: body["device_code"],
    user_code: code,
    verification_uri: `${org.url}/activate`,
    verification_uri_complete: `${org.url}/activate?user_code=${encodeURIComponent(code)}`,
    expires_in: body["expires_in"],
    interval: 5,
  };
}

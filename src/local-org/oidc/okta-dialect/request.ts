import type { Context } from "koa";
import { readForm } from "../../http/request-body.ts";
import type { Json } from "../../json.ts";
import { toObject, toText } from "../../json.ts";
import type { Org } from "../../org.ts";
import { findBindingProblem, readThumbprint } from "../dpop/resource-request.ts";
import { readOpaqueToken, readOwnToken } from "../jwt.ts";
import { readEndpoint } from "../servers.ts";
import { toAlias } from "../scope-alias.ts";
import type { AuthorizationServer } from "../servers.ts";

/** A request turned from Okta's dialect into oidc-provider's, with the form it carried. */
export async function translateRequest(
  org: Org,
  server: AuthorizationServer,
  context: Context,
): Promise<URLSearchParams> {
  const endpoint = readEndpoint(context);
  const form = context.method === "POST" ? await readForm(context) : new URLSearchParams(context.querystring);
  const scope = form.get("scope");
  context.state["sent"] = form;
  if (scope !== null) context.state["scope"] = scope;
  const isAuthorization = ["authorize", "par"].includes(endpoint);
  if (isAuthorization) dropOpenidParameters(form);
  renameScopes(form);
  if (endpoint === "introspect")
    context.state["presented"] = await readOwnToken(org, server.id, form.get("token") ?? "");
  await unwrapTokens(org, server, form);
  if (endpoint === "activate") translateDecision(form);
  if (context.method === "POST") nameClientInForm(context, form);
  context.state["clientId"] = readClientId(context, form);
  if (endpoint === "authorize" && context.method === "POST") {
    // Okta accepts the same parameters by POST; oidc-provider treats both alike.
    context.method = "GET";
    context.querystring = form.toString();
  } else if (context.method === "POST") replayBody(context, form.toString());
  else context.querystring = form.toString();
  await translateAuthorization(org, server, context);
  // Errors are JSON for clients, whatever they accept; pages are for the endpoints that people see.
  if (!/^(?:authorize|activate)(?:\/|$)/u.test(endpoint)) context.req.headers.accept = "application/json";
  return form;
}

/** Replaces a text that is no access token of this org: the opaque value of a JWT is in its `jti`, and must not work as a token itself. */
const noToken = "none";

/** `token` may be a refresh token, which is opaque: it has no dots. oidc-provider refuses every JWT there. */
async function unwrapTokens(org: Org, server: AuthorizationServer, form: URLSearchParams): Promise<void> {
  for (const name of ["token", "access_token"]) {
    const token = form.get(name);
    if (token === null) continue;
    const other = name === "token" && !token.includes(".") ? token : noToken;
    const claims = await readOwnToken(org, server.id, token);
    // A bound token works with the scheme DPoP only.
    const isBearer = name === "token" || claims === undefined || readThumbprint(claims) === undefined;
    form.set(name, isBearer ? (readOpaqueToken(claims) ?? other) : noToken);
  }
}

/** Parameters of OpenID Connect: in a request without `openid` Okta ignores them, oidc-provider refuses them. */
const openidParameters = ["nonce", "max_age", "acr_values", "id_token_hint"];

function dropOpenidParameters(form: URLSearchParams): void {
  const isOpenid = form.get("scope")?.split(" ").includes("openid") === true;
  if (!isOpenid && !form.has("request_uri")) for (const name of openidParameters) form.delete(name);
}

function renameScopes(form: URLSearchParams): void {
  const scope = form.get("scope");
  if (scope !== null && form.getAll("scope").length === 1) form.set("scope", toAlias(scope));
}

/** The buttons of the device page, by oidc-provider's names. */
function translateDecision(form: URLSearchParams): void {
  if (form.get("decision") === "allow") form.set("confirm", "yes");
  if (form.get("decision") === "deny") form.set("abort", "yes");
}

/** okta-auth-js names an app that has no secret by Basic credentials without a colon, and Okta accepts them. */
function nameClientInForm(context: Context, form: URLSearchParams): void {
  const clientId = readBasic(context);
  if (clientId === "" || clientId.includes(":") || form.has("client_id")) return;
  form.set("client_id", clientId);
  delete context.req.headers.authorization;
}

/** The client that a request names, in any of the ways, before it has proven who it is. */
function readClientId(context: Context, form: URLSearchParams): string {
  const named = form.get("client_id") ?? readBasic(context).split(":")[0] ?? "";
  return named === "" ? readSubject(form.get("client_assertion") ?? "") : named;
}

function readSubject(assertion: string): string {
  try {
    const claims = Buffer.from(assertion.split(".")[1] ?? "", "base64url").toString("utf8");
    return toText(toObject(JSON.parse(claims) as Json)?.["sub"]);
  } catch {
    return "";
  }
}

function readBasic(context: Context): string {
  const [, credentials = ""] = /^Basic\s+(\S+)$/iu.exec(context.get("Authorization")) ?? [];
  return Buffer.from(credentials, "base64").toString("utf8");
}

/** The engine knows bearer tokens only: what a DPoP token needs is checked here. */
async function translateAuthorization(
  org: Org,
  server: AuthorizationServer,
  context: Context,
): Promise<void> {
  const [, scheme = "", token = ""] = /^(Bearer|DPoP)\s+(\S+)$/iu.exec(context.get("Authorization")) ?? [];
  if (token === "") return;
  const claims = await readOwnToken(org, server.id, token);
  const problem = claims && (await findBindingProblem(org, context, { scheme, token, claims }));
  context.state["dpopProblem"] = problem;
  const opaque = problem === undefined ? readOpaqueToken(claims) : undefined;
  context.req.headers.authorization = `Bearer ${opaque ?? noToken}`;
}

/** Makes the body readable again: it was read here to be translated. */
function replayBody(context: Context, text: string): void {
  const body = Buffer.from(text);
  const replay = Object.create(context.req, {
    readable: { value: true },
    iterator: { value: () => [body][Symbol.iterator]() },
  }) as typeof context.req;
  context.req.headers["content-length"] = String(body.length);
  context.req.headers["content-type"] ??= "application/x-www-form-urlencoded";
  delete context.req.headers["transfer-encoding"];
  context.req = replay;
  context.request.req = replay;
}

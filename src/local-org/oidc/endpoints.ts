import type { Context, Middleware } from "koa";
import mount from "koa-mount";
import type { KoaContextWithOIDC, Provider } from "oidc-provider";
import { createMethodNotAllowedError, createPathNotFoundError } from "../http/api-error.ts";
import { sendJson } from "../http/envelope.ts";
import { toText } from "../json.ts";
import type { Org } from "../org.ts";
import { sendDeviceQuestion, sendTooManyGuesses, sendUnusableForm } from "./activation.ts";
import { isGuessTooMany } from "./attempts.ts";
import { composeOidcKey, composeUserCodeKey, findOidcState } from "./adapter.ts";
import { findActiveApp } from "./client-metadata.ts";
import { answerPreflight, isPreflight, shareAnswer, shareDocument } from "./cors.ts";
import { bindAnswer, readProvenKey } from "./dpop/token-request.ts";
import { extendRefreshToken } from "./lifetimes.ts";
import { endSession } from "./logout.ts";
import { readEndpoint } from "./servers.ts";
import { translateRequest } from "./okta-dialect/request.ts";
import { sendOauthError, translateAnswer } from "./okta-dialect/response.ts";
import type { OauthError } from "./okta-dialect/errors.ts";
import { translateTokens } from "./okta-dialect/token.ts";
import { Refusal } from "./refusal.ts";
import { makeProvider } from "./provider.ts";
import { reportAnswer } from "./report.ts";
import type { AuthorizationServer } from "./servers.ts";
import { sendServiceToken } from "./service-app/client-credentials.ts";
import { sendExpired } from "./sign-in.ts";
import { loadSigningKeys, toPublicJwk } from "./signing-keys.ts";
import { findTokenProblem } from "./token-checks.ts";
import { listUnemulatedValues } from "./unemulated.ts";

/** Answers a request to `/v1/…` of an authorization server. */
export async function answerEndpoint(
  org: Org,
  server: AuthorizationServer,
  engines: Engines,
  context: Context,
): Promise<void> {
  const endpoint = readEndpoint(context);
  if (!isEndpoint(endpoint)) throw createPathNotFoundError();
  if (endpoint === "keys") return sendKeys(org, server, context);
  if (isPreflight(context)) return answerPreflight(org, context, endpoint);
  const engine = await engines.load(server);
  if (endpoint === "logout") return endSession(org, server, engine.provider, context);
  if (endpoint.startsWith("activate/") && !isResumable(server, context)) return sendExpired(context);
  allowScriptsOfAnswers(context);
  const form = await translateRequest(org, server, context);
  if (endpoint === "activate" && (await isDeviceFormRefused(org, engine, { context, form }))) return;
  if (isForService(server, endpoint, form)) {
    await sendServiceToken({ org, server, context, form });
    return shareAnswer(org, context, endpoint);
  }
  const problem =
    endpoint === "token" && context.method === "POST"
      ? await judgeTokenRequest(org, server, context, form)
      : undefined;
  if (problem === undefined) {
    await engine.run(context);
    throwFailure(context);
    throwUnanswered(context);
    if (endpoint === "token") await translateTokens(org, server, context);
    if (endpoint === "token") extendRefreshToken(org, server, context);
    if (endpoint === "token") bindAnswer(org, server, context);
    if (endpoint === "activate") confirmAtOnce(org, server, context);
    translateAnswer(org, server, context);
  } else sendOauthError(context, problem);
  shareAnswer(org, context, endpoint);
  reportAnswer({ org, server, context, form });
}

/** What is wrong with a token request before the grant is looked at. The key that its tokens are bound to is noted. */
async function judgeTokenRequest(
  org: Org,
  server: AuthorizationServer,
  context: Context,
  form: URLSearchParams,
): Promise<OauthError | undefined> {
  const [missing] = listUnemulatedValues("token", (name) => form.get(name));
  if (missing !== undefined) return missing;
  try {
    context.state["boundTo"] = await readProvenKey(org, server, context, form);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.dpopNonce !== undefined) context.set("DPoP-Nonce", error.dpopNonce);
    return { status: error.status, error: error.error, description: error.message };
  }
  return findTokenProblem(org, server, context, form);
}

/** Service apps use the Okta API, so only the org authorization server gives them tokens. */
function isForService(server: AuthorizationServer, endpoint: string, form: URLSearchParams): boolean {
  return (
    server.stored === undefined && endpoint === "token" && form.get("grant_type") === "client_credentials"
  );
}

/** A device's sign-in continues in the browser that began it. In any other browser oidc-provider fails with an internal error. */
function isResumable(server: AuthorizationServer, context: Context): boolean {
  return context.cookies.get(`resume_${server.id}`) !== undefined;
}

/** Refuses guesses, and forms that were not shown in this browser: without a session oidc-provider fails with an internal error. */
async function isDeviceFormRefused(
  org: Org,
  { provider }: Engine,
  { context, form }: { readonly context: Context; readonly form: URLSearchParams },
): Promise<boolean> {
  if (form.has("user_code") && isGuessTooMany(org, context, "user code")) {
    sendTooManyGuesses(context);
    return true;
  }
  if (context.method !== "POST") return false;
  const session = (await provider.Session.get(context)) as { readonly state?: unknown };
  if (session.state !== undefined) return false;
  sendUnusableForm(context);
  return true;
}

/** `response_mode=form_post` is a page that submits itself. oidc-provider adds the hash of its script to this header. */
function allowScriptsOfAnswers(context: Context): void {
  context.set("Content-Security-Policy", "default-src 'none'; script-src 'self'; frame-ancestors 'none'");
}

/** An internal failure is answered and reported like any other failure of the org (http/envelope.ts). */
function throwFailure(context: Context): void {
  const { oidcError: error } = context.state as {
    readonly oidcError?: Error & { readonly expose?: boolean };
  };
  if (error !== undefined && error.expose !== true) throw error;
}

/** No endpoint has this path, or not with this method. */
function throwUnanswered(context: Context): void {
  if ((context as Context & Partial<KoaContextWithOIDC>).oidc === undefined) {
    throw knownEndpoints.includes(readEndpoint(context))
      ? createMethodNotAllowedError()
      : createPathNotFoundError();
  }
}

/** The exact names: oidc-provider's router accepts `TOKEN` and `token/` for `token`, but every check here compares the name. */
function isEndpoint(endpoint: string): boolean {
  const isResumed = /^(?:authorize|activate)\/[\w-]+$/u.test(endpoint);
  return isResumed || [...knownEndpoints, "logout", "activate"].includes(endpoint);
}

const knownEndpoints = [
  "authorize",
  "token",
  "keys",
  "introspect",
  "revoke",
  "device/authorize",
  "par",
  "userinfo",
];

async function sendKeys(org: Org, server: AuthorizationServer, context: Context): Promise<void> {
  if (!["GET", "HEAD"].includes(context.method) && !isPreflight(context)) throw createMethodNotAllowedError();
  shareDocument(org, context);
  if (isPreflight(context)) return;
  const keys = (await loadSigningKeys(org, server.id)).map(toPublicJwk);
  context.set("Cache-Control", "max-age=60, must-revalidate");
  sendJson(context, { keys });
}

/** A user who opened the link with the code doesn't type it again: the question is shown at once. */
function confirmAtOnce(org: Org, server: AuthorizationServer, context: Context): void {
  const { oidc } = context as Context & Partial<KoaContextWithOIDC>;
  const userCode = toText(oidc?.params?.["user_code"] as string | undefined);
  if (context.method !== "GET" || oidc?.route !== "code_verification" || userCode === "") return;
  const index = findOidcState(org, composeUserCodeKey(server.id, userCode));
  const code = findOidcState(org, composeOidcKey(server.id, "DeviceCode", toText(index?.["id"])));
  sendDeviceQuestion(context, oidc, {
    action: context.path,
    userCode,
    appLabel: findActiveApp(org, toText(code?.["clientId"]))?.label ?? "the app",
  });
}

/** An engine that is ready, mounted under the path of its authorization server. */
export interface Engine {
  readonly provider: Provider;
  /** Answers a request of this authorization server. */
  run(context: Context): Promise<void>;
}

/** The engines of the authorization servers: created at first use, and again when keys or scopes change. */
export class Engines {
  readonly #org: Org;
  readonly #made = new Map<string, { readonly signature: string; readonly engine: Promise<Engine> }>();

  constructor(org: Org) {
    this.#org = org;
  }

  async load(server: AuthorizationServer): Promise<Engine> {
    const signature = this.#buildSignature(server);
    const known = this.#made.get(server.id);
    // The first signature has no key yet: the key is created together with the engine.
    if (known?.signature === signature) return known.engine;
    const engine = this.#make(server);
    this.#made.set(server.id, { signature, engine });
    await engine;
    this.#made.set(server.id, { signature: this.#buildSignature(server), engine });
    return engine;
  }

  #buildSignature({ id, scopes, apiScopes }: AuthorizationServer): string {
    const kids = this.#org.store
      .listUnder("signingKeys", `${id}/`)
      .map(({ kid, status }) => `${kid} ${status}`);
    return JSON.stringify([kids, scopes, apiScopes]);
  }

  async #make(server: AuthorizationServer): Promise<Engine> {
    const provider = await makeProvider(this.#org, server);
    const prefix = server.stored === undefined ? "/" : server.basePath;
    const middleware = mount(prefix, provider as unknown as Parameters<typeof mount>[1]) as Middleware;
    return {
      provider,
      run: async (context) => {
        await middleware(context, async () => undefined);
      },
    };
  }
}

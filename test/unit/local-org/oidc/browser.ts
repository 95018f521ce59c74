import { createHash, randomBytes } from "node:crypto";
import { Agent, fetch } from "undici";
import type { Answer, TestOrg } from "../support.ts";
import { nativeApp } from "../support.ts";

interface Cookie {
  readonly value: string;
  readonly path: string;
}

export interface Page extends Answer {
  readonly url: string;
  /** Where it sends the browser; a custom scheme ends the trip. */
  readonly location: string | undefined;
}

/** A browser as far as OAuth needs one: cookies with their paths, redirects followed by hand, forms filled in. */
export class Browser {
  readonly #origin: string;
  readonly #caCertificate: string;
  #dispatcher: Agent;
  readonly #cookies = new Map<string, Cookie>();

  constructor(org: Pick<TestOrg, "url" | "caCertificate">) {
    this.#origin = org.url;
    this.#caCertificate = org.caCertificate;
    this.#dispatcher = new Agent({ connect: { ca: org.caCertificate } });
  }

  async request(
    address: string,
    init: { method?: string; form?: Record<string, string> | string; headers?: Record<string, string> } = {},
  ): Promise<Page> {
    const url = new URL(address, this.#origin);
    const response = await fetch(url, {
      method: init.method ?? (init.form === undefined ? "GET" : "POST"),
      dispatcher: this.#dispatcher,
      redirect: "manual",
      headers: { accept: "text/html", cookie: this.#cookiesFor(url), ...init.headers },
      ...(init.form !== undefined && { body: new URLSearchParams(init.form) }),
    });
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie, url);
    const text = await response.text();
    const location = response.headers.get("location") ?? undefined;
    const headers = response.headers as unknown as Headers;
    return { url: url.href, status: response.status, headers, text, location, json: jsonOf(text) };
  }

  /** Follows redirects within the org; stops at a page or at an address of an app. */
  async follow(page: Page): Promise<Page> {
    let current = page;
    for (let hops = 0; current.location !== undefined && hops < 10; hops += 1) {
      const next = new URL(current.location, current.url);
      if (next.origin !== this.#origin) return current;
      current = await this.request(next.href);
    }
    return current;
  }

  async open(address: string): Promise<Page> {
    return this.follow(await this.request(address));
  }

  /** Fills in the first form of a page and sends it. */
  async submit(page: Page, fields: Record<string, string>): Promise<Page> {
    const action = /<form[^>]*action="([^"]*)"/u.exec(page.text)?.[1] ?? "";
    const hidden = [...page.text.matchAll(/<input[^>]*type="hidden"[^>]*>/gu)].map(([input]) => [
      /name="([^"]*)"/u.exec(input)?.[1] ?? "",
      unescaped(/value="([^"]*)"/u.exec(input)?.[1] ?? ""),
    ]);
    const form = { ...(Object.fromEntries(hidden) as Record<string, string>), ...fields };
    const headers = { origin: this.#origin, "sec-fetch-site": "same-origin" };
    return this.follow(await this.request(new URL(unescaped(action), page.url).href, { form, headers }));
  }

  /** Drops the open connections: the org on the other end was started anew. */
  reconnect(): void {
    this.#dispatcher = new Agent({ connect: { ca: this.#caCertificate } });
  }

  #cookiesFor(url: URL): string {
    return [...this.#cookies]
      .filter(([, { path }]) => url.pathname === path || url.pathname.startsWith(path.replace(/\/?$/u, "/")))
      .map(([key, { value }]) => `${key.split(" ")[0]}=${value}`)
      .join("; ");
  }

  #keep(header: string, url: URL): void {
    const [pair = "", ...attributes] = header.split(/;\s*/u);
    const [name = "", value = ""] = pair.split(/=(.*)/su);
    const path = attributes.find((each) => /^path=/iu.test(each))?.slice(5) ?? url.pathname;
    const isGone = attributes.some((each) => /^expires=Thu, 01 Jan 1970/iu.test(each));
    if (isGone) this.#cookies.delete(`${name} ${path}`);
    else this.#cookies.set(`${name} ${path}`, { value, path });
  }
}

function unescaped(text: string): string {
  return text.replaceAll("&amp;", "&").replaceAll("&#39;", "'").replaceAll("&quot;", '"');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An app that everybody may use, with the access policy that it needs on `default`. */
export async function signInApp(
  org: Pick<TestOrg, "call">,
  changes: Readonly<Record<string, unknown>> = {},
  policy: Parameters<typeof addPolicy>[2] = {},
): Promise<{ readonly id: string; readonly clientId: string }> {
  const { json } = await org.call("POST", "/api/v1/apps", nativeApp("My App", changes));
  await org.call("PUT", `/api/v1/apps/${json.id}/groups/${await everyone(org)}`, {});
  await addPolicy(org, json.credentials.oauthClient.client_id, policy);
  return { id: json.id, clientId: json.credentials.oauthClient.client_id };
}

export async function everyone(org: Pick<TestOrg, "call">): Promise<string> {
  const { json } = await org.call("GET", `/api/v1/groups?q=Everyone`);
  return json[0].id;
}

export async function addPolicy(
  org: Pick<TestOrg, "call">,
  clientId: string,
  {
    scopes = ["*"],
    grantTypes = ["authorization_code", "urn:ietf:params:oauth:grant-type:device_code"],
    lifetimes = {},
    server = "default",
  }: { scopes?: string[]; grantTypes?: string[]; lifetimes?: Record<string, number>; server?: string } = {},
): Promise<void> {
  const policies = `/api/v1/authorizationServers/${server}/policies`;
  const { json } = await org.call("POST", policies, {
    type: "OAUTH_AUTHORIZATION_POLICY",
    status: "ACTIVE",
    name: `For ${clientId}`,
    description: "Test",
    conditions: { clients: { include: [clientId] } },
  });
  const rule = await org.call("POST", `${policies}/${json.id}/rules`, {
    type: "RESOURCE_ACCESS",
    name: "Sign in",
    conditions: {
      people: { groups: { include: ["EVERYONE"] } },
      grantTypes: { include: grantTypes },
      scopes: { include: scopes },
    },
    actions: { token: lifetimes },
  });
  if (rule.status !== 201) throw new Error(rule.text);
}

export const callback = "com.example.app:/callback";

export interface AuthorizationRequest {
  readonly url: string;
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

/** An authorization request with PKCE. A parameter that is undefined is left out. */
export function authorizationRequest(
  clientId: string,
  changes: Readonly<Record<string, string | undefined>> = {},
  base = "/oauth2/default",
): AuthorizationRequest {
  const verifier = randomBytes(32).toString("base64url");
  const state = randomBytes(8).toString("hex");
  const nonce = randomBytes(8).toString("hex");
  const parameters = {
    client_id: clientId,
    redirect_uri: callback,
    response_type: "code",
    scope: "openid profile email offline_access",
    state,
    nonce,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    ...changes,
  };
  const query = new URLSearchParams(
    Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  return { url: `${base}/v1/authorize?${query.toString()}`, verifier, state, nonce };
}

/** The parameters with which an app is called back, in the query or in the fragment. */
export function answerOf(page: Page): Record<string, string> {
  const { searchParams, hash } = new URL(page.location ?? "missing:/");
  return Object.fromEntries(hash === "" ? searchParams : new URLSearchParams(hash.slice(1)));
}

/** Signs the test user in by the form, and returns what the app is called back with. */
export async function signInByForm(
  org: Pick<TestOrg, "user">,
  browser: Browser,
  request: AuthorizationRequest,
  who: { login: string; password: string } = org.user,
): Promise<Record<string, string>> {
  const page = await browser.open(request.url);
  return answerOf(await browser.submit(page, { username: who.login, password: who.password }));
}

export type Tokens = Record<
  "access_token" | "refresh_token" | "id_token" | "scope" | "token_type",
  string
> & {
  readonly expires_in: number;
};

/** Calls the token endpoint as an app does. */
export async function tokenRequest(
  browser: Browser,
  form: Record<string, string>,
  base = "/oauth2/default",
): Promise<Answer & { readonly json: Tokens & { error?: string; error_description?: string } }> {
  return browser.request(`${base}/v1/token`, { form, headers: { accept: "application/json", cookie: "" } });
}

/** What an app sends to exchange a code for tokens. */
export function codeForm(clientId: string, code: string, { verifier }: AuthorizationRequest) {
  return {
    grant_type: "authorization_code",
    client_id: clientId,
    redirect_uri: callback,
    code,
    code_verifier: verifier,
  };
}

/** From nothing to tokens. */
export async function signInToTokens(
  org: TestOrg,
  clientId: string,
  options: { base?: string; changes?: Record<string, string | undefined> } = {},
): Promise<{ tokens: Tokens; browser: Browser; request: AuthorizationRequest }> {
  const browser = new Browser(org);
  const request = authorizationRequest(clientId, options.changes, options.base);
  const { code = "" } = await signInByForm(org, browser, request);
  const { json } = await tokenRequest(browser, codeForm(clientId, code, request), options.base);
  return { tokens: json, browser, request };
}

export async function refresh(
  browser: Browser,
  clientId: string,
  refreshToken: string,
  more: Record<string, string> = {},
  base?: string,
) {
  const form = { grant_type: "refresh_token", client_id: clientId, refresh_token: refreshToken, ...more };
  return tokenRequest(browser, form, base);
}

export function payloadOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8")) as Record<
    string,
    unknown
  >;
}

import type { Transport } from "../session/ApiClient";
import { logReason, messageOf } from "../session/logReason";
import { SessionError } from "../session/SessionError";
import { checkIdToken, type Expected, type KeySet } from "./IdToken";
import type { OktaClock } from "./OktaClock";
import type { OktaSettings } from "./OktaSettings";

/** Where Okta answers what: its OpenID configuration. */
export interface Endpoints {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
  readonly userinfo_endpoint?: string;
  readonly revocation_endpoint?: string;
  readonly end_session_endpoint?: string;
}

/** The tokens of one answer, the ID token checked. */
export interface Tokens {
  readonly accessToken: string;
  readonly expiresAt: Date;
  readonly refreshToken: string | null;
  readonly idToken: string | null;
  readonly subject: string | null;
}

interface Answer {
  readonly status: number;
  /** Null when it is no JSON: an error page, or a portal that wants a sign-in of its own. */
  readonly json: Readonly<Record<string, unknown>> | null;
}

/** No request may hang for ever: neither iOS nor Android limits those of `fetch`. A refresh has plenty of time. */
const requestLimit = 60_000;

/**
 * Sends requests to Okta, and sorts what comes back by what the app can do about it. expo-auth-session opens the
 * browser; its own requests are not used, because they look neither at the status of an answer nor at its date, and
 * check no ID token.
 */
export class OktaClient {
  readonly settings: OktaSettings;
  readonly clock: OktaClock;
  private readonly transport: Transport;
  private found: Endpoints | null = null;

  constructor(settings: OktaSettings, clock: OktaClock, transport: Transport) {
    this.settings = settings;
    this.clock = clock;
    this.transport = transport;
  }

  async endpoints(): Promise<Endpoints> {
    if (this.found !== null) return this.found;
    const { issuer } = this.settings;
    const answer = await this.send(`${issuer.replace(/\/$/u, "")}/.well-known/openid-configuration`);
    const endpoints = expectSuccess(answer) as unknown as Endpoints;
    if (endpoints.issuer !== issuer) throw new SessionError("unavailable");
    this.found = endpoints;
    return endpoints;
  }

  /** Never from a cache, none of which knows this address: Okta changes its keys now and then. */
  private async keys(): Promise<KeySet> {
    const address = new URL((await this.endpoints()).jwks_uri);
    address.searchParams.set("at", String(Date.now()));
    return expectSuccess(await this.send(address.toString())) as unknown as KeySet;
  }

  /**
   * Asks for tokens. The keys come first: an ID token that cannot be checked afterwards would cost the refresh token
   * that was just rotated.
   */
  async requestTokens(grant: Readonly<Record<string, string>>, nonce?: string): Promise<Tokens> {
    const { token_endpoint } = await this.endpoints();
    const keys = await this.keys();
    const answer = await this.send(token_endpoint, post({ ...grant, client_id: this.settings.clientId }));
    if (grant["grant_type"] === "refresh_token" && isRefusal(answer, "invalid_grant"))
      throw new SessionError("signInRequired");
    return this.readTokens(expectSuccess(answer), { keys, nonce });
  }

  private async readTokens(
    json: Readonly<Record<string, unknown>>,
    { keys, nonce }: { readonly keys: KeySet; readonly nonce: string | undefined },
  ): Promise<Tokens> {
    const accessToken = readText(json, "access_token");
    if (accessToken === null) throw new SessionError("unavailable");
    const now = this.clock.now();
    const idToken = readText(json, "id_token");
    const { issuer, clientId: audience } = this.settings;
    const expected: Expected = { issuer, audience, nonce, now };
    return {
      accessToken,
      expiresAt: new Date(now.getTime() + Number(json["expires_in"] ?? 0) * 1_000),
      refreshToken: readText(json, "refresh_token"),
      idToken,
      subject: idToken === null ? null : await checkIdToken(idToken, keys, expected),
    };
  }

  async revoke(token: string, kind: "access_token" | "refresh_token"): Promise<void> {
    const { revocation_endpoint } = await this.endpoints();
    if (revocation_endpoint === undefined) throw new SessionError("unavailable");
    const form = { token, token_type_hint: kind, client_id: this.settings.clientId };
    const answer = await this.send(revocation_endpoint, post(form));
    if (!isSuccess(answer)) throw readRefusal(answer);
  }

  async userInfo(accessToken: string): Promise<Readonly<Record<string, unknown>>> {
    const { userinfo_endpoint } = await this.endpoints();
    if (userinfo_endpoint === undefined) throw new SessionError("unavailable");
    const answer = await this.send(userinfo_endpoint, { headers: { Authorization: `Bearer ${accessToken}` } });
    return expectSuccess(answer);
  }

  private async send(url: string, init: RequestInit = {}): Promise<Answer> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), requestLimit);
    try {
      const response = await this.transport(url, { ...init, signal: limit.signal });
      // An answer to anything else may come from a cache, and be hours old.
      if (init.method === "POST") this.clock.set(response.headers.get("Date"));
      const answer = { status: response.status, json: readJson(await response.text()) };
      if (!isSuccess(answer)) logReason("Okta", `${pathOf(url)} ${answer.status} ${readText(answer.json, "error") ?? ""}`);
      return answer;
    } catch (error) {
      logReason("Okta", `${pathOf(url)} ${messageOf(error)}`);
      // There is no network, it broke off, or the certificate is not trusted: fetch does not tell which.
      throw new SessionError("offline");
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Without the query. */
function pathOf(url: string): string {
  return url.replace(/\?.*$/u, "");
}

function post(form: Record<string, string>): RequestInit {
  const headers = { "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded" };
  return { method: "POST", headers, body: new URLSearchParams(form).toString() };
}

function readJson(text: string): Answer["json"] {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null ? (json as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function readText(json: Answer["json"], name: string): string | null {
  const text = json?.[name];
  return typeof text === "string" && text !== "" ? text : null;
}

const isSuccess = ({ status }: Answer): boolean => status >= 200 && status < 300;

function isRefusal({ status, json }: Answer, error: string): boolean {
  return status >= 400 && status < 500 && status !== 429 && readText(json, "error") === error;
}

function expectSuccess(answer: Answer): Readonly<Record<string, unknown>> {
  if (!isSuccess(answer)) throw readRefusal(answer);
  if (answer.json === null) throw new SessionError("unavailable");
  return answer.json;
}

/** What a server says in trouble, or to everybody who asks too often, is no refusal. */
function readRefusal(answer: Answer): SessionError {
  const { status, json } = answer;
  const error = readText(json, "error");
  if (status >= 500 || status === 429) return new SessionError("unavailable");
  if (error === "invalid_token" || (error === null && status === 401)) return new SessionError("accessTokenRefused");
  if (error === null || status < 400) return new SessionError("unavailable");
  return new SessionError("refused", readText(json, "error_description") ?? error);
}

import type { ResponseHeaders } from "../../context.ts";
import * as v from "valibot";
import { type Answer, parseAnswer, unexpectedShape } from "../../okta/answer.ts";
import { noCredential } from "../../okta/authorizer.ts";
import { createExchange, type OrgContext } from "../../okta/exchange.ts";

/** The org whose endpoints are asked. */
export interface OrgAddress {
  /** An origin, without a trailing slash. */
  readonly orgUrl: string;
  /** The certificate authority (PEM) of the local org. */
  readonly trust?: string;
}

/** What an OAuth endpoint answers when it refuses (RFC 6749, section 5.2). */
export interface OAuthRefusal {
  readonly error: string;
  readonly description: string;
}

/** An answer of an OAuth endpoint: the JSON of a good one, or the refusal. */
export interface OAuthAnswer {
  readonly headers: ResponseHeaders;
  readonly json: unknown;
  readonly refusal: OAuthRefusal | undefined;
}

interface OAuthRequest {
  /** Completes "Okta refused to …". */
  readonly purpose: string;
  readonly url: string;
  readonly form: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a form to an endpoint of the org authorization server. */
export type PostForm = (request: OAuthRequest) => Promise<OAuthAnswer>;

/** Throws for every answer that is not OAuth's: the network's errors, Okta's own, and what is no org at all. */
export function createPostForm(context: OrgContext, { orgUrl, trust }: OrgAddress): PostForm {
  const exchange = createExchange(context, { orgUrl, authorizer: noCredential, ...(trust && { trust }) });
  return async ({ purpose, url, form, headers = {} }) => {
    const body = new URLSearchParams(form).toString();
    const sent = { ...headers, "content-type": "application/x-www-form-urlencoded" };
    const answer = await exchange({ method: "POST", url, purpose, body, headers: sent, authorized: false });
    const refusal = readRefusal(answer);
    const json = refusal === undefined ? parseAnswer({ purpose, orgUrl }, answer) : undefined;
    return { headers: answer.headers, json, refusal };
  };
}

/** The token endpoint of the org authorization server: the only one whose tokens Okta's API takes. */
export function buildTokenUrl(orgUrl: string): string {
  return `${orgUrl}/oauth2/v1/token`;
}

const refusalBody = v.looseObject({
  error: v.string(),
  error_description: v.optional(v.string(), ""),
});

function readRefusal({ status, text }: Answer): OAuthRefusal | undefined {
  if (status < 400 || status >= 500) return undefined;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), refusalBody), text);
  if (!parsed.success) return undefined;
  return { error: parsed.output.error, description: parsed.output.error_description };
}

/** What fits into an `Authorization` header (RFC 6750, section 2.1). */
const b64token = v.pipe(v.string(), v.regex(/^[\w.~+/-]+=*$/u));

const tokenBody = v.looseObject({
  access_token: b64token,
  token_type: v.string(),
  expires_in: v.number(),
  scope: v.optional(v.string(), ""),
  refresh_token: v.optional(v.string()),
});

/** An access token for the org's API. */
export interface AccessToken {
  readonly value: string;
  /** With `DPoP` each request carries a proof as well. */
  readonly scheme: "Bearer" | "DPoP";
  /** Seconds that it lasts. */
  readonly lifetime: number;
  /** What was granted: it can be less than what was asked for. */
  readonly scopes: readonly string[];
}

/** Tokens as the endpoint gave them. */
export interface Tokens extends AccessToken {
  readonly refreshToken: string | undefined;
}

/** Reads a good answer of the token endpoint; its tokens are secrets from here on. */
export function readTokens(context: Pick<OrgContext, "secrets">, orgUrl: string, json: unknown): Tokens {
  const parsed = v.safeParse(tokenBody, json);
  if (!parsed.success) {
    const details = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? "answer"} is missing or wrong`);
    throw unexpectedShape({ purpose: "give an access token", orgUrl }, details);
  }
  const { access_token: value, refresh_token: refreshToken, token_type, expires_in, scope } = parsed.output;
  context.secrets.add(value);
  if (refreshToken !== undefined) context.secrets.add(refreshToken);
  const scheme = token_type.toLowerCase() === "dpop" ? "DPoP" : "Bearer";
  return { value, refreshToken, scheme, lifetime: expires_in, scopes: scope.split(" ").filter(Boolean) };
}

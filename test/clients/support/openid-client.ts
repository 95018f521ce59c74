import * as client from "openid-client";
import { Agent, fetch } from "undici";
import type { Afterwards, TestOrg } from "../../unit/local-org/support.ts";
import { Browser, callback } from "../../unit/local-org/oidc/browser.ts";

/** A fetch that trusts the org's own authority, besides nothing else: what an app in Node would be configured with. */
export function trustingFetch(
  org: Pick<TestOrg, "caCertificate">,
  afterwards: Afterwards,
): client.CustomFetch {
  const dispatcher = new Agent({ connect: { ca: org.caCertificate } });
  afterwards(() => dispatcher.destroy());
  return async (url, options) => {
    const { body, method, headers, redirect, signal } = options;
    const sent = body === null ? undefined : (body as string | URLSearchParams | undefined);
    const init = { method, headers, redirect, dispatcher, ...(signal && { signal }) };
    return fetch(url, sent === undefined ? init : { ...init, body: sent });
  };
}

/** A request that was begun by openid-client, and what it needs to check the answer. */
export interface Begun {
  readonly url: URL;
  readonly checks: client.AuthorizationCodeGrantChecks;
}

export const usualScope = "openid profile email offline_access";

/** The parameters of a code flow with PKCE, state and nonce. Changes replace or add. */
export async function codeFlow(
  changes: Readonly<Record<string, string>> = {},
): Promise<{ readonly parameters: Record<string, string>; readonly checks: Begun["checks"] }> {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const expectedNonce = client.randomNonce();
  const parameters = {
    redirect_uri: callback,
    scope: usualScope,
    state: expectedState,
    nonce: expectedNonce,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
    ...changes,
  };
  return { parameters, checks: { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true } };
}

export async function begin(
  configuration: client.Configuration,
  changes: Readonly<Record<string, string>> = {},
): Promise<Begun> {
  const { parameters, checks } = await codeFlow(changes);
  return { url: client.buildAuthorizationUrl(configuration, parameters), checks };
}

type Visited = Pick<TestOrg, "url" | "caCertificate" | "user">;

/** The address of the app that the browser is sent to, after the user has signed in where that is asked. */
export async function visit(org: Visited, url: URL, browser = new Browser(org)): Promise<URL> {
  const page = await browser.open(url.href);
  const { login: username, password } = org.user;
  const end = page.location === undefined ? await browser.submit(page, { username, password }) : page;
  if (end.location === undefined) throw new Error(`The browser stopped at ${end.url}: ${end.text}`);
  return new URL(end.location);
}

/** From nothing to tokens, all of it by openid-client. */
export async function signIn(
  org: Visited,
  configuration: client.Configuration,
  changes: Readonly<Record<string, string>> = {},
  browser = new Browser(org),
) {
  const { url, checks } = await begin(configuration, changes);
  return client.authorizationCodeGrant(configuration, await visit(org, url, browser), checks);
}

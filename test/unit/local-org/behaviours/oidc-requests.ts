import { expect } from "vitest";
import type { TestOrg } from "../support.ts";
import type { Page, Tokens } from "../oidc/browser.ts";
import {
  Browser,
  answerOf,
  authorizationRequest,
  signInApp,
  signInByForm,
  signInToTokens,
  codeForm,
} from "../oidc/browser.ts";

export const base = "/oauth2/default/v1";
export const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

const apps = new WeakMap<TestOrg, Promise<{ readonly clientId: string; readonly id: string }>>();

/** The app that the rows share, made at first use: code, refresh and device, with its policy on `default`. */
export async function sharedApp(org: TestOrg): Promise<{ readonly clientId: string; readonly id: string }> {
  const known = apps.get(org);
  if (known !== undefined) return known;
  const made = signInApp(org, {
    "settings.oauthClient.grant_types": ["authorization_code", "refresh_token", deviceGrant],
  });
  apps.set(org, made);
  return made;
}

/** An authorization request of the shared app, sent by a browser that nobody is signed in with. */
export async function ask(
  org: TestOrg,
  changes: Readonly<Record<string, string | undefined>> = {},
  at?: string,
): Promise<Page> {
  const { clientId } = await sharedApp(org);
  return new Browser(org).request(authorizationRequest(clientId, changes, at).url);
}

/** Expects the app to be called back with this error. */
export async function expectCalledBack(
  page: Promise<Page>,
  error: string,
  description: string,
): Promise<void> {
  const answered = await page;
  expect(answered.status).toBe(302);
  expect(answerOf(answered)).toMatchObject({ error, error_description: description });
}

export async function signedIn(
  org: TestOrg,
  options: Parameters<typeof signInToTokens>[2] = {},
): Promise<{ tokens: Tokens; browser: Browser; clientId: string }> {
  const { clientId } = await sharedApp(org);
  return { ...(await signInToTokens(org, clientId, options)), clientId };
}

/** A code that was not used yet, with the form that would use it. */
export async function unusedCode(org: TestOrg): Promise<{ browser: Browser; form: Record<string, string> }> {
  const { clientId } = await sharedApp(org);
  const browser = new Browser(org);
  const request = authorizationRequest(clientId);
  const { code = "" } = await signInByForm(org, browser, request);
  return { browser, form: codeForm(clientId, code, request) };
}

/** Expects the token endpoint to refuse. */
export async function expectNoTokens(
  answer: Promise<{ readonly status: number; readonly json: { error?: string; error_description?: string } }>,
  status: number,
  error: string,
  description: string,
): Promise<void> {
  const { status: given, json } = await answer;
  expect([given, json.error, json.error_description]).toEqual([status, error, description]);
}

export function bearer(token: string): { headers: Record<string, string> } {
  return { headers: { authorization: `Bearer ${token}`, accept: "application/json" } };
}

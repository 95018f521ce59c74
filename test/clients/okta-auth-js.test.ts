import type { Tokens } from "@okta/okta-auth-js";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { Browser, signInApp } from "../unit/local-org/oidc/browser.ts";
import { startTestOrg } from "../unit/local-org/support.ts";
import { startClient } from "./support/ask.ts";
import { visit } from "./support/openid-client.ts";

const org = await startTestOrg({}, afterAll);
const app = await signInApp(org);

describe.each([
  { name: "default", issuer: `${org.url}/oauth2/default` },
  { name: "the org authorization server", issuer: org.url },
])("okta-auth-js on $name", async ({ issuer }) => {
  const ask = await startClient("okta-auth-js-child.ts", org, [issuer, app.clientId]);
  let browser: Browser;
  let tokens: Required<Tokens>;

  /** What the app is called back with. */
  async function authorize(changes: object = {}): Promise<URL> {
    return visit(org, new URL(await ask<string>("begin", changes)), browser);
  }

  beforeEach(async () => {
    browser = new Browser(org);
    tokens = await ask<Required<Tokens>>("finish", (await authorize()).href);
  });

  test("exchanges a code with PKCE and verifies the tokens", async () => {
    expect(tokens.idToken.claims).toMatchObject({ iss: issuer, aud: app.clientId, ver: 1 });
    expect(tokens.accessToken.scopes).toEqual(["openid", "profile", "email", "offline_access"]);
    expect(await ask("isAuthenticated")).toBe(true);
    expect(await ask("verify", tokens)).toMatchObject({ claims: { sub: tokens.idToken.claims.sub } });
  });

  test("finds out that an ID token is not for this access token", async () => {
    const { accessToken } = await ask<Tokens>("renew", tokens.refreshToken);
    await expect(ask("verify", { ...tokens, accessToken })).rejects.toMatchObject({
      errorSummary: "Token hash verification failed",
    });
  });

  test("finds out that an ID token was changed", async () => {
    const [header = "", , signature = ""] = tokens.idToken.idToken.split(".");
    const claims = Buffer.from(JSON.stringify({ ...tokens.idToken.claims, sub: "00uSomebodyElse" }));
    const idToken = {
      ...tokens.idToken,
      idToken: [header, claims.toString("base64url"), signature].join("."),
    };
    await expect(ask("verify", { ...tokens, idToken })).rejects.toMatchObject({
      errorSummary: "The token signature is not valid",
    });
  });

  test("renews with a refresh token that rotates", async () => {
    const renewed = await ask<Required<Tokens>>("renew", tokens.refreshToken);
    expect(renewed.refreshToken.refreshToken).not.toBe(tokens.refreshToken.refreshToken);
    expect(renewed.idToken.claims.sub).toBe(tokens.idToken.claims.sub);
    const all = await ask<Required<Tokens>>("renewAll");
    expect(all.accessToken.accessToken).not.toBe(renewed.accessToken.accessToken);
  });

  test("reads userinfo and introspects", async () => {
    expect(await ask("userInfo")).toMatchObject({
      sub: tokens.idToken.claims.sub,
      email: org.user.login,
      zoneinfo: "America/Los_Angeles",
    });
    expect(await ask("introspect", tokens.accessToken)).toMatchObject({
      active: true,
      username: org.user.login,
    });
  });

  test("revokes the access token alone", async () => {
    await ask("revokeAccessToken");
    expect(await ask("introspect", tokens.accessToken)).toMatchObject({ active: false });
    const renewed = await ask<Required<Tokens>>("renew", tokens.refreshToken);
    expect(renewed.accessToken.accessToken).toBeTruthy();
  });

  test("learns that a revoked refresh token is no good", async () => {
    await ask("revokeRefreshToken");
    await expect(ask("renew", tokens.refreshToken)).rejects.toMatchObject({
      errorCode: "invalid_grant",
      errorSummary: "The refresh token is invalid or expired.",
    });
  });

  test("signs out at the address that it makes", async () => {
    const url = await ask<string>("signOutUrl");
    expect((await visit(org, new URL(url), browser)).href).toBe("com.example.app:/logout?state=bye");
    const { searchParams } = await authorize({ prompt: "none" });
    expect(searchParams.get("error")).toBe("login_required");
  });

  test("hears that a code was used", async () => {
    const { href } = await authorize();
    await ask("finish", href);
    const { searchParams } = new URL(href);
    await authorize();
    await expect(
      ask("finish", `com.example.app:/callback?code=${searchParams.get("code")}`),
    ).rejects.toMatchObject({ errorCode: "invalid_grant" });
  });
});

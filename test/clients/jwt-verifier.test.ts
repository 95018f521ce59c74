import { Agent } from "node:https";
import OktaJwtVerifier from "@okta/jwt-verifier";
import { afterAll, describe, expect, test } from "vitest";
import { signInApp, signInToTokens } from "../unit/local-org/oidc/browser.ts";
import type { TestOrg } from "../unit/local-org/support.ts";
import { startTestOrg } from "../unit/local-org/support.ts";

const keysAsked: string[] = [];
const org = await startTestOrg({ onRequest: ({ url }) => void keysAsked.push(url) }, afterAll);
const app = await signInApp(org);
const { tokens, request } = await signInToTokens(org, app.clientId);

/** As a backend is configured that trusts the org's own authority. */
function verifierFor(trusted: TestOrg, path = "/oauth2/default"): OktaJwtVerifier {
  const requestAgent = new Agent({ ca: trusted.caCertificate });
  afterAll(() => requestAgent.destroy());
  return new OktaJwtVerifier({ issuer: new URL(path, trusted.url).href, requestAgent });
}

const verifier = verifierFor(org);
const audience = "api://default";

test("an access token is verified", async () => {
  const { claims, header } = await verifier.verifyAccessToken(tokens.access_token, audience);
  expect(claims).toMatchObject({ cid: app.clientId, sub: org.user.login, aud: audience });
  expect(header).toEqual({ alg: "RS256", kid: expect.any(String) });
});

test("an ID token is verified with its nonce", async () => {
  const { claims } = await verifier.verifyIdToken(tokens.id_token, app.clientId, request.nonce);
  expect(claims).toMatchObject({ iss: `${org.url}/oauth2/default`, sub: expect.stringMatching(/^00u/) });
});

test("claims can be asserted", async () => {
  const requestAgent = new Agent({ ca: org.caCertificate });
  const issuer = `${org.url}/oauth2/default`;
  const asserting = (assertClaims: Record<string, string>) =>
    new OktaJwtVerifier({ issuer, requestAgent, assertClaims });
  await asserting({ cid: app.clientId, "scp.includes": "email" }).verifyAccessToken(
    tokens.access_token,
    audience,
  );
  await expect(
    asserting({ "scp.includes": "admin" }).verifyAccessToken(tokens.access_token, audience),
  ).rejects.toThrow("does not include expected value 'admin'");
  requestAgent.destroy();
});

describe("is refused", () => {
  test("for another audience", async () => {
    await expect(verifier.verifyAccessToken(tokens.access_token, "api://other")).rejects.toThrow(
      "does not match expected audience",
    );
  });

  test("an ID token for another client, or with another nonce", async () => {
    await expect(verifier.verifyIdToken(tokens.id_token, "0oaOther", request.nonce)).rejects.toThrow(
      "does not match expected client id",
    );
    await expect(verifier.verifyIdToken(tokens.id_token, app.clientId, "other")).rejects.toThrow(
      "does not match expected nonce",
    );
  });

  test("a token of the org authorization server, whose keys are its own", async () => {
    const { tokens: other } = await signInToTokens(org, app.clientId, { base: "/oauth2" });
    await expect(verifier.verifyAccessToken(other.access_token, org.url)).rejects.toThrow(
      "Error while resolving signing key",
    );
    await verifierFor(org, "/oauth2").verifyAccessToken(other.access_token, org.url).then(
      () => expect.unreachable(),
      (error: Error) => expect(error.message).toContain("does not match expected issuer"),
    );
  });

  test("a token of another org", async () => {
    const second = await startTestOrg();
    const { clientId } = await signInApp(second);
    const { tokens: other } = await signInToTokens(second, clientId);
    await expect(verifier.verifyAccessToken(other.access_token, audience)).rejects.toThrow(
      "Error while resolving signing key",
    );
  });

  test.each([
    ["its claims", (parts: string[]) => [parts[0], changed(parts[1]), parts[2]]],
    ["its signature", (parts: string[]) => [parts[0], parts[1], flipped(parts[2])]],
    ["its algorithm", (parts: string[]) => [encoded({ alg: "none" }), parts[1], ""]],
    [
      "its algorithm to a symmetric one",
      (parts: string[]) => [encoded({ ...header(parts), alg: "HS256" }), parts[1], parts[2]],
    ],
  ])("a token that somebody changed in %s", async (_what, change) => {
    const forged = change(tokens.access_token.split(".")).join(".");
    await expect(verifier.verifyAccessToken(forged, audience)).rejects.toThrow();
  });

  test("a token that has expired", async () => {
    const twoHours = 2 * 60 * 60 * 1000;
    const past = await startTestOrg({ clock: { now: () => new Date(Date.now() - twoHours) } });
    const { clientId } = await signInApp(past);
    const { tokens: old } = await signInToTokens(past, clientId);
    await expect(verifierFor(past).verifyAccessToken(old.access_token, audience)).rejects.toThrow(
      "Jwt is expired",
    );
    await expect(verifierFor(past).verifyIdToken(old.id_token, clientId)).rejects.toThrow("Jwt is expired");
  });
});

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function header([first = ""]: string[]): object {
  return JSON.parse(Buffer.from(first, "base64url").toString("utf8")) as object;
}

function changed(payload = ""): string {
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as object;
  return encoded({ ...claims, sub: "somebody@else.example" });
}

function flipped(signature = ""): string {
  const bytes = Buffer.from(signature, "base64url");
  bytes[10] = (bytes[10] ?? 0) ^ 1;
  return bytes.toString("base64url");
}

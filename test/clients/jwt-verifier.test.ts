import { Agent } from "node:https";
import { join } from "node:path";
import OktaJwtVerifier from "@okta/jwt-verifier";
import { afterAll, describe, expect, test } from "vitest";
import { rotateSigningKey } from "../../src/local-org/oidc/signing-keys.ts";
import type { Org } from "../../src/local-org/org.ts";
import { Store } from "../../src/local-org/store/store.ts";
import { signInApp, signInToTokens } from "../unit/local-org/oidc/browser.ts";
import type { TestOrg } from "../unit/local-org/support.ts";
import { startTestOrg, temporaryFolder } from "../unit/local-org/support.ts";

const org = await startTestOrg({}, afterAll);
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
  });

  test("a token whose issuer is not the one that is asked for", async () => {
    const { tokens: other } = await signInToTokens(org, app.clientId, { base: "/oauth2" });
    // Has the keys of the org authorization server at `/v1/keys`, and another name than it.
    const misnamed = verifierFor(org, "/oauth2");
    await expect(misnamed.verifyAccessToken(other.access_token, org.url)).rejects.toThrow(
      "does not match expected issuer",
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

  const [header = "", payload = "", signature = ""] = tokens.access_token.split(".");
  const algorithm = (alg: string) => encoded({ ...decoded(header), alg });

  test.each([
    [
      "claims",
      [header, encoded({ ...decoded(payload), sub: "x" }), signature],
      "Signature verification failed",
    ],
    ["signature", [header, payload, flipped(signature)], "Signature verification failed"],
    ["algorithm, to none", [algorithm("none"), payload, ""], "Unexpected signature algorithm"],
    ["algorithm, to HS256", [algorithm("HS256"), payload, signature], "Unexpected signature algorithm"],
  ])("a token with changed %s", async (_what, parts, says) => {
    await expect(verifier.verifyAccessToken(parts.join("."), audience)).rejects.toThrow(says);
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

test("after a key rotation old tokens verify, and a token with the new key makes it fetch the keys anew", async () => {
  const dataDirectory = await temporaryFolder();
  const first = await startTestOrg({ dataDirectory });
  const { clientId } = await signInApp(first);
  const before = (await signInToTokens(first, clientId)).tokens.access_token;
  const longRunning = verifierFor(first);
  const old = await longRunning.verifyAccessToken(before, audience);
  await first.close();
  await rotateKeys(dataDirectory);
  const second = await startTestOrg({ dataDirectory });
  expect(second.url).toBe(first.url);
  const after = (await signInToTokens(second, clientId)).tokens.access_token;
  const { header: fresh } = await longRunning.verifyAccessToken(after, audience);
  expect(fresh.kid).not.toBe(old.header.kid);
  await longRunning.verifyAccessToken(before, audience);
  await verifierFor(second).verifyAccessToken(before, audience);
});

/** Gives each authorization server of an org that does not run a new key. */
async function rotateKeys(dataDirectory: string): Promise<void> {
  const store = new Store(join(dataDirectory, "state"));
  const servers = new Set(
    store.list("signingKeys").map(({ authorizationServerId }) => authorizationServerId),
  );
  const stopped = { store, clock: { now: () => new Date() } } as Org;
  for (const server of servers) await rotateSigningKey(stopped, server);
  await store.close();
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decoded(part: string): object {
  return JSON.parse(Buffer.from(part, "base64url").toString("utf8")) as object;
}

function flipped(signature: string): string {
  const bytes = Buffer.from(signature, "base64url");
  bytes[10] = (bytes[10] ?? 0) ^ 1;
  return bytes.toString("base64url");
}

import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { startTestOrg } from "../support.ts";
import {
  authorizationRequest,
  Browser,
  codeForm,
  payloadOf,
  refresh,
  signInApp,
  signInByForm,
  signInToTokens,
  tokenRequest,
} from "./browser.ts";
import { DpopClient } from "./dpop.ts";

const org = await startTestOrg({}, afterAll);
const dpop = { "settings.oauthClient.dpop_bound_access_tokens": true };
const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";
const grants = { "settings.oauthClient.grant_types": ["authorization_code", "refresh_token", deviceGrant] };
const bound = await signInApp(org, { ...dpop, ...grants });
const free = await signInApp(org);
const base = "/oauth2/default/v1";
const tokenUrl = `${org.url}${base}/token`;
const userinfoUrl = `${org.url}${base}/userinfo`;

let browser: Browser;
let client: DpopClient;

beforeEach(async () => {
  browser = new Browser(org);
  client = await DpopClient.make();
});

/** The form that exchanges a new code. */
async function newCode(clientId: string) {
  const request = authorizationRequest(clientId);
  const { code = "" } = await signInByForm(org, browser, request);
  return codeForm(clientId, code, request);
}

async function signInBound(clientId = bound.clientId) {
  return (await client.requestTokens(browser, tokenUrl, await newCode(clientId))).json;
}

describe("an app that requires DPoP", () => {
  test("gets tokens that are bound to its key, after one more round for the nonce, which does not use up the code", async () => {
    const form = await newCode(bound.clientId);
    const proof = { htm: "POST", htu: tokenUrl };
    const first = await browser.request(`${base}/token`, {
      form,
      headers: { dpop: await client.prove(proof) },
    });
    expect([first.status, first.json]).toEqual([
      400,
      {
        error: "use_dpop_nonce",
        error_description: "Authorization server requires nonce in DPoP proof.",
      },
    ]);
    const nonce = first.headers.get("dpop-nonce");
    const { json, status, headers } = await browser.request(`${base}/token`, {
      form,
      headers: { dpop: await client.prove({ ...proof, nonce }) },
    });
    expect([status, json.token_type]).toEqual([200, "DPoP"]);
    expect(headers.get("dpop-nonce")).toMatch(/^[\w-]{43}$/u);
    expect(payloadOf(json.access_token)["cnf"]).toEqual({ jkt: client.thumbprint });
    expect(payloadOf(json.id_token)).not.toHaveProperty("cnf");
  });

  test("gets nothing without a proof, for any grant, and its code is still good", async () => {
    const form = await newCode(bound.clientId);
    const refusal = {
      status: 400,
      json: {
        error: "invalid_dpop_proof",
        error_description: "The DPoP proof JWT header is missing.",
      },
    };
    expect(await tokenRequest(browser, form)).toMatchObject(refusal);
    expect(
      await tokenRequest(browser, {
        grant_type: deviceGrant,
        client_id: bound.clientId,
        device_code: "x",
      }),
    ).toMatchObject(refusal);
    const { json } = await client.requestTokens(browser, tokenUrl, form);
    expect(await refresh(browser, bound.clientId, json.refresh_token)).toMatchObject(refusal);
  });

  test.each(["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"])(
    "may sign its proofs with %s",
    async (alg) => {
      client = await DpopClient.make(alg);
      expect((await signInBound()).token_type).toBe("DPoP");
    },
  );

  test.each(["PS256", "EdDSA"])("and not with %s", async (alg) => {
    client = await DpopClient.make(alg);
    expect((await signInBound()).error).toBe("invalid_dpop_proof");
  });

  test.each<[string, Record<string, unknown>, object]>([
    ["for another method", { htm: "GET" }, {}],
    ["for another URL", { htu: `${org.url}/oauth2/v1/token` }, {}],
    ["for the URL of another org", { htu: "https://dev-1.okta.com/oauth2/default/v1/token" }, {}],
    ["that is too old", { iat: Math.floor(Date.now() / 1000) - 400 }, {}],
    ["from the future", { iat: Math.floor(Date.now() / 1000) + 400 }, {}],
    ["without a time", { iat: undefined }, {}],
    ["without a jti", { jti: undefined }, {}],
    ["of another type", {}, { typ: "JWT" }],
    ["without its key", {}, { jwk: undefined }],
  ])("is refused a proof %s", async (_what, claims, header) => {
    const nonce = await client.fetchNonce(browser, tokenUrl, { client_id: bound.clientId });
    const proof = await client.prove({ htm: "POST", htu: tokenUrl, nonce, ...claims }, header);
    const { status, json } = await browser.request(`${base}/token`, {
      form: await newCode(bound.clientId),
      headers: { dpop: proof },
    });
    expect([status, json.error]).toEqual([400, "invalid_dpop_proof"]);
  });

  test("is refused nonsense, two proofs at once, and a proof that was used", async () => {
    const form = await newCode(bound.clientId);
    const nonce = await client.fetchNonce(browser, tokenUrl, form);
    const good = await client.prove({ htm: "POST", htu: tokenUrl, nonce });
    for (const text of ["x", `${good}, ${good}`]) {
      const { json } = await browser.request(`${base}/token`, { form, headers: { dpop: text } });
      expect(json.error).toBe("invalid_dpop_proof");
    }
    expect((await browser.request(`${base}/token`, { form, headers: { dpop: good } })).status).toBe(200);
    const again = await browser.request(`${base}/token`, { form, headers: { dpop: good } });
    expect(again.json.error_description).toBe("The DPoP proof JWT has already been used.");
  });

  test("a nonce that the org didn't give is answered with a right one", async () => {
    const { json, headers } = await browser.request(`${base}/token`, {
      form: await newCode(bound.clientId),
      headers: { dpop: await client.prove({ htm: "POST", htu: tokenUrl, nonce: "made-up" }) },
    });
    expect([json.error, headers.get("dpop-nonce")]).toEqual(["use_dpop_nonce", expect.any(String)]);
  });

  test("refreshes with the same key only, and gets tokens that are bound to it", async () => {
    const tokens = await signInBound();
    const form = {
      grant_type: "refresh_token",
      client_id: bound.clientId,
      refresh_token: tokens.refresh_token as string,
    };
    const thief = await DpopClient.make();
    expect((await thief.requestTokens(browser, tokenUrl, form)).json).toEqual({
      error: "invalid_grant",
      error_description: "The refresh token is bound to the key of another DPoP proof.",
    });
    const { json } = await client.requestTokens(browser, tokenUrl, form);
    expect([json.token_type, payloadOf(json.access_token)["cnf"]]).toEqual([
      "DPoP",
      { jkt: client.thumbprint },
    ]);
    const next = { ...form, refresh_token: json.refresh_token as string };
    expect((await thief.requestTokens(browser, tokenUrl, next)).json.error).toBe("invalid_grant");
    expect((await client.requestTokens(browser, tokenUrl, next)).status).toBe(200);
  });

  test("a device that requires it gets bound tokens, too", async () => {
    const { json: device } = await browser.request(`${base}/device/authorize`, {
      form: { client_id: bound.clientId, scope: "openid offline_access" },
    });
    const form = { grant_type: deviceGrant, client_id: bound.clientId, device_code: device.device_code };
    expect((await client.requestTokens(browser, tokenUrl, form)).json.error).toBe("authorization_pending");
  });
});

describe("userinfo", () => {
  test("takes a bound token with its proof, and no nonce", async () => {
    const { access_token: token } = await signInBound();
    const answer = await browser.request(`${base}/userinfo`, {
      headers: await client.sign(userinfoUrl, token),
    });
    expect([answer.status, answer.json.email]).toEqual([200, org.user.login]);
  });

  test.each<[string, (token: string) => Promise<Record<string, string>> | Record<string, string>]>([
    ["as a bearer token", (token) => ({ authorization: `Bearer ${token}` })],
    ["without a proof", (token) => ({ authorization: `DPoP ${token}` })],
    ["with a proof for another token", (token) => client.sign(userinfoUrl, token, { ath: "x" })],
    ["with a proof for no token", (token) => client.sign(userinfoUrl, token, { ath: undefined })],
    ["with a proof for another method", (token) => client.sign(userinfoUrl, token, { htm: "POST" })],
    ["with a proof for another URL", (token) => client.sign(tokenUrl, token)],
    ["with the proof of a thief", async (token) => (await DpopClient.make()).sign(userinfoUrl, token)],
  ])("refuses a bound token %s", async (_what, sign) => {
    const { access_token: token } = await signInBound();
    const answer = await browser.request(`${base}/userinfo`, { headers: await sign(token) });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toMatch(
      /^DPoP algs="RS256 .* ES512", error="invalid_dpop_proof", error_description="The /u,
    );
  });

  test("refuses a bound token in a form, and a bearer token under the scheme DPoP", async () => {
    const { access_token: token } = await signInBound();
    expect((await browser.request(`${base}/userinfo`, { form: { access_token: token } })).status).toBe(401);
    const { tokens } = await signInToTokens(org, free.clientId);
    const headers = await client.sign(userinfoUrl, tokens.access_token);
    expect((await browser.request(`${base}/userinfo`, { headers })).status).toBe(401);
  });
});

test("introspection names the key that a token is bound to", async () => {
  const { access_token: token } = await signInBound();
  const form = { token, client_id: bound.clientId };
  expect((await browser.request(`${base}/introspect`, { form })).json).toMatchObject({
    active: true,
    token_type: "DPoP",
    cnf: { jkt: client.thumbprint },
  });
});

test("a bound token can be revoked like any other", async () => {
  const { access_token: token } = await signInBound();
  await browser.request(`${base}/revoke`, { form: { token, client_id: bound.clientId } });
  const headers = await client.sign(userinfoUrl, token);
  expect((await browser.request(`${base}/userinfo`, { headers })).status).toBe(401);
});

test("an app that doesn't require DPoP may use it all the same", async () => {
  const tokens = await signInBound(free.clientId);
  expect(tokens.token_type).toBe("DPoP");
  const answer = await refresh(browser, free.clientId, tokens.refresh_token);
  expect(answer.json.error).toBe("invalid_dpop_proof");
});

test("an app with a secret may change its key: it proves itself by the secret", async () => {
  const web = await signInApp(org, {
    ...dpop,
    "credentials.oauthClient.token_endpoint_auth_method": "client_secret_post",
    "credentials.oauthClient.client_secret": "a-secret-of-its-own",
  });
  const secret = { client_secret: "a-secret-of-its-own" };
  const { json } = await client.requestTokens(browser, tokenUrl, {
    ...(await newCode(web.clientId)),
    ...secret,
  });
  expect(json.token_type).toBe("DPoP");
  const other = await DpopClient.make();
  const form = {
    grant_type: "refresh_token",
    client_id: web.clientId,
    refresh_token: json.refresh_token as string,
    ...secret,
  };
  const renewed = await other.requestTokens(browser, tokenUrl, form);
  expect(payloadOf(renewed.json.access_token)["cnf"]).toEqual({ jkt: other.thumbprint });
});

test("the org's own authorization server binds tokens for the Okta API as well", async () => {
  const url = `${org.url}/oauth2/v1/token`;
  const request = authorizationRequest(bound.clientId, {}, "/oauth2");
  const { code = "" } = await signInByForm(org, browser, request);
  const { json } = await client.requestTokens(browser, url, codeForm(bound.clientId, code, request));
  const userinfo = `${org.url}/oauth2/v1/userinfo`;
  const headers = await client.sign(userinfo, json.access_token);
  expect((await browser.request(userinfo, { headers })).status).toBe(200);
});

test("the demand of a nonce is no failure in the System Log, a missing proof is", async () => {
  const app = await signInApp(org, dpop);
  const failures = async () => {
    const { json } = await org.call("GET", "/api/v1/logs?limit=1000");
    return (json as { outcome: { result: string; reason: string }; target: { id: string }[] | null }[])
      .filter(
        ({ target, outcome }) =>
          target?.some(({ id }) => id === app.clientId) && outcome.result === "FAILURE",
      )
      .map(({ outcome }) => outcome.reason);
  };
  await signInBound(app.clientId);
  expect(await failures()).toEqual([]);
  await tokenRequest(browser, await newCode(app.clientId));
  expect(await failures()).toEqual(["The DPoP proof JWT header is missing."]);
});

test.each(["/oauth2/default", ""])("the algorithms are in the discovery documents of %j", async (path) => {
  for (const name of ["openid-configuration", "oauth-authorization-server"]) {
    const { json } = await browser.request(`${path}/.well-known/${name}`);
    expect(json.dpop_signing_alg_values_supported).toEqual([
      "RS256",
      "RS384",
      "RS512",
      "ES256",
      "ES384",
      "ES512",
    ]);
  }
});

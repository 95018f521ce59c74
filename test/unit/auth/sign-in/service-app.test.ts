import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { startTestOrg } from "../../local-org/support.ts";
import { connect, createOrgContext, errorOf } from "../../okta/org-context.ts";
import { sendJson, serve, unusedPort } from "../../okta/loopback.ts";
import { atOffset, connectAs, jwkOf, pemOf, rsaKey, serviceApp, traced } from "./support.ts";

let offset = 0;
const org = await startTestOrg({ clock: { now: () => new Date(Date.now() + offset) } }, afterAll);
beforeEach(() => {
  offset = 0;
});

const tokenCall = "POST /oauth2/v1/token 200";
const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;

test("a service app reads and changes the org with one access token", async () => {
  const context = createOrgContext();
  const { credential } = await serviceApp(org);
  const port = connectAs(org, credential, context);
  const [everyone, apps] = await Promise.all([port.findEveryoneGroup(), port.findApps("CI")]);
  expect(everyone).toBeDefined();
  expect(apps.length).toBeGreaterThan(0);
  await port.deactivateApp((await serviceApp(org)).id);
  expect(traced(context, tokenCall)).toHaveLength(1);
});

const curves = ["P-256", "P-384", "P-521"].map((namedCurve): [string, Parameters<typeof serviceApp>[1]] => {
  const key = generateKeyPairSync("ec", { namedCurve }).privateKey;
  return [namedCurve, { key, credential: { privateKey: pemOf(key, "sec1") } }];
});

test.each<[string, Parameters<typeof serviceApp>[1]]>([
  ["RSA in PKCS#1", { credential: { privateKey: pemOf(rsaKey, "pkcs1") } }],
  ["a JWK with its kid", { credential: { privateKey: jwkOf(rsaKey, { kid: "key-1" }) } }],
  ["a key ID beside the key", { credential: { keyId: "key-1" } }],
  ...curves,
])("%s is accepted", async (_case, options) => {
  const { credential } = await serviceApp(org, options);
  expect(await connectAs(org, credential).findEveryoneGroup()).toBeDefined();
});

test("an access token is renewed a minute before its end", async () => {
  const context = createOrgContext();
  let later = 0;
  const { credential } = await serviceApp(org);
  const port = connectAs(
    org,
    credential,
    atOffset(() => later, context),
  );
  await port.findEveryoneGroup();
  later = offset = 3539_000;
  await port.findEveryoneGroup();
  expect(traced(context, tokenCall)).toHaveLength(1);
  later = offset = 3541_000;
  await port.findEveryoneGroup();
  expect(traced(context, tokenCall)).toHaveLength(2);
  expect(traced(context, "GET").filter((line) => line.includes(" 401 "))).toEqual([]);
});

test("requests that meet an ended token are sent once more with a new one, changes too", async () => {
  const context = createOrgContext();
  const { credential } = await serviceApp(org);
  const { id } = await serviceApp(org);
  let later = 0;
  const port = connectAs(
    org,
    credential,
    atOffset(() => later, context),
  );
  await port.findEveryoneGroup();
  // The org's clock is a minute ahead: there the token has ended, here it has not.
  later = 3539_000;
  offset = 3602_000;
  await Promise.all([port.deactivateApp(id), port.findEveryoneGroup()]);
  expect(await port.getApp(id)).toMatchObject({ status: "INACTIVE" });
  expect(context.traced.filter((line) => / 401 /u.test(line))).toHaveLength(2);
  expect(traced(context, tokenCall)).toHaveLength(2);
});

test("an app that was deactivated in between ends with Okta's refusal, after one more try", async () => {
  const context = createOrgContext();
  const { credential, id } = await serviceApp(org);
  const port = connectAs(org, credential, context);
  await port.findEveryoneGroup();
  await org.call("POST", `/api/v1/apps/${id}/lifecycle/deactivate`);
  const error = await errorOf(port.findEveryoneGroup());
  expect(error).toMatchObject({ code: "credential-rejected", exitCode: 3 });
  expect(error.message).toContain("no active app");
  expect(traced(context, "GET").filter((line) => line.includes(" 401 "))).toHaveLength(1);
});

describe("DPoP", () => {
  const settings = { dpop_bound_access_tokens: true };

  test("an app that demands it gets proofs, nonce and all", async () => {
    const context = createOrgContext();
    const { credential, id } = await serviceApp(org, { settings });
    const port = connectAs(org, credential, context);
    expect(await port.findEveryoneGroup()).toBeDefined();
    expect(await port.findApps("CI")).not.toEqual([]);
    expect(await port.getApp(id)).toMatchObject({ id });
    expect(traced(context, "POST /oauth2/v1/token 400")).toHaveLength(2);
    expect(traced(context, tokenCall)).toHaveLength(1);
  });

  test("renewing takes one request, with the nonce that is known", async () => {
    const context = createOrgContext();
    let later = 0;
    const { credential } = await serviceApp(org, { settings });
    const port = connectAs(
      org,
      credential,
      atOffset(() => later, context),
    );
    await port.findEveryoneGroup();
    later = offset = 3600_000;
    await port.findEveryoneGroup();
    expect(traced(context, "POST /oauth2/v1/token 400")).toHaveLength(2);
    expect(traced(context, tokenCall)).toHaveLength(2);
  });

  test("the API's own nonces go into its proofs, the token endpoint's into its own", async () => {
    const proofs: { url: string; nonce: unknown }[] = [];
    let wanted = "api-1";
    const server = await serve(({ url, headers }, response) => {
      const nonce = nonceIn(headers["dpop"] as string | undefined);
      proofs.push({ url, nonce });
      if (url.startsWith("/oauth2")) {
        if (nonce !== "token-1") {
          return sendJson(response, 400, { error: "use_dpop_nonce" }, { "dpop-nonce": "token-1" });
        }
        const body = {
          access_token: "at-1-secret",
          token_type: "DPoP",
          expires_in: 3600,
          scope: "okta.apps.read",
        };
        return sendJson(response, 200, body);
      }
      if (nonce !== wanted) {
        const challenge = { "dpop-nonce": wanted, "www-authenticate": 'DPoP error="use_dpop_nonce"' };
        return sendJson(response, 401, { errorCode: "E0000011", errorSummary: "Invalid token" }, challenge);
      }
      wanted = "api-2";
      return sendJson(response, 200, [], { "dpop-nonce": wanted });
    });
    const { credential } = await serviceApp(org);
    const port = connect(server.url, createOrgContext(), { credential });
    await port.findApps("a");
    await port.findApps("b");
    const ofApi = proofs.filter(({ url }) => url.startsWith("/api")).map(({ nonce }) => nonce);
    expect(ofApi).toEqual([undefined, "api-1", "api-2"]);
    const ofTokens = proofs.filter(({ url }) => url.startsWith("/oauth2")).map(({ nonce }) => nonce);
    expect(ofTokens).toEqual([undefined, "token-1", "token-1"]);
  });

  test("a server that is never content ends the dance", async () => {
    const server = await serve((_request, response) =>
      sendJson(response, 400, { error: "use_dpop_nonce" }, { "dpop-nonce": "again" }),
    );
    const { credential } = await serviceApp(org);
    const error = await errorOf(connect(server.url, createOrgContext(), { credential }).findApps("a"));
    expect(error.code).toBe("credential-rejected");
    expect(server.seen).toHaveLength(4);
  });
});

function nonceIn(proof: string | undefined): unknown {
  if (proof === undefined) return undefined;
  const payload = Buffer.from(proof.split(".")[1] ?? "", "base64url").toString();
  return (JSON.parse(payload) as { readonly nonce?: unknown }).nonce;
}

describe("a refusal is explained:", () => {
  test.each([
    ["a wrong key", { privateKey: pemOf(stranger) }, /private key/u, /Applications/u],
    ["a wrong key ID", { keyId: "key-9" }, /key ID key-9/u, /OKTA_CLIENT_KEYID/u],
    ["an unknown client", { clientId: "0oaNobody00000000000" }, /no active app/u, /OKTA_CLIENT_CLIENTID/u],
  ])("%s", async (_case, changes, message, next) => {
    const { credential } = await serviceApp(org);
    const context = createOrgContext();
    const error = await errorOf(connectAs(org, { ...credential, ...changes }, context).findApps("x"));
    expect(error).toMatchObject({ code: "credential-rejected", exitCode: 3 });
    expect(error.message).toMatch(message);
    expect(error.why).toBeTruthy();
    expect(error.next).toMatch(next);
    expect(error.details[0]).toMatch(/^Okta: invalid_client /u);
    expect(traced(context, "GET")).toEqual([]);
  });

  test("a clock that is ahead, and by how much", async () => {
    const { credential } = await serviceApp(org);
    const context = atOffset(() => 10 * 60_000);
    const error = await errorOf(connectAs(org, credential, context).findApps("x"));
    expect(error).toMatchObject({
      code: "credential-rejected",
      why: "This machine's clock is 10 minutes ahead of the org's.",
    });
  });

  test("a clock that is behind, and by how much", async () => {
    const { credential } = await serviceApp(org);
    const context = atOffset(() => -3 * 3600_000);
    const error = await errorOf(connectAs(org, credential, context).findApps("x"));
    expect(error).toMatchObject({
      code: "credential-rejected",
      why: "This machine's clock is 3 hours behind the org's.",
    });
  });

  test("scopes that were not granted, and where they are", async () => {
    const { credential } = await serviceApp(org, { granted: [] });
    const error = await errorOf(connectAs(org, credential).findApps("x"));
    expect(error).toMatchObject({ code: "permission-denied", exitCode: 3 });
    expect(error.message).toContain("okta.apps.manage");
    expect(error.next).toContain("Applications > the app > Okta API Scopes");
  });

  test("scopes that don't exist", async () => {
    const { credential } = await serviceApp(org);
    const scopes = ["okta.apps.manage", "apps:write"];
    const error = await errorOf(connectAs(org, { ...credential, scopes }).findApps("x"));
    expect(error).toMatchObject({ code: "invalid-value", exitCode: 2 });
    expect(error.message).toContain("apps:write");
    expect(error.message).not.toContain("okta.apps.manage");
  });

  test("an app that signs in by another method", async () => {
    const { json } = await org.call("POST", "/api/v1/apps", {
      name: "oidc_client",
      label: "Secret",
      signOnMode: "OPENID_CONNECT",
      credentials: { oauthClient: { token_endpoint_auth_method: "client_secret_basic" } },
      settings: {
        oauthClient: {
          application_type: "service",
          grant_types: ["client_credentials"],
          response_types: ["token"],
        },
      },
    });
    const { credential } = await serviceApp(org);
    const error = await errorOf(connectAs(org, { ...credential, clientId: json.id }).findApps("x"));
    expect(error.code).toBe("credential-rejected");
    expect(error.message).toContain("does not sign in with a private key");
  });

  test("a key that can't be one, before anything is sent", async () => {
    const context = createOrgContext();
    const { credential } = await serviceApp(org, { credential: { privateKey: "secret-nonsense" } });
    expect(() => connectAs(org, credential, context)).toThrow(
      expect.objectContaining({ code: "invalid-value" }),
    );
    expect(context.traced).toEqual([]);
  });

  test("an address that is no Okta org", async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<html>Welcome to the hotel</html>");
    });
    const { credential } = await serviceApp(org);
    const error = await errorOf(connect(server.url, createOrgContext(), { credential }).findApps("x"));
    expect(error).toMatchObject({ code: "not-an-okta-org", exitCode: 6 });
    expect(server.seen).toHaveLength(1);
  });

  test("an answer without a token", async () => {
    const server = await serve((_request, response) => sendJson(response, 200, { hello: "world" }));
    const { credential } = await serviceApp(org);
    const error = await errorOf(connect(server.url, createOrgContext(), { credential }).findApps("x"));
    expect(error).toMatchObject({ code: "okta-unavailable", exitCode: 4 });
  });

  test("no network", async () => {
    const { credential } = await serviceApp(org);
    const orgUrl = `http://127.0.0.1:${await unusedPort()}`;
    const error = await errorOf(connect(orgUrl, createOrgContext(), { credential }).findApps("x"));
    expect(error).toMatchObject({ code: "network-unreachable", exitCode: 6 });
  });
});

test("neither key nor tokens are in traces or errors, and both are masked", async () => {
  const context = createOrgContext();
  const { credential } = await serviceApp(org);
  await connectAs(org, credential, context).findApps("x");
  const wrong = { ...credential, privateKey: pemOf(stranger) };
  const error = await errorOf(connectAs(org, wrong, context).findApps("x"));
  const said = [
    ...context.traced,
    ...context.said,
    error.message,
    error.why,
    error.next,
    ...error.details,
  ].join("\n");
  expect(said).not.toMatch(/eyJ|BEGIN|client_assertion=/u);
  expect(context.secrets.mask(credential.privateKey)).toBe("********");
});

import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Agent, fetch } from "undici";
import { expect, onTestFinished, test } from "vitest";
import { type RunningOrg, startLocalOrgProcess } from "../support/local-org.ts";
import { createWorld, type CliRun, type World } from "../support/run-cli.ts";

const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const pem = key.export({ type: "pkcs8", format: "pem" }).toString().trim();
const scopes = "okta.apps.manage okta.groups.read okta.authorizationServers.manage okta.policies.read";

/** An administrator's call, with the org's own API token. */
function administrator(world: World, org: RunningOrg) {
  const dispatcher = new Agent({ connect: { ca: readFileSync(org.caCertificatePath) } });
  onTestFinished(() => dispatcher.destroy());
  return async (path: string, body: unknown): Promise<{ readonly id: string }> => {
    const token = await apiToken(world);
    const response = await fetch(`${org.url}${path}`, {
      method: "POST",
      dispatcher,
      headers: { authorization: `SSWS ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(response.status).toBeLessThan(300);
    return (await response.json()) as { readonly id: string };
  };
}

async function apiToken(world: World): Promise<string> {
  const status = JSON.parse((await world.run(["local", "status", "--json"])).stdout) as { apiToken: string };
  return status.apiToken;
}

/** The environment of a CI job that is this service app. */
async function ciEnvironment(world: World, org: RunningOrg, settings: object = {}) {
  const call = administrator(world, org);
  const jwk = { ...createPublicKey(key).export({ format: "jwk" }), kid: "ci-key", use: "sig" };
  const oauthClient = {
    application_type: "service",
    grant_types: ["client_credentials"],
    response_types: ["token"],
    jwks: { keys: [jwk] },
    ...settings,
  };
  const { id } = await call("/api/v1/apps", {
    name: "oidc_client",
    label: "CI job",
    signOnMode: "OPENID_CONNECT",
    credentials: { oauthClient: { token_endpoint_auth_method: "private_key_jwt" } },
    settings: { oauthClient },
  });
  for (const scopeId of scopes.split(" "))
    await call(`/api/v1/apps/${id}/grants`, { scopeId, issuer: org.url });
  return {
    NODE_EXTRA_CA_CERTS: org.caCertificatePath,
    OKTA_CLIENT_ORGURL: org.url,
    OKTA_CLIENT_AUTHORIZATIONMODE: "PrivateKey",
    OKTA_CLIENT_CLIENTID: id,
    OKTA_CLIENT_SCOPES: scopes,
    OKTA_CLIENT_PRIVATEKEY: pem,
    CI: "true",
  };
}

const create = ["create", "demo", "--platform", "ios", "--name", "Demo", "--bundle-id", "com.example.demo"];

/** Pieces that would be in what leaked: of the key, an assertion, an access token or a proof. */
function expectNoSecret({ stdout, stderr }: CliRun, key = pem): void {
  const said = stdout + stderr;
  for (const line of key.split("\n").slice(1, -1)) expect(said).not.toContain(line);
  expect(said).not.toMatch(/eyJ[\w-]{8,}|BEGIN (?:RSA )?PRIVATE/u);
}

test.each([
  ["", {}],
  [", which has to prove its tokens (DPoP)", { dpop_bound_access_tokens: true }],
])("a CI job creates app and project as a service app%s", async (_case, settings) => {
  const world = createWorld();
  const org = await startLocalOrgProcess(world);
  const env = await ciEnvironment(world, org, settings);
  const run = await world.run([...create, "--org", org.url, "--verbose", "--json"], { env });
  expect(run.stderr).toContain("POST /oauth2/v1/token 200");
  expect(run.exitCode).toBe(0);
  const { clientId } = JSON.parse(run.stdout) as { readonly clientId: string };
  expect(clientId).toMatch(/^0oa/u);
  expect(existsSync(join(world.cwd, "demo", "okta-unlock.json"))).toBe(true);
  expectNoSecret(run);
  const again = await world.run(["apps", "show", clientId, "--json"], {
    env: { ...env, OKTA_CLIENT_PRIVATEKEY: pem.replaceAll("\n", String.raw`\n`) },
  });
  expect(again.exitCode).toBe(0);
});

test("what is missing for a service app is listed at once", async () => {
  const world = createWorld();
  const env = { OKTA_CLIENT_AUTHORIZATIONMODE: "privatekey", OKTA_CLIENT_ORGURL: "https://example.okta.com" };
  const run = await world.run(create, { env });
  expect(run).toMatchObject({ exitCode: 2, stdout: "" });
  for (const name of ["CLIENTID", "SCOPES", "PRIVATEKEY"])
    expect(run.stderr).toContain(`OKTA_CLIENT_${name}`);
  expect(run.stderr).not.toContain("OKTA_CLIENT_TOKEN");
});

test("a key that the org does not know is refused with where to register it, and never shown", async () => {
  const world = createWorld();
  const org = await startLocalOrgProcess(world);
  const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  const wrong = stranger.export({ type: "pkcs8", format: "pem" }).toString().trim();
  const env = { ...(await ciEnvironment(world, org)), OKTA_CLIENT_PRIVATEKEY: wrong };
  const run = await world.run([...create, "--verbose"], { env });
  expect(run).toMatchObject({ exitCode: 3, stdout: "" });
  expect(run.stderr).toContain("does not accept the private key");
  expectNoSecret(run, wrong);
});

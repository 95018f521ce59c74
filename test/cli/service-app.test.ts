import { generateKeyPairSync } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createWorld, type CliRun } from "../support/run-cli.ts";
import { startTestOrg, type TestOrg } from "../unit/local-org/support.ts";
import { pemOf, rsaKey, serviceApp } from "../unit/auth/sign-in/support.ts";

const pem = pemOf(rsaKey).trim();
const granted = [
  "okta.apps.manage",
  "okta.groups.read",
  "okta.authorizationServers.manage",
  "okta.policies.read",
];

/** The environment of a CI job that is a service app of this org. */
async function ciEnvironment(org: TestOrg, settings: object = {}): Promise<Record<string, string>> {
  const { credential } = await serviceApp(org, { granted, settings });
  return {
    NODE_EXTRA_CA_CERTS: org.caCertificatePath,
    OKTA_CLIENT_ORGURL: org.url,
    OKTA_CLIENT_AUTHORIZATIONMODE: "PrivateKey",
    OKTA_CLIENT_CLIENTID: credential.clientId,
    OKTA_CLIENT_SCOPES: granted.join(" "),
    OKTA_CLIENT_PRIVATEKEY: pem,
    CI: "true",
  };
}

const create = ["create", "demo", "--platform", "ios", "--name", "Demo", "--bundle-id", "com.example.demo"];

/** Pieces that would be in what leaked: of the key, an assertion, an access token or a proof. */
function expectNoSecret({ stdout, stderr }: CliRun, secretKey = pem): void {
  const said = stdout + stderr;
  for (const line of secretKey.split("\n").slice(1, -1)) expect(said).not.toContain(line);
  expect(said).not.toMatch(/eyJ[\w-]{8,}|BEGIN (?:RSA )?PRIVATE/u);
}

test.each([
  ["", {}],
  [", which has to prove its tokens (DPoP)", { dpop_bound_access_tokens: true }],
])("a CI job creates app and project as a service app%s", async (_case, settings) => {
  const world = createWorld();
  const org = await startTestOrg();
  const env = await ciEnvironment(org, settings);
  const run = await world.run([...create, "--org", org.url, "--verbose", "--json"], { env });
  expect(run.exitCode, run.stderr).toBe(0);
  expect(run.stderr).toContain("POST /oauth2/v1/token 200");
  const { clientId } = JSON.parse(run.stdout) as { readonly clientId: string };
  expect(clientId).toMatch(/^0oa/u);
  expect(existsSync(world.path("demo", "okta-unlock.json"))).toBe(true);
  expectNoSecret(run);
});

test.each([
  ["with its line breaks written as \\n", pem.replaceAll("\n", String.raw`\n`)],
  ["as the path of a file", "./ci-key.pem"],
])("the key is taken %s", async (_case, text) => {
  const world = createWorld();
  const org = await startTestOrg();
  writeFileSync(world.path("ci-key.pem"), pem);
  const env = { ...(await ciEnvironment(org)), OKTA_CLIENT_PRIVATEKEY: text };
  const run = await world.run(["apps", "list", "--json", "--verbose"], { env });
  expect(run.exitCode).toBe(0);
  expect(run.stdout).toContain('"apps"');
  expectNoSecret(run);
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
  const org = await startTestOrg();
  const wrong = pemOf(generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey);
  const env = { ...(await ciEnvironment(org)), OKTA_CLIENT_PRIVATEKEY: wrong };
  const run = await world.run([...create, "--verbose"], { env });
  expect(run).toMatchObject({ exitCode: 3, stdout: "" });
  expect(run.stderr).toContain("does not accept the private key");
  expectNoSecret(run, wrong);
});

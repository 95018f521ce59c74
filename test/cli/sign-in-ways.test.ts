import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CliRun, createWorld, type World } from "../support/run-cli.ts";
import { runWithPerson, startHurriedOrg } from "../support/signed-in-lane.ts";
import type { TestOrg } from "../unit/local-org/support.ts";
import { cliApp } from "../unit/auth/sign-in/device-support.ts";
import { jwkOf, pemOf, rsaKey, serviceApp } from "../unit/auth/sign-in/support.ts";

let org: TestOrg;

beforeAll(async () => {
  org = await startHurriedOrg({}, afterAll);
});

const granted = [
  "okta.apps.manage",
  "okta.authorizationServers.manage",
  "okta.groups.read",
  "okta.policies.read",
  "okta.users.read.self",
];

function environment(env: Record<string, string> = {}) {
  return { NODE_EXTRA_CA_CERTS: org.caCertificatePath, ...env };
}

function run(world: World, args: readonly string[], { input = "", env = {} } = {}): Promise<CliRun> {
  return world.run(args, { input, env: environment(env) });
}

function json({ stdout }: CliRun): Record<string, unknown> {
  return JSON.parse(stdout) as Record<string, unknown>;
}

interface Waiting {
  readonly input?: string;
  readonly decision?: "allow" | "deny";
  readonly at?: TestOrg;
}

/** Signs in as the org's administrator while a command without a terminal waits; gives its end. */
function whileItWaits(
  world: World,
  args: readonly string[],
  { input = "", decision = "allow", at = org }: Waiting = {},
): Promise<CliRun> {
  const env = { NODE_EXTRA_CA_CERTS: at.caCertificatePath };
  return runWithPerson({ org: at, env }, world, { args, input, decision });
}

function secretsOf(world: World): string {
  return readFileSync(join(world.home, "config", "okta-unlock", "secrets.json"), "utf8");
}

describe("on any device", () => {
  test("without a terminal the code is told, the refresh token is kept, rotated by use, and revoked by logout", async () => {
    const world = createWorld();
    const clientId = await cliApp(org, { granted });
    const login = await whileItWaits(world, [
      "login",
      "--org",
      org.url,
      "--client-id",
      clientId,
      "--insecure-storage",
      "--name",
      "me",
    ]);
    expect(login.exitCode, login.stderr).toBe(0);
    expect(login.stdout).toContain("admin@example.com");
    expect(login.stdout).toMatch(/Apps +read and change/u);
    const first = secretsOf(world);
    expect(await run(world, ["apps", "list", "--json"])).toMatchObject({ exitCode: 0 });
    const second = secretsOf(world);
    expect(second).not.toBe(first);
    const whoami = json(await run(world, ["whoami", "--json"]));
    expect(whoami).toMatchObject({ method: "device", login: "admin@example.com", scopes: granted });
    const logout = await run(world, ["logout", "--revoke"]);
    expect(logout).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("is revoked") as string });
    expect(secretsOf(world)).not.toContain("me https");
  });

  test("a revoked sign-in says so, and how to sign in again", async () => {
    const world = createWorld();
    const clientId = await cliApp(org, { granted });
    const args = ["login", "--org", org.url, "--client-id", clientId, "--insecure-storage", "--json"];
    const login = await whileItWaits(world, args);
    expect(login.exitCode, login.stderr).toBe(0);
    const [told = ""] = login.stderr.split("\n");
    expect(JSON.parse(told)).toMatchObject({ device: { userCode: expect.any(String) as string } });
    await org.call("POST", `/api/v1/apps/${clientId}/lifecycle/deactivate`);
    const apps = await run(world, ["apps", "list", "--json"]);
    expect(apps).toMatchObject({ exitCode: 3, stdout: "" });
    expect(apps.stderr).toContain("okta-unlock login");
  });

  test("a no on the other device is obeyed; nothing is kept", async () => {
    const world = createWorld();
    const clientId = await cliApp(org, { granted });
    const args = ["login", "--org", org.url, "--client-id", clientId, "--insecure-storage"];
    const login = await whileItWaits(world, args, { decision: "deny" });
    expect(login).toMatchObject({ exitCode: 3, stdout: "" });
    expect(login.stderr).toContain("was denied");
    expect(json(await run(world, ["orgs", "list", "--json"]))).toMatchObject({ orgs: [] });
  });

  test("in CI nobody is waited for", async () => {
    const login = await run(createWorld(), ["login", "--org", org.url, "--client-id", "0oaSomeApp"], {
      env: { CI: "true" },
    });
    expect(login).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("needs a person") as string });
  });
});

describe("as a service app", () => {
  const args = ["--insecure-storage", "--json"];

  test.each([
    ["PEM in a file", "key.pem", pemOf(rsaKey)],
    ["PKCS#1 in a file", "key.pem", pemOf(rsaKey, "pkcs1")],
    ["JWK in a file", "key.json", jwkOf(rsaKey, { kid: "key-1" })],
    ["PEM on stdin", "-", pemOf(rsaKey)],
  ])("the key is taken as %s, and every command signs in by the profile", async (_case, path, key) => {
    const world = createWorld();
    const { credential } = await serviceApp(org, { granted });
    if (path !== "-") writeFileSync(world.path(path), key);
    const login = await run(
      world,
      ["login", "--org", org.url, "--client-id", credential.clientId, "--private-key", path, ...args],
      { input: path === "-" ? key : "" },
    );
    expect(login).toMatchObject({ exitCode: 0, stderr: "" });
    expect(json(login)).toMatchObject({ method: "service-app", login: credential.clientId });
    expect(json(await run(world, ["apps", "list", "--json"]))).toMatchObject({ org: org.url });
    const logout = await run(world, ["logout", "--revoke"]);
    expect(logout).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("can't be revoked") as string,
    });
    expect(await run(world, ["logout"])).toMatchObject({ exitCode: 0 });
  });

  test("the environment is kept as a profile when it holds all of it", async () => {
    const world = createWorld();
    const { credential } = await serviceApp(org, { granted });
    const env = {
      OKTA_CLIENT_ORGURL: org.url,
      OKTA_CLIENT_AUTHORIZATIONMODE: "PrivateKey",
      OKTA_CLIENT_CLIENTID: credential.clientId,
      OKTA_CLIENT_SCOPES: granted.join(" "),
      OKTA_CLIENT_PRIVATEKEY: pemOf(rsaKey),
      OKTA_CLIENT_KEYID: "key-1",
    };
    expect(await run(world, ["login", ...args], { env })).toMatchObject({ exitCode: 0 });
    const whoami = json(await run(world, ["whoami", "--json"]));
    expect(whoami).toMatchObject({ method: "service-app", storedIn: "file", scopes: granted });
  });

  test("scopes that are missing are named, with where to grant them", async () => {
    const world = createWorld();
    const { credential } = await serviceApp(org, { granted: ["okta.apps.read"] });
    writeFileSync(world.path("key.pem"), pemOf(rsaKey));
    const login = await run(world, [
      "login",
      "--org",
      org.url,
      "--client-id",
      credential.clientId,
      "--private-key",
      "key.pem",
      "--scopes",
      "okta.apps.read",
      "--insecure-storage",
    ]);
    expect(login.exitCode).toBe(0);
    expect(login.stdout).toMatch(/Apps +read, but not change/u);
    expect(login.stderr.replaceAll(/\s+/gu, " ")).toContain("Missing for apps: the scope okta.apps.manage");
  });

  test("a key on the command line is refused and not repeated", async () => {
    const key = jwkOf(rsaKey);
    const login = await run(createWorld(), [
      "login",
      "--org",
      org.url,
      "--client-id",
      "0oaSomeApp",
      "--private-key",
      key,
      "--verbose",
    ]);
    expect(login.exitCode).toBe(2);
    expect(login.stderr).toContain("--private-key -");
    expect(login.stderr).not.toContain((JSON.parse(key) as { readonly d: string }).d);
  });

  test("what is missing is listed at once", async () => {
    const login = await run(createWorld(), ["login", "--key-id", "key-1"]);
    expect(login.exitCode).toBe(2);
    for (const what of ["--org <url>", "--client-id <id>", "--private-key <file>"]) {
      expect(login.stderr).toContain(what);
    }
  });
});

describe("login --bootstrap", () => {
  const bootstrap = ["--bootstrap", "--with-token", "--insecure-storage", "--json"];

  test("makes the app by an API token and signs in by it; the second time with the same app", async () => {
    const own = await startHurriedOrg();
    const world = createWorld();
    const args = ["login", "--org", own.url, ...bootstrap];
    const first = await whileItWaits(world, args, { input: own.apiToken, at: own });
    expect(first.exitCode, first.stderr).toBe(0);
    expect(json(first)).toMatchObject({ bootstrap: { isNewApp: true, isTokenRevoked: false } });
    const second = await whileItWaits(world, args, { input: own.apiToken, at: own });
    expect(json(second)).toMatchObject({ bootstrap: { isNewApp: false } });
    expect((await own.call("GET", "/api/v1/apps?q=okta-unlock")).json).toHaveLength(1);
  });

  test("with --revoke-token ends the token, and forgets the profile that had it", async () => {
    const own = await startHurriedOrg();
    const env = { NODE_EXTRA_CA_CERTS: own.caCertificatePath };
    const world = createWorld();
    const login = ["login", "--org", own.url];
    const byToken = [...login, "--with-token", "--insecure-storage", "--name", "old"];
    expect(await world.run(byToken, { env, input: own.apiToken })).toMatchObject({ exitCode: 0 });
    const ended = await whileItWaits(world, [...login, ...bootstrap, "--revoke-token"], {
      input: own.apiToken,
      at: own,
    });
    expect(ended.exitCode, ended.stderr).toBe(0);
    expect((await own.call("GET", "/api/v1/users/me")).status).toBe(401);
    expect(json(await world.run(["whoami", "--json"], { env }))).toMatchObject({
      method: "device",
      scopes: [...granted, "okta.trustedOrigins.manage", "okta.logs.read"],
    });
    expect((json(await world.run(["orgs", "list", "--json"])) as { orgs: object[] }).orgs).toHaveLength(1);
  });

  test("leaves no app behind when the sign-in is refused", async () => {
    const own = await startHurriedOrg();
    const args = ["login", "--org", own.url, ...bootstrap];
    const login = await whileItWaits(createWorld(), args, { input: own.apiToken, decision: "deny", at: own });
    expect(login).toMatchObject({ exitCode: 3, stdout: "" });
    expect((await own.call("GET", "/api/v1/apps?q=okta-unlock")).json).toEqual([]);
  });
});

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalOrg, startLocalOrg } from "../../src/local-org/index.ts";
import { type CliRun, createWorld, type World } from "../support/run-cli.ts";

/** An org with a URL and a token, as a real one is to the CLI; only its certificate is trusted by hand. */
let org: LocalOrg;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "okta-unlock-sign-in-"));
  org = await startLocalOrg({ dataDirectory: folder, port: 0 });
});

afterAll(async () => {
  await org.close();
  rmSync(folder, { recursive: true });
});

function run(world: World, args: readonly string[], { input = "", env = {} } = {}): Promise<CliRun> {
  return world.run(args, { input, env: { NODE_EXTRA_CA_CERTS: org.caCertificatePath, ...env } });
}

const insecure = ["--with-token", "--insecure-storage"] as const;

async function signIn(world: World, args: readonly string[] = []): Promise<Record<string, unknown>> {
  const login = await run(world, ["login", "--org", org.url, ...insecure, "--json", ...args], {
    input: `${org.apiToken}\n`,
  });
  expect(login).toMatchObject({ exitCode: 0, stderr: "" });
  return JSON.parse(login.stdout) as Record<string, unknown>;
}

function secretsFile(world: World): string {
  return join(world.home, "config", "okta-unlock", "secrets.json");
}

describe("login", () => {
  test("with a token on stdin keeps a profile that every command uses", async () => {
    const world = createWorld();
    expect(await signIn(world, ["--name", "work"])).toMatchObject({
      schemaVersion: 1,
      profile: "work",
      org: org.url,
      login: "admin@example.com",
      method: "api-token",
      storedIn: "file",
      secretPath: secretsFile(world),
      engine: "identity",
      scopes: null,
    });
    const apps = await run(world, ["apps", "list", "--json"]);
    expect(JSON.parse(apps.stdout)).toMatchObject({ org: org.url });
    const whoami = await run(world, ["whoami"]);
    expect(whoami.stdout).toContain(`plain text in ${secretsFile(world)}`);
    expect(statSync(secretsFile(world)).mode & 0o777).toBe(0o600);
  });

  test("takes OKTA_CLIENT_ORGURL and OKTA_CLIENT_TOKEN", async () => {
    const env = { OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: org.apiToken };
    const world = createWorld();
    expect(await run(world, ["login", "--insecure-storage"], { env })).toMatchObject({ exitCode: 0 });
    const whoami = await run(world, ["whoami", "--json"]);
    expect(JSON.parse(whoami.stdout)).toMatchObject({ profile: "localhost-org", storedIn: "file" });
  });

  test("refuses --revoke-token where no token would be revoked", async () => {
    const world = createWorld();
    const args = ["login", "--org", org.url, ...insecure, "--revoke-token"];
    const login = await run(world, args, { input: org.apiToken });
    expect(login).toMatchObject({ exitCode: 2, stdout: "" });
    expect(login.stderr).toContain("--bootstrap");
    expect(existsSync(secretsFile(world))).toBe(false);
  });

  test("says for a name in OKTA_UNLOCK_ORG that has no profile yet how to give it one", async () => {
    const login = await run(createWorld(), ["login"], { env: { OKTA_UNLOCK_ORG: "work" } });
    expect(login.exitCode).toBe(2);
    expect(login.stderr).toContain("okta-unlock login --org <url> --name work");
  });

  test("without a terminal lists all that is missing and writes nothing", async () => {
    const world = createWorld();
    const login = await run(world, ["login"]);
    expect(login.exitCode).toBe(2);
    for (const way of ["--org <url>", "OKTA_CLIENT_ORGURL", "--with-token", "OKTA_CLIENT_TOKEN"]) {
      expect(login.stderr).toContain(way);
    }
    expect(readdirSync(world.root)).not.toContain("home");
  });

  test("without a keyring says so, names --insecure-storage, and keeps nothing; --yes is no consent", async () => {
    const world = createWorld();
    const login = await run(world, ["login", "--org", org.url, "--with-token", "--yes"], {
      input: org.apiToken,
    });
    expect(login.exitCode).toBe(2);
    expect(login.stderr).toContain("no keyring");
    expect(login.stderr).toContain("--insecure-storage");
    expect(filesWith(world, org.apiToken)).toEqual([]);
    expect(JSON.parse((await run(world, ["orgs", "list", "--json"])).stdout)).toMatchObject({ orgs: [] });
  });

  test.each([
    ["behind SSWS, as in Okta's examples", (token: string) => `SSWS ${token}\n`],
    ["in quotes", (token: string) => `"${token}"\r\n`],
    ["in UTF-16", (token: string) => token.replaceAll(/./gu, "$&\u0000")],
  ])("takes a token %s", async (_what, write) => {
    const world = createWorld();
    const login = await run(world, ["login", "--org", org.url, ...insecure, "--json"], {
      input: write(org.apiToken),
    });
    expect(login.exitCode, login.stderr).toBe(0);
    expect(login.stdout + login.stderr).not.toContain(org.apiToken);
    expect((await run(world, ["apps", "list"])).exitCode).toBe(0);
  });

  test.each([
    ["that Okta does not know", "00wrong-token-1234567890", 3, "credential-rejected"],
    ["that can't be one", "two words", 2, "invalid-value"],
    ["that is empty", "\n", 2, "missing-input"],
    ["that is longer than any", "0".repeat(2 * 1024 * 1024), 2, "invalid-value"],
  ])("refuses a token %s and keeps nothing", async (_what, input, exitCode, code) => {
    const world = createWorld();
    const login = await run(world, ["login", "--org", org.url, ...insecure, "--json"], { input });
    expect(login.exitCode).toBe(exitCode);
    expect(JSON.parse(login.stderr)).toMatchObject({ error: { code } });
    expect(readdirSync(world.root)).not.toContain("home");
  });

  test("refuses the local org and a name that can't be one", async () => {
    const world = createWorld();
    const local = await run(world, ["login", "--org", "local"]);
    expect(local).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("orgs use local") as string });
    const name = await run(world, ["login", "--org", org.url, "--name", "My Org", ...insecure], {
      input: org.apiToken,
    });
    expect(name).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("Try my-org") as string });
  });

  test("does not take what ~/.okta/okta.yaml holds", async () => {
    const world = createWorld();
    mkdirSync(join(world.home, ".okta"), { recursive: true });
    writeFileSync(
      join(world.home, ".okta", "okta.yaml"),
      `okta:\n  client:\n    orgUrl: ${org.url}\n    token: ${org.apiToken}\n`,
    );
    expect(await run(world, ["login", "--insecure-storage"])).toMatchObject({ exitCode: 2 });
    expect(await run(world, ["whoami"])).toMatchObject({ exitCode: 3 });
  });
});

test("whoami names a local org that exists and is not used", async () => {
  const world = createWorld();
  const made = await run(world, ["apps", "create", "--name", "App", "--org", "local", "--yes"]);
  expect(made.exitCode, made.stderr).toBe(0);
  const whoami = await run(world, ["whoami"]);
  expect(whoami.exitCode).toBe(3);
  expect(whoami.stderr).toContain("okta-unlock orgs use local");
});

test("whoami says of a token without its URL why it is not used", async () => {
  const whoami = await run(createWorld(), ["whoami"], { env: { OKTA_CLIENT_TOKEN: org.apiToken } });
  expect(whoami.exitCode).toBe(3);
  expect(whoami.stderr).toContain("OKTA_CLIENT_TOKEN is set, but OKTA_CLIENT_ORGURL");
});

describe("profiles", () => {
  test("are listed with the current one marked, chosen, and removed", async () => {
    const world = createWorld();
    await signIn(world, ["--name", "one"]);
    await signIn(world, ["--name", "two"]);
    expect((await run(world, ["orgs", "list"])).stdout).toMatch(/^\* +two /mu);
    expect(await run(world, ["orgs", "use", "one"])).toMatchObject({ exitCode: 0 });
    expect(JSON.parse((await run(world, ["whoami", "--json"])).stdout)).toMatchObject({ profile: "one" });
    const byVariable = await run(world, ["whoami", "--json"], { env: { OKTA_UNLOCK_ORG: "two" } });
    expect(JSON.parse(byVariable.stdout)).toMatchObject({ profile: "two" });
    const typo = await run(world, ["whoami", "--org", "tow"]);
    expect(typo).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("Did you mean two?") as string,
    });
    expect(await run(world, ["orgs", "remove", "one"])).toMatchObject({ exitCode: 0 });
    const { orgs, current } = JSON.parse((await run(world, ["orgs", "list", "--json"])).stdout) as {
      readonly orgs: readonly object[];
      readonly current: string | null;
    };
    expect(orgs).toMatchObject([{ name: "two", current: false }]);
    expect(current).toBeNull();
    expect(
      Object.keys((JSON.parse(readFileSync(secretsFile(world), "utf8")) as { secrets: object }).secrets),
    ).toEqual([`two ${org.url}`]);
  });

  test("that are damaged are refused with the way out; --org local still works", async () => {
    const world = createWorld();
    await signIn(world);
    writeFileSync(join(world.home, "config", "okta-unlock", "profiles.json"), "{");
    expect(await run(world, ["whoami"])).toMatchObject({
      exitCode: 7,
      stderr: expect.stringContaining("profiles.json.old") as string,
    });
    const made = await run(world, ["apps", "create", "--name", "One", "--org", "local", "--yes"]);
    expect(made).toMatchObject({ exitCode: 0 });
    expect(await run(world, ["whoami", "--org", "local"])).toMatchObject({ exitCode: 0 });
  });

  test("that are not known are not removed, and nobody is told to sign in for that", async () => {
    const world = createWorld();
    await signIn(world, ["--name", "one"]);
    const removal = await run(world, ["orgs", "rm", "somebody-elses"]);
    expect(removal).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("orgs list") as string });
    expect(removal.stderr).not.toContain("login");
  });
});

describe("the local org", () => {
  test.each([
    ["whoami"],
    ["apps", "list"],
    ["apps", "show", "Demo"],
    ["apps", "update", "Demo", "--name", "Other"],
    ["apps", "delete", "0oa1234567", "--yes"],
    ["apps", "prune", "--yes"],
  ])("that is not there is not made by %s %s", async (...command) => {
    const world = createWorld();
    const asked = await run(world, [...command, "--org", "local"]);
    expect(asked).toMatchObject({ exitCode: 3, stdout: "" });
    expect(asked.stderr).toContain("There is no local org yet.");
    expect(asked.stderr).toContain("okta-unlock register --local");
    expect(readdirSync(world.root)).not.toContain("home");
  });

  test("is listed, marked as the current one, and left by logout", async () => {
    const world = createWorld();
    expect(await run(world, ["register", "--local", "--yes"])).toMatchObject({ exitCode: 0 });
    const list = await run(world, ["orgs", "list"]);
    expect(list).toMatchObject({ exitCode: 0, stderr: "" });
    expect(list.stdout).toMatch(
      /^\* +local +https:\/\/localhost:\d+ +API token +local-org +admin@example\.com/mu,
    );
    const whoami = await run(world, ["whoami", "--json"]);
    const [listed] = await listOrgs(world);
    expect(listed).toMatchObject({ name: "local", current: true, login: "admin@example.com" });
    expect(JSON.parse(whoami.stdout)).toMatchObject({ org: listed?.["org"], login: "admin@example.com" });
    const logout = await run(world, ["logout"]);
    expect(logout).toMatchObject({ exitCode: 0, stdout: "" });
    expect(logout.stderr).toContain("no longer the current org");
    expect(await listOrgs(world)).toMatchObject([{ name: "local", current: false }]);
    expect(await run(world, ["whoami"])).toMatchObject({ exitCode: 3 });
    expect(await run(world, ["logout", "--org", "local"])).toMatchObject({ exitCode: 3 });
    expect(await run(world, ["whoami", "--org", "local"])).toMatchObject({ exitCode: 0 });
  });

  test("is no profile to remove, and its token is not revoked", async () => {
    const world = createWorld();
    await run(world, ["register", "--local", "--yes"]);
    for (const command of [
      ["orgs", "remove", "local"],
      ["logout", "--revoke"],
    ]) {
      const refused = await run(world, command);
      expect(refused).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining("local reset") as string,
      });
    }
    expect(await run(world, ["whoami"])).toMatchObject({ exitCode: 0 });
  });
});

async function listOrgs(world: World): Promise<readonly Record<string, unknown>[]> {
  const { stdout } = await run(world, ["orgs", "list", "--json"]);
  return (JSON.parse(stdout) as { readonly orgs: readonly Record<string, unknown>[] }).orgs;
}

describe("logout", () => {
  test("forgets the secret and leaves the token good", async () => {
    const world = createWorld();
    await signIn(world);
    const logout = await run(world, ["logout"]);
    expect(logout.exitCode).toBe(0);
    // --revoke finds no profile any more.
    expect(logout.stderr.replaceAll(/\s+/gu, " ")).toContain("Revoke it in the Admin Console");
    expect(filesWith(world, org.apiToken)).toEqual([]);
    expect(await run(world, ["whoami"])).toMatchObject({ exitCode: 3 });
    expect(await run(world, ["logout"])).toMatchObject({ exitCode: 3 });
    await signIn(world);
  });

  test("leaves no current profile; the next command names those that are left", async () => {
    const world = createWorld();
    await signIn(world, ["--name", "one"]);
    await signIn(world, ["--name", "two"]);
    expect(await run(world, ["logout"])).toMatchObject({ exitCode: 0 });
    for (const command of [["whoami"], ["logout"], ["apps", "list"]]) {
      const { exitCode, stderr } = await run(world, command);
      expect(exitCode).not.toBe(0);
      expect(stderr).toContain("one");
      expect(stderr).toContain("okta-unlock orgs use");
      expect(stderr).not.toContain("not signed in");
    }
  });

  test("with --revoke ends the token at Okta", async () => {
    const own = mkdtempSync(join(tmpdir(), "okta-unlock-revoke-"));
    const mine = await startLocalOrg({ dataDirectory: own, port: 0 });
    try {
      const world = createWorld();
      const env = { NODE_EXTRA_CA_CERTS: mine.caCertificatePath };
      const login = ["login", "--org", mine.url, ...insecure];
      expect(await run(world, login, { env, input: mine.apiToken })).toMatchObject({ exitCode: 0 });
      expect(await run(world, ["logout", "--revoke"], { env })).toMatchObject({ exitCode: 0 });
      expect(await run(world, login, { env, input: mine.apiToken })).toMatchObject({ exitCode: 3 });
    } finally {
      await mine.close();
      rmSync(own, { recursive: true });
    }
  });
});

test("no stream and no file but the store shows the token, with --verbose either", async () => {
  const world = createWorld();
  const runs = [
    await run(world, ["login", "--org", org.url, ...insecure, "--verbose"], { input: org.apiToken }),
    await run(world, ["whoami", "--verbose"]),
    await run(world, ["orgs", "list", "--verbose", "--json"]),
    await run(world, ["apps", "list", "--verbose"]),
  ];
  for (const { exitCode, stdout, stderr } of runs) {
    expect(exitCode).toBe(0);
    expect(stdout + stderr).not.toContain(org.apiToken);
  }
  expect(filesWith(world, org.apiToken)).toEqual([secretsFile(world)]);
});

function filesWith(world: World, text: string): string[] {
  return readdirSync(world.root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file, "utf8").includes(text));
}

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type LocalOrg, startLocalOrg } from "../../src/local-org/index.ts";
import { type CliRun, createWorld, type World } from "../support/run-cli.ts";

/** An org as a real one is to the CLI; only its certificate is trusted by hand. */
let org: LocalOrg;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "okta-unlock-register-"));
  org = await startLocalOrg({ dataDirectory: folder, port: 0, registration: true });
});

beforeEach(() => org.faults.clear());

afterAll(async () => {
  await org.close();
  rmSync(folder, { recursive: true });
});

interface Settings {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

function run(world: World, args: readonly string[], { input = "", env = {} }: Settings = {}) {
  return world.run(["register", ...args], {
    input,
    env: { NODE_EXTRA_CA_CERTS: org.caCertificatePath, ...env },
  });
}

function errorIn({ stderr }: CliRun): { code: string; message: string; next: string; details: string[] } {
  const [last = ""] = stderr.trimEnd().split("\n").slice(-1);
  return (JSON.parse(last) as { error: ReturnType<typeof errorIn> }).error;
}

function secretsFile(world: World): string {
  return join(world.home, "config", "okta-unlock", "secrets.json");
}

const insecure = ["--with-token", "--insecure-storage"] as const;

describe("sign-up in the browser", () => {
  test("without a terminal says all that is missing, and where to sign up", async () => {
    const world = createWorld();
    const result = await run(world, [], { env: { BROWSER: "/nowhere" } });
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    for (const part of [
      "no sign-up API",
      "https://developer.okta.com/signup",
      "business e-mail",
      "activation link",
      "authenticator",
      "10 active users",
      "180 days",
      "--org <url>",
      "--with-token",
      "OKTA_CLIENT_TOKEN",
      "okta-unlock register --local",
    ]) {
      expect(result.stderr).toContain(part);
    }
    expect(readdirSync(world.root)).not.toContain("home");
  });

  test("with --json that is one object", async () => {
    const result = await run(createWorld(), ["--json"]);
    expect(result.exitCode).toBe(2);
    expect(errorIn(result)).toMatchObject({
      code: "missing-input",
      details: [
        expect.stringContaining("https://developer.okta.com/signup"),
        expect.stringContaining("--with-token"),
      ],
    });
  });

  test("with --org signs in, and only says that the access policy is missing", async () => {
    const world = createWorld();
    const result = await run(world, ["--org", org.url, "--name", "work", ...insecure, "--json"], {
      input: org.apiToken,
    });
    expect(result).toMatchObject({ exitCode: 0, stderr: "" });
    expect(JSON.parse(result.stdout)).toMatchObject({
      kind: "okta",
      profile: "work",
      org: org.url,
      login: "admin@example.com",
      accessPolicy: "missing",
    });
    const whoami = await world.run(["whoami", "--json"], {
      env: { NODE_EXTRA_CA_CERTS: org.caCertificatePath },
    });
    expect(JSON.parse(whoami.stdout)).toMatchObject({ profile: "work" });
  });

  test.each([
    ["E0000006", "unknown", "may not see access policies"],
    ["E0000015", "no-server", "API Access Management"],
  ] as const)("%s for the access policy is a warning", async (errorCode, accessPolicy, warning) => {
    const world = createWorld();
    const path = "/api/v1/authorizationServers/**";
    org.faults.add({ kind: "refusal", errorCode, path, times: Number.POSITIVE_INFINITY });
    const args = ["--org", org.url, ...insecure, "--yes"];
    const result = await run(world, args, { input: org.apiToken });
    expect(result.exitCode).toBe(0);
    expect(result.stderr.replaceAll(/\s+/gu, " ")).toContain(warning);
    const json = await run(world, [...args, "--json"], { input: org.apiToken });
    expect(JSON.parse(json.stdout)).toMatchObject({ accessPolicy });
  });

  test("an access policy that can't be finished is taken back, and the sign-in stands", async () => {
    const world = createWorld();
    org.faults.add({ kind: "refusal", errorCode: "E0000006", method: "POST", path: "/api/v1/**/rules" });
    const args = ["--org", org.url, ...insecure, "--yes", "--json"];
    const result = await run(world, args, { input: org.apiToken });
    expect(JSON.parse(result.stdout)).toMatchObject({ accessPolicy: "missing" });
    expect(result.exitCode).toBe(0);
    const again = await run(world, args, { input: org.apiToken });
    expect(JSON.parse(again.stdout)).toMatchObject({ accessPolicy: "made" });
    const third = await run(world, args, { input: org.apiToken });
    expect(JSON.parse(third.stdout)).toMatchObject({ accessPolicy: "present" });
  });

  test.each([
    ["no org", "https://localhost:1", 6],
    ["no URL", "my org", 2],
  ])("refuses --org when it is %s, before a token is read", async (_what, url, exitCode) => {
    const result = await run(createWorld(), ["--org", url, ...insecure, "--json"], { input: org.apiToken });
    expect(result.exitCode).toBe(exitCode);
  });
});

describe("--local", () => {
  test("makes the local org the current one, twice as well, and leaves nothing running", async () => {
    const world = createWorld();
    const first = await world.run(["register", "--local"]);
    expect(first.exitCode).toBe(0);
    expect(first.stderr).toContain("okta-unlock create my-app");
    expect(first.stdout).toMatch(/Test user +test@example\.com, password Local-/u);
    const second = await world.run(["register", "--local"]);
    expect(second).toMatchObject({ exitCode: 0, stdout: first.stdout });
    const status = await world.run(["local", "status", "--json"]);
    expect(JSON.parse(status.stdout)).toMatchObject({ exists: true, running: false });
    const create = await world.run(["create", "my-app", "--platform", "ios", "--yes", "--json"]);
    expect(JSON.parse(create.stdout)).toMatchObject({ schemaVersion: 1 });
    expect(create.exitCode).toBe(0);
  });

  test("with --json shows no password", async () => {
    const { stdout } = await createWorld().run(["register", "--local", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ kind: "local", admin: { login: "admin@example.com" } });
    expect(stdout).not.toContain("Local-");
  });

  test("refuses what belongs to another org", async () => {
    const result = await createWorld().run(["register", "--local", "--org", "https://dev-1.okta.com"]);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
  });
});

describe("the old protocol", () => {
  let people = 0;

  function person(): Record<string, string> {
    people += 1;
    return {
      OKTA_CLI_REGISTRATION_URL: org.url,
      OKTA_UNLOCK_REGISTRATION_INTERVAL: "0.1",
      OKTA_UNLOCK_FIRST_NAME: "Ada",
      OKTA_UNLOCK_LAST_NAME: "Byron",
      OKTA_UNLOCK_EMAIL: `ada-${people}@example.com`,
      OKTA_UNLOCK_COUNTRY: "United Kingdom",
    };
  }

  const redeem = "/api/internal/v1/developer/redeem/*";

  test("registers, signs in with the token it got, and shows the token nowhere", async () => {
    const world = createWorld();
    const env = person();
    const args = ["--insecure-storage", "--verbose", "--json", "--email", "flag@example.com"];
    const result = await run(world, args, { env });
    expect(result.exitCode).toBe(0);
    expect(JSON.parse(result.stdout)).toMatchObject({ login: "flag@example.com", storedIn: "file" });
    const kept = readFileSync(secretsFile(world), "utf8");
    const [token = ""] = /00[0-9A-Za-z]{40}/u.exec(kept) ?? [];
    expect(token).not.toBe("");
    expect(result.stdout + result.stderr).not.toContain(token);
    expect(result.stderr).toContain("/redeem/********");
  });

  test.each([
    ["500", { kind: "status", status: 500, path: redeem, times: 2 }],
    ["a page of a proxy", { kind: "status", status: 503, body: "html", path: redeem, times: 2 }],
    ["a broken connection", { kind: "drop", when: "before", path: redeem, times: 2 }],
  ] as const)("goes on asking after %s", async (_what, fault) => {
    org.faults.add(fault);
    const result = await run(createWorld(), ["--insecure-storage", "--json"], { env: person() });
    expect(result).toMatchObject({ exitCode: 0 });
  });

  test.each([
    ["a page", { kind: "status", status: 500, body: "html" }, "okta-unavailable", 4],
    ["a damaged answer", { kind: "malformed-json" }, "okta-unavailable", 4],
    ["a refusal", { kind: "refusal", errorCode: "E0000006" }, "okta-refused", 4],
    ["a broken connection", { kind: "drop", when: "before" }, "network-unreachable", 6],
  ] as const)("ends when it can't begin: %s", async (_what, fault, code, exitCode) => {
    org.faults.add({ ...fault, path: "/api/v1/registration/**" });
    const world = createWorld();
    const result = await run(world, ["--insecure-storage", "--json"], { env: person() });
    expect(result.exitCode).toBe(exitCode);
    expect(errorIn(result)).toMatchObject({ code });
    expect(existsSync(secretsFile(world))).toBe(false);
  });

  test("a token that got lost on its way is named as that", async () => {
    org.faults.add({ kind: "drop", when: "after", path: redeem, skip: 2 });
    const result = await run(createWorld(), ["--insecure-storage", "--json"], { env: person() });
    expect(result.exitCode).toBe(4);
    expect(errorIn(result).message).toContain("already issued");
    expect(errorIn(result).next).toContain("okta-unlock login");
  });

  test("an address that has registered is refused with the server's words", async () => {
    const env = { ...person(), OKTA_UNLOCK_EMAIL: "test@example.com" };
    const result = await run(createWorld(), ["--insecure-storage", "--json"], { env });
    expect(result.exitCode).toBe(4);
    expect(errorIn(result).details).toEqual([
      "email: An object with this field already exists in the current organization",
    ]);
  });

  test("Ctrl-C ends the waiting, and says how to go on", async () => {
    const world = createWorld();
    org.faults.add({ kind: "status", status: 503, path: redeem, times: Number.POSITIVE_INFINITY });
    const env = { NODE_EXTRA_CA_CERTS: org.caCertificatePath, ...person() };
    const child = world.start(["register", "--insecure-storage"], { env });
    let said = "";
    await new Promise<void>((resolve) => {
      child.stderr?.on("data", (data: Buffer) => {
        said += data.toString();
        if (said.includes("Waiting for the org")) resolve();
      });
    });
    child.kill("SIGINT");
    const exitCode = await new Promise((resolve) => child.once("close", resolve));
    expect(exitCode).toBe(130);
    expect(said.replaceAll(/\s+/gu, " ")).toContain("sign in to it: okta-unlock login");
    expect(existsSync(secretsFile(world))).toBe(false);
  });

  test("lists all that is missing, a place for the token too, and registers nobody", async () => {
    let requests = 0;
    const counting = await startLocalOrg({
      registration: true,
      port: 0,
      dataDirectory: mkdtempSync(join(folder, "c-")),
      onRequest: () => (requests += 1),
    });
    const result = await run(createWorld(), ["--json"], { env: { OKTA_CLI_REGISTRATION_URL: counting.url } });
    await counting.close();
    expect(result.exitCode).toBe(2);
    expect(errorIn(result).details.map((line) => line.slice(0, line.indexOf(":")))).toEqual([
      "first name",
      "last name",
      "e-mail",
      "country",
      "a place for the API token",
    ]);
    expect(requests).toBe(0);
  });

  test.each([
    ["Okta's own, which is gone", "https://okta-devok12.okta.com/"],
    ["plain http", "http://org.example.com"],
  ])("refuses %s", async (_what, url) => {
    const result = await run(createWorld(), ["--json"], {
      env: { ...person(), OKTA_CLI_REGISTRATION_URL: url },
    });
    expect(result.exitCode).toBe(2);
    expect(errorIn(result).next).toContain("https://developer.okta.com/signup");
  });

  test("refuses values that can't be right, all at once", async () => {
    const env = {
      ...person(),
      OKTA_UNLOCK_EMAIL: "ada",
      OKTA_UNLOCK_COUNTRY: " ",
      OKTA_UNLOCK_FIRST_NAME: "x".repeat(51),
    };
    const result = await run(createWorld(), ["--insecure-storage", "--json"], { env });
    expect(errorIn(result).details).toHaveLength(3);
  });
});

import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { World } from "../support/run-cli.ts";
import { startTestOrg, type TestOrg } from "../unit/local-org/support.ts";

interface Shown {
  readonly id: string;
  readonly verdict: string;
  readonly projects: readonly string[];
  readonly fix: string | null;
}

interface Report {
  readonly ok: boolean;
  readonly projects: readonly { readonly platform: string; readonly directory: string }[];
  readonly signedInTo: string | null;
  readonly cause: Shown | null;
  readonly fixed: readonly string[];
  readonly requests: number;
  readonly checks: readonly Shown[];
}

/** A local org that is used as one at Okta is: over a socket, with a token from the environment. */
const world = new World();
const ended: (() => unknown)[] = [];
let org: TestOrg;
let env: Readonly<Record<string, string>>;
let trusting: Readonly<Record<string, string>>;

beforeAll(async () => {
  org = await startTestOrg({ dataDirectory: `${world.root}/org` }, (end) => ended.push(end));
  trusting = { NODE_EXTRA_CA_CERTS: org.caCertificatePath };
  env = { ...trusting, OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: org.apiToken };
  await create("apps", "ios", "android");
  await create("web", "react-native");
  await create("broken", "android");
});

afterAll(async () => {
  for (const end of ended.toReversed()) await end();
  world.remove();
});

async function create(name: string, ...platforms: readonly string[]): Promise<void> {
  const flags = platforms.flatMap((platform) => ["--platform", platform]);
  const run = await world.run(["create", name, ...flags, "--no-git", "--org", org.url, "--yes"], { env });
  expect(run.exitCode, run.stderr).toBe(0);
}

async function examine(args: readonly string[], around = env) {
  const run = await world.run(["doctor", ...args, "--json"], { env: around });
  const report = JSON.parse(run.stdout || "{}") as Report;
  const error = (JSON.parse(run.stderr || "{}") as { error?: { code: string; next: string } }).error;
  return { exitCode: run.exitCode, report, error };
}

/** What is wrong, but for what the machine of the tests has installed. */
function listFaults({ checks }: Report): readonly Shown[] {
  const machine = /^(?:node|xcode|simulator|jdk|android)-/u;
  return checks.filter(({ id, verdict }) => !["pass", "skipped"].includes(verdict) && !machine.test(id));
}

test.each([
  ["apps/ios", "ios", 11],
  ["apps/android", "android", 11],
  ["web", "react-native", 12],
])("a healthy project, %s, exits with 0", async (directory, platform, requests) => {
  const { exitCode, report } = await examine([directory]);
  expect(exitCode, JSON.stringify(listFaults(report))).toBe(0);
  expect(listFaults(report)).toEqual([]);
  expect(report).toMatchObject({ ok: true, projects: [{ platform }], cause: null, requests });
});

test("no sign-in is needed: what can't be looked at without is said, with the command", async () => {
  const { exitCode, report } = await examine(["apps/ios"], trusting);
  expect(exitCode).toBe(0);
  expect(report.signedInTo).toBeNull();
  expect(report.checks.find(({ id }) => id === "redirect-uri-registered")?.verdict).toBe("pass");
  const skipped = report.checks.find(({ id }) => id === "policy-covers-client");
  expect(skipped).toMatchObject({
    verdict: "skipped",
    fix: expect.stringContaining(`login --org ${org.url}`),
  });
});

test("the folder of several projects gives one report: each project by its name, the app once", async () => {
  const { exitCode, report } = await examine(["apps"]);
  expect(exitCode).toBe(0);
  expect(report.projects.map(({ platform }) => platform)).toEqual(["android", "ios"]);
  expect(report.requests).toBe(11);
  const named = (id: string) =>
    report.checks.filter((check) => check.id === id).map(({ projects }) => projects);
  expect(named("issuer-exact")).toEqual([["android"], ["ios"]]);
  expect(named("app-exists")).toEqual([["android", "ios"]]);
  const inside = await world.run(["doctor"], { env, cwd: world.path("apps") });
  expect(inside.exitCode, inside.stderr).toBe(0);
  expect(inside.stdout).toMatch(/^android$[^]*^ios$[^]*^android and ios$/mu);
});

test("one project of several that is broken makes it 8, and --fix mends that one", async () => {
  const path = world.path("apps", "android", "okta.properties");
  const before = readFileSync(path, "utf8");
  writeFileSync(path, before.replace(" offline_access", ""));
  const found = await examine(["apps"]);
  expect(found.exitCode).toBe(8);
  expect(found.report.cause).toMatchObject({ id: "offline-access-requested", projects: ["android"] });
  expect(found.error?.next).toMatch(/doctor apps --fix$/u);
  const fixed = await examine(["apps", "--fix"]);
  expect(fixed).toMatchObject({
    exitCode: 0,
    report: { ok: true, fixed: [expect.stringContaining("scopes")] },
  });
  expect(readFileSync(path, "utf8")).toBe(before);
});

test("what is broken in the project and, behind that, in the org: --fix shows it, mends it and checks again", async () => {
  const manifest = JSON.parse(readFileSync(world.path("broken", "okta-unlock.json"), "utf8")) as {
    readonly okta: { readonly appId: string };
  };
  const settings = world.path("broken", "okta.properties");
  writeFileSync(settings, readFileSync(settings, "utf8").replace("/oauth2/default", "/oauth2/default/"));
  await org.call("POST", `/api/v1/apps/${manifest.okta.appId}/lifecycle/deactivate`);
  const found = await world.run(["doctor", "broken"], { env });
  expect(found.exitCode).toBe(8);
  expect(found.stdout).toContain("✘ The issuer has no end slash");
  expect(found.stderr).toContain("doctor broken --fix");
  const fixed = await world.run(["doctor", "broken", "--fix"], { env });
  expect(fixed.exitCode, fixed.stderr).toBe(0);
  expect(fixed.stderr).toContain("~ Activate the app");
  expect(fixed.stderr).toMatch(/^Settings to correct:\n {2}~ broken[/\\]okta\.properties: issuer/mu);
  expect(Math.max(...fixed.stderr.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(fixed.stderr).toMatch(/✔ Corrected broken[/\\]okta\.properties: issuer/u);
  expect((await examine(["broken"])).exitCode).toBe(0);
});

test("an app that was made elsewhere is named by its values; what is missing is said all at once", async () => {
  const { clientId, issuer } = await org.addNativeApp();
  const values = ["--issuer", issuer, "--client-id", clientId];
  const right = await examine([...values, "--redirect-uri", "com.example.app:/callback"], trusting);
  expect(right).toMatchObject({ exitCode: 0, report: { ok: true, projects: [] } });
  const wrong = await examine([...values, "--redirect-uri", "com.example.app://callback"], trusting);
  expect(wrong).toMatchObject({ exitCode: 8, report: { cause: { id: "redirect-uri-registered" } } });
  const device = [...values, "--redirect-uri", "com.example.app:/callback", "--device-grant"];
  expect(await examine(device, trusting)).toMatchObject({
    exitCode: 8,
    report: { cause: { id: "device-grant-allowed" } },
  });
  const missing = await world.run(["doctor", "--issuer", issuer], { env });
  expect(missing.exitCode).toBe(2);
  for (const flag of ["--client-id", "--redirect-uri"]) expect(missing.stderr).toContain(flag);
});

test("the local org is trusted by its name", async () => {
  const { clientId, issuer } = await org.addNativeApp();
  const app = ["--issuer", issuer, "--client-id", clientId, "--redirect-uri", "com.example.app:/callback"];
  const around = { OKTA_UNLOCK_DATA_DIR: `${world.root}/org` };
  const found = await examine([...app, "--org", "local"], around);
  expect(found).toMatchObject({ exitCode: 0, report: { ok: true, signedInTo: "local" } });
  const other = ["--post-logout-redirect-uri", "com.example.app:/other"];
  const { report } = await examine([...app, ...other], around);
  expect(report.cause?.fix).toContain("--add-post-logout-redirect-uri com.example.app:/other --org local");
});

test("a folder without a project is exit code 2, and names projects in folders below it", async () => {
  const run = await world.run(["doctor"], { env });
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain("broken, web");
});

test("a project's name, typed in its own folder, is told from one that is not there", async () => {
  for (const name of ["web", "apps"]) {
    const run = await world.run(["doctor", name], { env, cwd: world.path(name) });
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain("The current folder is the project itself.");
    expect(run.stderr).toMatch(/Run it without a folder: .*doctor$/mu);
  }
});

test("an org that can't be reached is named first, and all that needs it is skipped in one line", async () => {
  const app = ["--issuer", "https://localhost:1/oauth2/default", "--client-id", "0oa1b2c3d4e5f6g7h8i9"];
  const run = await world.run(["doctor", ...app, "--redirect-uri", "com.example.app:/callback"]);
  expect(run.exitCode).toBe(8);
  expect(run.stderr).toContain("The org can be reached from here: no.");
  expect(run.stdout.match(/org-reachable has to pass first/gu)).toHaveLength(1);
});

test("a hostile project can't write to the terminal, nor send a credential elsewhere, nor change another app", async () => {
  const { appId, clientId } = await org.addNativeApp({ label: "Payroll" });
  const before = (await org.call("GET", `/api/v1/apps/${appId}`)).json as object;
  const settings = world.path("apps", "ios", "Apps", "Resources", "Okta.plist");
  const path = world.path("apps", "ios", "okta-unlock.json");
  const kept = [settings, path].map((each) => [each, readFileSync(each, "utf8")] as const);
  const manifest = JSON.parse(readFileSync(path, "utf8")) as { okta: { appId: string; clientId: string } };
  writeFileSync(
    path,
    JSON.stringify({ ...manifest, okta: { ...manifest.okta, appId, clientId, localOrg: true } }),
  );
  writeFileSync(settings, readFileSync(settings, "utf8").replace("<string>com.", "<string>\u001B[31mcom."));
  const run = await world.run(["doctor", "apps/ios", "--fix"], { env });
  expect(run.stdout + run.stderr).not.toContain("\u001B[31m");
  expect(run.exitCode).toBe(8);
  expect(run.stderr.replaceAll(/\s+/gu, " ")).toContain("was not made for this project");
  expect((await org.call("GET", `/api/v1/apps/${appId}`)).json).toEqual(before);
  for (const [file, text] of kept) writeFileSync(file, text);
  const away = ["--issuer", "https://localhost:1/oauth2/default", "--client-id", clientId];
  const elsewhere = await examine([...away, "--redirect-uri", "com.example.app:/callback"]);
  expect(elsewhere.report.signedInTo).toBeNull();
});

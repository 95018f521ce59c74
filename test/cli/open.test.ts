import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startLocalOrgProcess } from "../support/local-org.ts";
import { World } from "../support/run-cli.ts";

const clientId = "0oa1b2c3d4E5f6G7h8i9";
let world: World;

/** A project at Okta, without a sign-in to its org; and a folder without a project. */
beforeAll(async () => {
  world = new World();
  const app = ["--issuer", "https://acme.okta.com/oauth2/aus9", "--client-id", clientId];
  const made = await world.run(["create", "demo", "--platform", "ios", ...app, "--yes"]);
  if (made.exitCode !== 0) throw new Error(made.stderr);
  mkdirSync(world.path("empty"));
});

afterAll(() => world.remove());

/** Runs `open` where nobody looks: the URL is what it prints. */
async function open(folder: string, ...args: readonly string[]): Promise<string> {
  const run = await world.run(["open", ...args], { cwd: world.path(folder) });
  expect([run.exitCode, run.stderr]).toEqual([0, ""]);
  return run.stdout.trimEnd();
}

const adminConsole = "https://acme-admin.okta.com";

test.each([
  ["app", `${adminConsole}/admin/app/oidc_client/instance/${clientId}#tab-general`],
  ["policy", `${adminConsole}/admin/oauth2/as/aus9#policies`],
  ["tokens", `${adminConsole}/admin/access/api/tokens`],
  ["logs", `${adminConsole}/report/system_log_2?search=target.id+eq+%22${clientId}%22`],
])("in a project, %s is printed without a sign-in", async (page, url) => {
  expect(await open("demo", page)).toBe(url);
});

test("the sign-in page is asked for as the app asks for it, and never skipped", async () => {
  const url = new URL(await open("demo", "signin"));
  expect(`${url.origin}${url.pathname}`).toBe("https://acme.okta.com/oauth2/aus9/v1/authorize");
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    client_id: clientId,
    redirect_uri: "com.example.demo:/callback",
    scope: "openid profile email offline_access",
    code_challenge_method: "S256",
    prompt: "login",
  });
});

test.each([
  [["app", "--app", clientId], `/admin/app/oidc_client/instance/${clientId}#tab-general`],
  [["logs", "--app", clientId], `/report/system_log_2?search=target.id+eq+%22${clientId}%22`],
  [["logs"], "/report/system_log_2"],
  [["tokens"], "/admin/access/api/tokens"],
])("%j of an org that --org names needs no sign-in", async (args, path) => {
  const run = await open("empty", ...args, "--org", "https://other-admin.oktapreview.com", "--json");
  expect(JSON.parse(run)).toEqual({
    schemaVersion: 1,
    page: args[0],
    url: `https://other-admin.oktapreview.com${path}`,
    opened: false,
  });
});

test.each([
  [["app"], "okta-unlock open app --app <app>"],
  [["tokens"], "okta-unlock open tokens --org <org>"],
  [["logs", "--app", clientId], "okta-unlock open logs --org <org>"],
  [["signin", "--app", clientId, "--org", "https://acme.okta.com"], "login --org https://acme.okta.com"],
  [[], "okta-unlock open app"],
  [["app", "--org", "local"], "okta-unlock open app --app <app>"],
])("what %j lacks is said with the command that gives it", async (args, next) => {
  const run = await world.run(["open", ...args], { cwd: world.path("empty") });
  expect([run.exitCode, run.stdout]).toEqual([2, ""]);
  expect(run.stderr).toContain(next);
});

test("with --app, another app is one of the org of the project that is here", async () => {
  const url = `${adminConsole}/admin/app/oidc_client/instance/0oaOther#tab-general`;
  expect(await open("demo", "app", "--app", "0oaOther")).toBe(url);
  const looked = await world.run(["open", "app", "--app", "My App"], { cwd: world.path("demo") });
  expect([looked.exitCode, looked.stdout]).toEqual([3, ""]);
  expect(looked.stderr).toContain("login --org https://acme.okta.com");
});

test.each([
  [["tokens", "--app", clientId], "open tokens takes no --app."],
  [["docs", "--app", clientId], "open docs takes no --app."],
  [["docs", "--org", "https://acme.okta.com"], "open docs takes no --org."],
])("%j is refused: the page is the same whatever is named", async (args, message) => {
  const run = await world.run(["open", ...args], { cwd: world.path("demo") });
  expect([run.exitCode, run.stdout]).toEqual([2, ""]);
  expect(run.stderr).toContain(message);
  expect(run.stderr).toContain(`okta-unlock open ${args[0]}`);
});

test("the documentation is named on npm, and where it is until then", async () => {
  const run = await world.run(["open", "docs"]);
  expect([run.exitCode, run.stdout]).toEqual([0, "https://www.npmjs.com/package/okta-unlock\n"]);
  expect(run.stderr.replaceAll(/\s+/gu, " ")).toContain("README.md");
});

interface Manifest {
  readonly okta: Readonly<Record<string, unknown>>;
}

/** A project from anybody: its two files with what was changed in them. */
function cloneHostile(okta: Manifest["okta"], issuer: string): string {
  const folder = world.path("hostile");
  mkdirSync(join(folder, "Demo", "Resources"), { recursive: true });
  const manifest = JSON.parse(readFileSync(world.path("demo", "okta-unlock.json"), "utf8")) as Manifest;
  writeFileSync(
    join(folder, "okta-unlock.json"),
    JSON.stringify({ ...manifest, okta: { ...manifest.okta, ...okta } }),
  );
  const plist = readFileSync(world.path("demo", "Demo", "Resources", "Okta.plist"), "utf8");
  writeFileSync(
    join(folder, "Demo", "Resources", "Okta.plist"),
    plist.replace("https://acme.okta.com/oauth2/aus9", issuer).replace(clientId, "../\u001B[2J&calc"),
  );
  return folder;
}

test.each([
  ["a program of the computer", {}, "calculator://acme.okta.com/oauth2/aus9"],
  ["a script", {}, "javascript:alert(1)"],
  ["a file", {}, "file:///etc/passwd"],
  ["http", {}, "http://acme.okta.com/oauth2/aus9"],
])("an app that was made to point to %s is shown by what can be meant", async (_what, okta, issuer) => {
  const cwd = cloneHostile(okta, issuer);
  for (const page of ["app", "signin", "policy", "logs"]) {
    const run = await world.run(["open", page], { cwd });
    expect(run.stdout).toMatch(/^https:\/\/acme(?:-admin)?\.okta\.com\/[!-~]*\n$/u);
    expect(run.stdout).toContain(page === "policy" ? "aus9" : clientId);
  }
});

test.each([
  [{ org: "javascript:alert(1)" }],
  [{ issuer: "file:///etc/passwd" }],
  [{ clientId: "0oa1\u001B[2J" }],
  [{ appId: "../../oauth2" }],
])("a project with %j is none", async (okta) => {
  const cwd = cloneHostile(okta, "");
  const run = await world.run(["open", "app"], { cwd });
  expect([run.exitCode, run.stdout]).toEqual([7, ""]);
  expect(run.stderr).not.toContain("\u001B");
});

test("on this machine only the pages of the local org are opened, whatever a project says", async () => {
  const org = await startLocalOrgProcess(world);
  const { port } = new URL(org.url);
  const at = (cwd: string, page: string) => world.run(["open", page], { cwd });

  const moved = cloneHostile({}, "http://127.0.0.1:631/oauth2/aus9");
  for (const page of ["app", "signin", "tokens"]) {
    const refused = await at(moved, page);
    expect([refused.exitCode, refused.stdout]).toEqual([6, ""]);
    expect(refused.stderr).toContain("does not run at http://127.0.0.1:631");
  }
  const elsewhere = { localOrg: true, issuer: `https://evil.example:${port}/oauth2/aus9` };
  const signIn = await at(cloneHostile(elsewhere, ""), "signin");
  expect(signIn.stdout).toMatch(new RegExp(`^${org.url}/oauth2/aus9/v1/authorize\\?`, "u"));

  const made = ["create", "local", "--platform", "ios", "--org", "local", "--yes"];
  expect((await world.run(made)).exitCode).toBe(0);
  const app = await at(world.path("local"), "app");
  expect(app.stdout).toMatch(new RegExp(`^${org.url}/activity\\?app=0oa\\w+\n$`, "u"));
  expect(app.stderr).toContain("The local org has no page for an app.");
  const named = await world.run(["open", "signin", "--app", "Local", "--org", "local"]);
  expect(named.stdout).toMatch(new RegExp(`^${org.url}/oauth2/default/v1/authorize\\?`, "u"));

  expect(await org.stop("SIGTERM")).toBe(0);
  const stopped = await at(world.path("local"), "app");
  expect([stopped.exitCode, stopped.stdout]).toEqual([6, ""]);
  expect(stopped.stderr).toContain("okta-unlock local start");
});

import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startLocalOrgProcess } from "../support/local-org.ts";
import { World } from "../support/run-cli.ts";
import { startLane } from "../support/signed-in-lane.ts";
import { authorizationRequest, Browser } from "../unit/local-org/oidc/browser.ts";
import { nativeApp } from "../unit/local-org/support.ts";

let home: World;

/** A folder with two projects of one app in the local org, which does not run. */
beforeAll(async () => {
  home = new World();
  const args = ["create", "duo", "--platform", "ios", "--platform", "android", "--org", "local", "--yes"];
  const made = await home.run(args);
  if (made.exitCode !== 0) throw new Error(made.stderr);
});

afterAll(() => home.remove());

interface Manifest {
  readonly okta: { readonly clientId: string };
}

function readClientId(): string {
  const manifest = readFileSync(home.path("duo", "ios", "okta-unlock.json"), "utf8");
  return (JSON.parse(manifest) as Manifest).okta.clientId;
}

test.each([["duo"], [join("duo", "ios")]])(
  "in %s, of a project of the local org, nobody has to sign in or to name the app",
  async (folder) => {
    const run = await home.run(["logs", "--json"], { cwd: home.path(folder) });
    expect([run.exitCode, run.stderr]).toEqual([0, ""]);
    const result = JSON.parse(run.stdout);
    expect(result).toMatchObject({ schemaVersion: 1, app: { clientId: readClientId() }, leftOut: 0 });
    expect(result.events.map(({ kind }: { kind: string }) => kind)).toEqual(["app", "assignment"]);
  },
);

test("in a folder of several apps one has to be named, and what is broken beside them is no matter", async () => {
  const cwd = home.path("several");
  cpSync(home.path("duo"), cwd, { recursive: true });
  const other = join(cwd, "android", "okta-unlock.json");
  const text = readFileSync(other, "utf8");
  writeFileSync(other, text.replaceAll(readClientId(), "0oaOther000000000000"));
  mkdirSync(join(cwd, "broken"));
  writeFileSync(join(cwd, "broken", "okta-unlock.json"), "{}");
  const run = await home.run(["logs", "--json"], { cwd });
  expect(run.exitCode).toBe(2);
  const { error } = JSON.parse(run.stderr) as { error: { details: string[]; next: string } };
  expect(error.details).toEqual(["0oaOther000000000000  android", `${readClientId()}  ios`]);
  expect(error.next).toContain("okta-unlock logs --app 0oaOther000000000000");
});

test("where no project is, an app has to be named, and the command says how", async () => {
  mkdirSync(home.path("empty"));
  const run = await home.run(["logs"], { cwd: home.path("empty") });
  expect([run.exitCode, run.stdout]).toEqual([2, ""]);
  expect(run.stderr).toContain("Next: Name the app: okta-unlock logs --app <app>");
});

test("an app by its label, an ID that no app has any more, and the whole org", async () => {
  const org = ["--org", "local", "--json"];
  const named = await home.run(["logs", "--app", "Duo", ...org]);
  expect(JSON.parse(named.stdout)).toMatchObject({ app: { label: "Duo", clientId: readClientId() } });
  const gone = await home.run(["logs", "--app", "0oaGone0000000000000", ...org]);
  expect(JSON.parse(gone.stdout)).toMatchObject({ app: { label: null }, events: [] });
  const unknown = await home.run(["logs", "--app", "Trio", ...org]);
  expect([unknown.exitCode, unknown.stderr.includes("okta-unlock apps list")]).toEqual([4, true]);
  const all = await home.run(["logs", "--all", ...org]);
  expect(JSON.parse(all.stdout)).toMatchObject({ app: null });
});

test.each([["duo"], [join("duo", "ios")]])(
  "in %s, --app and --all mean the org of the project",
  async (folder) => {
    const cwd = home.path(folder);
    const named = await home.run(["logs", "--app", "Duo", "--json"], { cwd });
    expect(JSON.parse(named.stdout)).toMatchObject({ app: { clientId: readClientId() } });
    const all = await home.run(["logs", "--all", "--json"], { cwd });
    expect(JSON.parse(all.stdout)).toMatchObject({ app: null });
  },
);

test("a project that only lies in the folder names the app, but with --app and --all not the org", async () => {
  const cwd = home.path("work");
  cpSync(home.path("duo", "ios"), join(cwd, "app"), { recursive: true });
  expect((await home.run(["logs"], { cwd })).exitCode).toBe(0);
  for (const flags of [["--all"], ["--app", "Duo"]]) {
    const run = await home.run(["logs", ...flags], { cwd });
    expect([run.exitCode, run.stdout]).toEqual([2, ""]);
    expect(run.stderr).toContain("--org");
  }
});

test.each([
  [["--since", "soon"], "--since 1h"],
  [["--since", "100d"], "--since 90d"],
  [["--limit", "0"], "--limit 200"],
  [["--app", "x", "--all"], "okta-unlock logs --help"],
])("logs %j is refused with a suggestion", async (flags, suggestion) => {
  const run = await home.run(["logs", ...flags], { cwd: home.path("duo") });
  expect([run.exitCode, run.stdout]).toEqual([2, ""]);
  expect(run.stderr).toContain(suggestion);
});

test("whoever may not read the System Log is told which scope or role is missing, and the next command", async () => {
  const lane = await startLane(afterAll);
  const { json: app } = await lane.org.call("POST", "/api/v1/apps", nativeApp("Hidden"));
  for (const way of ["service-app", "device"] as const) {
    const world = await lane.signedIn(way);
    const run = await world.run(["logs", "--app", app.id as string, "--json"], { env: lane.env });
    expect([run.exitCode, run.stdout]).toEqual([3, ""]);
    const { error } = JSON.parse(run.stderr) as { error: { code: string; why: string; next: string } };
    expect(error.code).toBe("permission-denied");
    expect(error.next).toMatch(/Grant okta\.logs\.read .*okta-unlock login .*--name work.* --scopes/u);
  }
});

test("--follow prints each event once and in order while people sign in at once, and goes on when the org is started again", async () => {
  const cwd = home.path("duo");
  let org = await startLocalOrgProcess(home);
  const child = home.start(["logs", "--follow", "--json"], { cwd });
  let text = "";
  let said = "";
  child.stdout?.on("data", (data: Buffer) => (text += data.toString()));
  child.stderr?.on("data", (data: Buffer) => (said += data.toString()));
  const exit = new Promise<number | null>((resolve) => void child.once("exit", resolve));
  const events = (): { redirectUri: string | null; uuid: string; check: string | null }[] =>
    text
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  const refused = (): string[] => events().flatMap(({ redirectUri }) => redirectUri ?? []);
  const browser = new Browser({ url: org.url, caCertificate: readFileSync(org.caCertificatePath, "utf8") });
  const names = Array.from({ length: 12 }, (_each, index) => `com.example.duo:/${index}`);
  const ask = async (name: string) =>
    browser.open(authorizationRequest(readClientId(), { redirect_uri: name }).url);
  const until = async (count: number): Promise<void> => {
    await expect.poll(() => refused().length).toBeGreaterThanOrEqual(count);
  };

  await Promise.all(names.map(ask));
  await until(names.length);
  expect(await org.stop("SIGTERM")).toBe(0);
  org = await startLocalOrgProcess(home);
  browser.reconnect();
  await ask("com.example.duo:/again");
  await until(names.length + 1);
  child.kill("SIGINT");

  expect(await exit).toBe(0);
  expect(refused().toSorted()).toEqual([...names, "com.example.duo:/again"].toSorted());
  expect(refused().at(-1)).toBe("com.example.duo:/again");
  expect(new Set(events().map(({ uuid }) => uuid)).size).toBe(events().length);
  expect(events().at(-1)).toMatchObject({
    schemaVersion: 1,
    check: "redirect-uri-registered",
    doctor: "okta-unlock doctor android",
  });
  expect(said).toBe("");
  const stored = await home.run(["logs", "--since", "1h", "--json"], { cwd });
  const inOrder = JSON.parse(stored.stdout).events.map(({ uuid }: { uuid: string }) => uuid);
  expect(events().map(({ uuid }) => uuid)).toEqual(inOrder);
  await org.stop("SIGTERM");
});

test("a reader that has enough ends --follow", async () => {
  const org = await startLocalOrgProcess(home);
  const child = home.start(["logs", "--follow", "--all", "--org", "local"], {});
  child.stdout?.once("data", () => child.stdout?.destroy());
  const exit = new Promise<number | null>((resolve) => void child.once("exit", resolve));
  const browser = new Browser({ url: org.url, caCertificate: readFileSync(org.caCertificatePath, "utf8") });
  const going = async (): Promise<void> => {
    while (child.exitCode === null) {
      await browser.open(authorizationRequest(readClientId(), { redirect_uri: "com.example.duo:/x" }).url);
      await delay(200);
    }
  };
  const [code] = await Promise.all([exit, going()]);
  expect(code).toBe(0);
  await org.stop("SIGTERM");
});

import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startLocalOrgProcess } from "../support/local-org.ts";
import { createWorld } from "../support/run-cli.ts";

test("start runs until Ctrl-C, and status knows it", async () => {
  const world = createWorld();
  const org = await startLocalOrgProcess(world);
  const running = await world.run(["local", "status", "--json"]);
  expect(JSON.parse(running.stdout)).toMatchObject({ schemaVersion: 1, running: true, url: org.url });
  expect(await org.stop("SIGINT")).toBe(0);
  const stopped = await world.run(["local", "status", "--json"]);
  expect(JSON.parse(stopped.stdout)).toMatchObject({ exists: true, running: false, url: org.url });
});

test.skipIf(process.platform === "win32").each(["SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGALRM"] as const)(
  "%s stops it in order, too",
  async (signal) => {
    const world = createWorld();
    const org = await startLocalOrgProcess(world);
    expect(await org.stop(signal)).toBe(0);
    expect(readdirSync(org.dataDirectory)).not.toContain("running.json");
    expect(readdirSync(org.dataDirectory)).not.toContain("owner");
  },
);

test("status shows users, token and certificate authority to a person, and no token in JSON", async () => {
  const world = createWorld();
  await startLocalOrgProcess(world);
  const said = await world.run(["local", "status"]);
  const [token = ""] = /00\w{38,}/u.exec(said.stdout) ?? [];
  expect(token).not.toBe("");
  expect(said.stdout).toContain("test@example.com");
  expect(said.stdout).toContain("ca.pem");
  const json = await world.run(["local", "status", "--json"]);
  expect(json.stdout).not.toContain(token);
  expect(json.stdout).not.toContain("password");
});

test("the token and the keys are files that only the user can read", async () => {
  const world = createWorld();
  const { dataDirectory } = await startLocalOrgProcess(world);
  if (process.platform === "win32") return;
  expect(statSync(dataDirectory).mode & 0o777).toBe(0o700);
  const { stdout } = await world.run(["local", "status"]);
  const [token = ""] = /00\w{38,}/u.exec(stdout) ?? [];
  const holders = filesIn(dataDirectory).filter((file) => readFileSync(file, "utf8").includes(token));
  expect(holders.length).toBeGreaterThan(0);
  const keys = filesIn(dataDirectory).filter((file) => readFileSync(file, "utf8").includes("PRIVATE KEY"));
  expect(keys.length).toBeGreaterThan(0);
  for (const file of [...holders, ...keys]) expect(statSync(file).mode & 0o777, file).toBe(0o600);
});

test("create uses the org that runs", async () => {
  const world = createWorld();
  const org = await startLocalOrgProcess(world);
  const run = await world.run(["create", "demo", "--platform", "ios", "--org", "local", "--yes", "--json"]);
  expect(JSON.parse(run.stdout)).toMatchObject({ org: org.url, issuer: org.issuer });
});

test("a port that is taken is a clear error", async () => {
  const world = createWorld();
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { readonly port: number };
  const run = await world.run(["local", "start", "--port", String(port)]);
  expect(run.exitCode).toBe(5);
  expect(run.stderr).toContain(String(port));
  expect(run.stderr.replaceAll(/\s+/gu, " ")).toContain("okta-unlock local start --port");
});

test("a second start of the same org says who has it", async () => {
  const world = createWorld();
  const org = await startLocalOrgProcess(world);
  const second = await world.run(["local", "start"]);
  expect(second.exitCode).toBe(5);
  expect(second.stderr).toContain(org.url);
});

test.each(["0", "70000", "abc", ""])("the port %j is refused", async (port) => {
  const run = await createWorld().run(["local", "start", "--port", port]);
  expect(run.exitCode).toBe(2);
});

test("reset forgets the org, but not while it runs", async () => {
  const world = createWorld();
  const org = await startLocalOrgProcess(world);
  expect((await world.run(["local", "reset", "--yes"])).exitCode).toBe(5);
  await org.stop("SIGTERM");
  const reset = await world.run(["local", "reset", "--yes", "--json"]);
  expect(JSON.parse(reset.stdout)).toMatchObject({ removed: true });
  expect(existsSync(org.dataDirectory)).toBe(false);
  const again = await world.run(["local", "reset", "--yes", "--json"]);
  expect(JSON.parse(again.stdout)).toMatchObject({ removed: false });
});

test("reset removes nothing that is not a local org", async () => {
  const world = createWorld();
  mkdirSync(world.path("mine"));
  writeFileSync(world.path("mine", "notes.txt"), "mine");
  const run = await world.run(["local", "reset", "--data-dir", "mine", "--yes"]);
  expect(run.exitCode).toBe(7);
  expect(existsSync(world.path("mine", "notes.txt"))).toBe(true);
});

function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startLocalOrgProcess } from "../support/local-org.ts";
import { createWorld, nodePath, type World } from "../support/run-cli.ts";
import { isWhole } from "../support/stress.ts";
import { olderAuthorities } from "../unit/local-org/older-authorities.ts";

test("start runs until Ctrl-C, and status knows it", async () => {
  const world = createWorld();
  const org = await startLocalOrgProcess(world);
  const running = await world.run(["local", "status", "--json"]);
  expect(JSON.parse(running.stdout)).toMatchObject({ schemaVersion: 1, running: true, url: org.url });
  expect(await org.stop("SIGINT")).toBe(0);
  const stopped = await world.run(["local", "status", "--json"]);
  expect(JSON.parse(stopped.stdout)).toMatchObject({ exists: true, running: false, url: org.url });
});

/** npm test sends one of them, .ci/run each. */
const others = isWhole ? (["SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGALRM"] as const) : (["SIGUSR1"] as const);

test.skipIf(process.platform === "win32").each(others)("%s stops it in order, too", async (signal) => {
  const world = createWorld();
  const org = await startLocalOrgProcess(world);
  expect(await org.stop(signal)).toBe(0);
  expect(readdirSync(org.dataDirectory)).not.toContain("running.json");
  expect(readdirSync(org.dataDirectory)).not.toContain("owner");
});

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

test("a command waits for a shared org that is only starting, and uses it", async () => {
  const world = createWorld();
  const dataDirectory = join(world.home, "data", "okta-unlock", "local-org");
  const slow = { NODE_OPTIONS: `--import=${new URL("../support/slow-start.mjs", import.meta.url).href}` };
  const shared = world.start(["local", "start", "--while-used"], { env: slow });
  const ended = new Promise((resolve) => shared.once("exit", resolve));
  await expect.poll(() => existsSync(join(dataDirectory, "owner"))).toBe(true);
  const run = await world.run(["apps", "list", "--org", "local", "--json"]);
  expect({ ...run, stdout: JSON.parse(run.stdout || "{}") as unknown }).toMatchObject({
    exitCode: 0,
    stdout: { apps: [] },
  });
  expect(await ended).toBe(0);
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

test("a port that moves makes earlier projects wrong, which is said with the way back", async () => {
  const world = createWorld();
  const create = await world.run([
    "create",
    "demo",
    "--platform",
    "ios",
    "--org",
    "local",
    "--yes",
    "--json",
  ]);
  const [, port = ""] = /localhost:(\d+)/u.exec(create.stdout) ?? [];
  const free = await findFreePort();
  const moved = world.start(["local", "start", "--port", String(free)]);
  const said = await readUntil(moved, "Move it back");
  expect(said).toContain(`moved from port ${port} to ${free}`);
  expect(said).toContain(`local start --port ${port}`);
});

test("status of a file is no status: exit 7; of a folder without an org it names that folder again", async () => {
  const world = createWorld();
  writeFileSync(world.path("file"), "mine");
  const file = await world.run(["local", "status", "--data-dir", "file"]);
  expect(file.exitCode).toBe(7);
  expect(file.stderr).toContain("is a file, not a folder");
  const missing = await world.run(["local", "status", "--data-dir", "missing"]);
  expect(missing.stderr).toContain("local start --data-dir missing");
});

test("an authority of an earlier version is replaced with a word, and trust --remove knows the old one", async () => {
  const world = createWorld();
  const dataDirectory = await makeOlderFolder(world);
  const run = await world.run(["run", "--org", "local", "--", nodePath(), "-e", "0"]);
  const words = run.stderr.replaceAll(/\s+/gu, " ");
  expect(words).toContain(
    "The certificate authority for localhost was replaced, because it was made by an earlier",
  );
  // Each command ends its line: what follows on the same one would be pasted along.
  expect(run.stderr).toMatch(
    /local trust --remove\r?\n! Then trust the new one:(?:\r?\n)? +.*local trust\r?\n/u,
  );
  const [old = ""] = readdirSync(join(dataDirectory, "replaced"));
  const status = await world.run(["local", "status"]);
  expect(status.stdout).toContain(old);
  // Where there is no store of Chromium's, nothing is there to be removed.
  const store = join(world.home, ".pki", "nssdb");
  mkdirSync(store, { recursive: true });
  writeFileSync(join(store, "cert9.db"), "");
  const trust = await world.run(["local", "trust", "--remove", "--json"]);
  // Each platform names it by its fingerprint, or the beginning of that.
  expect(trust.stdout).toContain(old.slice("ca-".length, "ca-".length + 8));
  const again = await world.run(["run", "--org", "local", "--", nodePath(), "-e", "0"]);
  expect(again.stderr).not.toContain("was replaced");
});

/** A data folder whose authority an earlier version made. */
async function makeOlderFolder(world: World): Promise<string> {
  const org = await startLocalOrgProcess(world);
  await org.stop("SIGTERM");
  const [older] = olderAuthorities;
  if (older === undefined) throw new Error("there is none");
  writeFileSync(join(org.dataDirectory, "ca.pem"), older.authority.certificate);
  writeFileSync(join(org.dataDirectory, "tls", "ca-key.pem"), older.authority.privateKey);
  return org.dataDirectory;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as { readonly port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What a process says on stderr, as one line, up to some words. */
async function readUntil(child: ReturnType<World["start"]>, words: string): Promise<string> {
  let text = "";
  return new Promise((resolve, reject) => {
    child.stderr?.on("data", (data: Buffer) => {
      text = `${text}${data.toString()}`;
      const line = text.replaceAll(/\s+/gu, " ");
      if (line.includes(words) && text.endsWith("\n")) resolve(line);
    });
    child.once("exit", () => reject(new Error(`it ended: ${text}`)));
  });
}

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

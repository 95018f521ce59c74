// Every file of the data folder and of the config folder in every form of damage: a command works as if nothing were, or says
// what is damaged, with exit 7 and the command that helps. State is never overwritten, and nothing hangs or is called a bug.
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { createWorld, type World } from "../support/run-cli.ts";
import { isWhole } from "../support/stress.ts";

interface Damage {
  readonly how: string;
  readonly apply: (path: string) => unknown;
}

/** What a file holds instead. */
const contents: readonly Damage[] = [
  replaceBy("nothing", () => Buffer.of()),
  replaceBy("zeros", () => Buffer.alloc(64)),
  replaceBy("null", () => Buffer.from("null")),
  replaceBy("an empty list", () => Buffer.from("[]")),
  replaceBy("a number", () => Buffer.from("7\n")),
  replaceBy("its first half", (whole) => whole.subarray(0, Math.floor(whole.length / 2))),
  replaceBy("a flipped bit", (whole) => flipBit(whole)),
  replaceBy("other text", () => Buffer.from("not what belongs here\n")),
];

/** What is in the place of a file. */
const places: readonly Damage[] = [
  { how: "a folder", apply: (path) => mkdirSync(path) },
  { how: "a pipe", apply: (path) => execFileSync("mkfifo", [path]) },
  // Only root can make one. Never a link to one of the system's: a fault would replace that.
  ...(process.getuid?.() === 0
    ? [{ how: "a device", apply: (path: string) => execFileSync("mknod", [path, "c", "1", "5"]) }]
    : []),
  { how: "a link to itself", apply: (path) => symlinkSync(path, path) },
];

function replaceBy(how: string, change: (whole: Buffer) => Buffer): Damage {
  return {
    how,
    apply: (path) => {
      writeFileSync(path, change(lastContent), { mode: 0o600 });
      // A lock file that is new would be taken for one that is being written.
      utimesSync(path, 0, 0);
    },
  };
}

/** What the file held that is being damaged. */
let lastContent = Buffer.of();

function flipBit(whole: Buffer): Buffer {
  const flipped = Buffer.from(whole);
  const middle = Math.floor(flipped.length / 2);
  flipped[middle] = (flipped[middle] ?? 0) ^ 4;
  return flipped;
}

function damage(path: string, { apply }: Damage): void {
  lastContent = existsSync(path) && lstatSync(path).isFile() ? readFileSync(path) : Buffer.of();
  rmSync(path, { recursive: true, force: true });
  mkdirSync(join(path, ".."), { recursive: true });
  apply(path);
}

/** All of it, or every third; which ones differs from file to file. */
function choose(file: string): readonly Damage[] {
  const all = process.platform === "win32" ? contents : [...contents, ...places];
  return isWhole ? all : all.filter((_damage, index) => (index + file.length) % 3 === 0);
}

/** What a command did: it ended well, or said what is damaged and what helps. Gives it in one line, for the messages of a failure. */
function assertSaid(run: Run, what: string): string {
  const said = `${what}: ${run.exitCode} ${run.stderr}`;
  expect([0, 7], said).toContain(run.exitCode);
  expect(run.stderr, said).not.toMatch(/bug in okta-unlock|TypeError|\n {4}at /u);
  expect(run.exitCode === 0 || /okta-unlock|export |"next":/u.test(run.stderr), said).toBe(true);
  return said;
}

type Run = Awaited<ReturnType<World["run"]>>;

const dataFiles = [
  "okta-unlock-local-org.json",
  "ca.pem",
  "tls/ca-key.pem",
  "tls/server.pem",
  "tls/server-key.pem",
  "state/journal-1.jsonl",
  "running.json",
  "users/1-a.json",
  "owner/owner-1.json",
  // In the place of folders.
  "owner",
  "users",
  "tls",
  "state",
];

/** Files that hold what nobody can make again. */
const irreplaceable = ["state/journal-1.jsonl", "okta-unlock-local-org.json"];

/** What a file holds; undefined for anything else. */
function read(path: string): Buffer | undefined {
  return lstatSync(path).isFile() ? readFileSync(path) : undefined;
}

test.each(dataFiles)(
  "damage to %s of the local org's data is healed or told",
  { timeout: 400_000 },
  async (file) => {
    const world = createWorld();
    const [whole, data] = [world.path("whole"), world.path("data")];
    const app = ["--name", "Demo", "--redirect-uri", "com.example.demo:/callback", "--yes"];
    const made = await world.run(["apps", "create", "native", ...app, "--org", "local"], {
      env: { OKTA_UNLOCK_DATA_DIR: whole },
    });
    expect(made).toMatchObject({ exitCode: 0 });
    for (const each of choose(file)) {
      rmSync(data, { recursive: true, force: true });
      cpSync(whole, data, { recursive: true });
      const path = join(data, file);
      damage(path, each);
      const before = read(path);
      const what = `${file} is ${each.how}`;
      assertSaid(await world.run(["local", "status", "--data-dir", data]), what);
      const list = await world.run(["apps", "list", "--org", "local", "--json"], {
        env: { OKTA_UNLOCK_DATA_DIR: data },
      });
      const said = assertSaid(list, what);
      // Never as if nothing had been there.
      const apps = list.exitCode === 0 ? (JSON.parse(list.stdout) as { readonly apps: unknown[] }).apps : [1];
      expect(apps, said).toHaveLength(1);
      const isKept = !irreplaceable.includes(file) || isDeepStrictEqual(read(path), before);
      expect(isKept, said).toBe(true);
      const reset = await world.run(["local", "reset", "--yes", "--data-dir", data]);
      expect([reset.exitCode, existsSync(data)], `${said} ${reset.stderr}`).toEqual([0, false]);
    }
  },
);

const configFiles = ["profiles.json", "secrets.json", "profiles.lock", "secrets.lock"];

test.each(configFiles)("damage to %s of the config folder is told", async (file) => {
  const world = createWorld();
  const config = world.path("config");
  const env = { OKTA_UNLOCK_CONFIG_DIR: config };
  for (const each of choose(file)) {
    rmSync(config, { recursive: true, force: true });
    mkdirSync(config, { mode: 0o700 });
    await world.run(["orgs", "use", "local"], { env });
    writeFileSync(join(config, "secrets.json"), '{"version":1,"secrets":{}}', { mode: 0o600 });
    damage(join(config, file), each);
    expect(existsSync(config)).toBe(true);
    for (const args of [
      ["orgs", "list"],
      ["orgs", "use", "local"],
    ]) {
      assertSaid(await world.run(args, { env }), `${file} is ${each.how}, ${args.join(" ")}`);
    }
  }
});

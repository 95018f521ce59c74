import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { startLocalOrgProcess } from "../support/local-org.ts";
import { createWorld, nodePath, type World } from "../support/run-cli.ts";

const run = promisify(execFile);

interface Step {
  readonly platform: string;
  readonly why: string;
  readonly command: readonly string[] | null;
  readonly lines: readonly string[];
  readonly ran: boolean;
  readonly ok: boolean | null;
}

function stepsOf(stdout: string): Step[] {
  return (JSON.parse(stdout) as { readonly steps: Step[] }).steps;
}

/** A program of the user's with a name that we run: writes down what it is called with. */
function fakeProgram(world: World, name: string, body: string): Record<string, string> {
  const folder = world.path("bin");
  mkdirSync(folder, { recursive: true });
  const log = world.path(`${name}.log`);
  const script = `#!/bin/sh\nprintf '%s\\n' "$*" >> '${log}'\n${body}\n`;
  writeFileSync(`${folder}/${name}`, script);
  chmodSync(`${folder}/${name}`, 0o755);
  return { PATH: `${folder}${delimiter}${world.env["PATH"] ?? ""}` };
}

const onPosix = { skip: process.platform === "win32" };
const twoDevices =
  'printf "List of devices attached\\nR58N\\tdevice\\nemulator-5554\\tdevice\\nX1\\tunauthorized\\n\\n"';

test("without an org it says how to make one", async () => {
  const world = createWorld();
  const trust = await world.run(["local", "trust"]);
  expect([trust.exitCode, trust.stdout]).toEqual([2, ""]);
  expect(trust.stderr).toMatch(/Next: .*okta-unlock local start/);
});

test("it prints every platform, and runs nothing", onPosix, async () => {
  const world = createWorld();
  const org = await startLocalOrgProcess(world);
  const env = fakeProgram(world, "adb", twoDevices);
  const trust = await world.run(["local", "trust"], { env });
  expect(trust.exitCode).toBe(0);
  for (const title of ["iOS", "Android", "Node", "This computer"])
    expect(trust.stdout).toContain(`\n${title}\n`);
  expect(trust.stdout).toContain(`xcrun simctl keychain booted add-root-cert ${org.caCertificatePath}`);
  expect(trust.stdout).toContain("adb -s R58N reverse");
  expect(trust.stdout).toContain("adb -s emulator-5554 reverse");
  expect(trust.stdout).not.toContain("X1");
  expect(readFileSync(world.path("adb.log"), "utf8")).toBe("devices\n");
});

test("--apply runs what adb can do on each device, and --remove takes it back", onPosix, async () => {
  const world = createWorld();
  const org = await startLocalOrgProcess(world);
  const env = fakeProgram(world, "adb", twoDevices);
  const { port } = new URL(org.url);
  const applied = await world.run(["local", "trust", "android", "--apply", "--yes", "--json"], { env });
  expect(applied.exitCode).toBe(0);
  const ran = stepsOf(applied.stdout).filter((step) => step.ran);
  expect(ran.map(({ ok }) => ok)).toEqual([true, true, true, true]);
  expect(ran[0]?.command).toEqual(["adb", "-s", "R58N", "reverse", `tcp:${port}`, `tcp:${port}`]);
  await world.run(["local", "trust", "android", "--remove", "--apply", "--yes"], { env });
  const calls = readFileSync(world.path("adb.log"), "utf8");
  expect(calls).toContain(
    `-s emulator-5554 push ${org.caCertificatePath} /sdcard/Download/okta-unlock-local-org.crt\n`,
  );
  expect(calls).toContain(`-s emulator-5554 reverse --remove tcp:${port}\n`);
});

test("nobody to ask, no --yes: nothing is run", onPosix, async () => {
  const world = createWorld();
  await startLocalOrgProcess(world);
  const env = fakeProgram(world, "adb", twoDevices);
  const trust = await world.run(["local", "trust", "android", "--apply"], { env });
  expect([trust.exitCode, trust.stdout]).toEqual([2, ""]);
  expect(trust.stderr).toContain("--yes");
  expect(readFileSync(world.path("adb.log"), "utf8")).toBe("devices\n");
});

test("--apply with nothing that it can run says so", async () => {
  const world = createWorld();
  await world.run(["register", "--local"]);
  const words = (await world.run(["local", "trust", "node", "--apply", "--yes"])).stderr;
  expect(words).toContain("Nothing was run: --apply can run none of these steps here.");
  expect((await world.run(["local", "trust", "node"])).stderr).not.toContain("Nothing was run");
});

test("a step that fails is told with its reason, and the others are run all the same", onPosix, async () => {
  const world = createWorld();
  await startLocalOrgProcess(world);
  const failing = `case "$*" in devices) ${twoDevices};; *reverse*) echo "error: closed" >&2; exit 1;; esac`;
  const env = fakeProgram(world, "adb", failing);
  const trust = await world.run(["local", "trust", "android", "--apply", "--yes", "--json"], { env });
  expect(trust.exitCode).toBe(8);
  const outcomes = stepsOf(trust.stdout).flatMap(({ ran, ok }) => (ran ? [ok] : []));
  expect(outcomes).toEqual([false, true, false, true]);
  expect(JSON.parse(trust.stderr)).toMatchObject({
    error: { code: "check-failed", details: ["adb: error: closed", "adb: error: closed"] },
  });
});

const onLinux = { skip: process.platform !== "linux" };

test("the store of Chromium is made where there is none, and only there", onLinux, async () => {
  const world = createWorld();
  await world.run(["register", "--local"]);
  const home = world.env["HOME"] ?? "";
  const database = `${home}/.pki/nssdb`;
  // Like certutil, which adds to no folder that is missing.
  const env = fakeProgram(
    world,
    "certutil",
    `test -d '${database}' || { echo "SEC_ERROR_BAD_DATABASE" >&2; exit 255; }; : > '${database}/cert9.db'`,
  );
  const args = ["local", "trust", "desktop", "--apply", "--yes"];
  expect((await world.run(args, { env })).exitCode).toBe(0);
  expect((await world.run(args, { env })).exitCode).toBe(0);
  const calls = readFileSync(world.path("certutil.log"), "utf8").trim().split("\n");
  expect(calls[0]).toBe(`-d sql:${database} -N --empty-password`);
  expect(calls.slice(1)).toEqual([expect.stringContaining(" -A "), expect.stringContaining(" -A ")]);
});

test("where certutil is missing, it says how to get it, once", onLinux, async () => {
  const world = createWorld();
  await world.run(["register", "--local"]);
  mkdirSync(world.path("empty"));
  const trust = await world.run(["local", "trust", "desktop", "--apply", "--yes", "--json"], {
    env: { PATH: world.path("empty") },
  });
  expect(trust.exitCode).toBe(8);
  const { error } = JSON.parse(trust.stderr) as { readonly error: { readonly details: readonly string[] } };
  const said = error.details.filter((detail) => detail.includes("certutil"));
  expect(said).toEqual([
    expect.stringMatching(/^certutil was not found\. Install it: .*libnss3-tools.*nss-tools/u),
  ]);
});

test(
  "the line for Node makes a Node program trust the org, in a folder with spaces as well",
  onPosix,
  async () => {
    const world = createWorld();
    const org = await startLocalOrgProcess(world, ["--data-dir", "my local org"]);
    const trust = await world.run(["local", "trust", "node", "--json", "--data-dir", "my local org"]);
    const [line = ""] = stepsOf(trust.stdout)[0]?.lines ?? [];
    const program = `fetch("${org.url}/.well-known/okta-organization").then((a) => console.log(a.status), (e) => console.log(e.cause.code))`;
    const call = `"${nodePath()}" -e '${program}'`;
    expect((await run("sh", ["-c", call])).stdout).toMatch(/SELF_SIGNED|UNABLE_TO_VERIFY/);
    expect((await run("sh", ["-c", `${line}\n${call}`])).stdout).toBe("200\n");
  },
);

test("a platform that is none is refused", async () => {
  const trust = await createWorld().run(["local", "trust", "symbian"]);
  expect(trust.exitCode).toBe(2);
  expect(trust.stderr).toContain("android");
});

test("create on the local org says how the simulator comes to trust it", async () => {
  const world = createWorld();
  const made = await world.run(["create", "demo", "--platform", "ios", "--org", "local", "--yes", "--json"]);
  const { nextSteps } = JSON.parse(made.stdout) as { readonly nextSteps: readonly string[] };
  expect(nextSteps).toContainEqual(expect.stringMatching(/: .*okta-unlock.* local start$/));
  expect(nextSteps).toContainEqual(expect.stringMatching(/, once: .*okta-unlock.* local trust ios --apply$/));
});

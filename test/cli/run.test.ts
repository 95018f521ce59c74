import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { execFile, execFileSync } from "node:child_process";
import { createServer } from "node:net";
import { constants } from "node:os";
import { promisify } from "node:util";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { listStopSignals } from "../../src/process/signals.ts";
import { appsOf, createJobWorld, expire, leftIn, watch } from "../support/ephemeral-apps.ts";
import { startLocalOrgProcess } from "../support/local-org.ts";
import { cliPath, createWorld, nodePath, type World } from "../support/run-cli.ts";
import { isWhole } from "../support/stress.ts";
import { startTestOrg } from "../unit/local-org/support.ts";

/** The arguments that run a script as the command. */
function script(code: string, ...args: readonly string[]): readonly string[] {
  return [nodePath(), "-e", code, ...args];
}

const printEnvironment = script("console.log(JSON.stringify(process.env))");

/** Each run takes processes: npm test has the first ones, and `.ci/run` all of them. */
function some<T>(all: readonly T[], count = 1): readonly T[] {
  return isWhole ? all : all.slice(0, count);
}

/** For what leaves nothing in it. */
const shared = await startTestOrg({}, afterAll);

test.each(some(["OKTA_UNLOCK_TTL", "OKTA_UNLOCK_RUN_ID", "OKTA_UNLOCK_NAME", "OKTA_UNLOCK_ORG"]))(
  "%s, when it is empty, is refused by its name, and the command is not started",
  async (name) => {
    const { world, org, env } = await createJobWorld(shared);
    const run = await world.run(["run", "--", ...script('console.log("started")')], {
      env: { ...env, [name]: "" },
    });
    expect(run).toMatchObject({ exitCode: 2, stdout: "" });
    expect(run.stderr).toContain(name);
    expect(await leftIn(org)).toEqual([]);
  },
);

describe("a command that is run with an app", () => {
  test("gets the app in its environment, and the app is gone afterwards", async () => {
    const { world, org, env } = await createJobWorld(shared);
    const run = await world.run(["run", "--name", "My Tests", "--", ...printEnvironment], { env });
    expect(run).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(run.stdout)).toMatchObject({
      OKTA_ORG_URL: org.url,
      OKTA_ISSUER: org.issuer,
      OKTA_CLIENT_ID: expect.stringMatching(/^0oa/u),
      OKTA_REDIRECT_URI: "com.example.mytests:/callback",
      OKTA_POST_LOGOUT_REDIRECT_URI: "com.example.mytests:/logout",
    });
    expect(run.stderr).toContain("My Tests (ephemeral ");
    expect(await leftIn(org)).toEqual([]);
  });

  test("can use it: the app is there, active, marked, and covered by a policy", async () => {
    const { world, org, env } = await createJobWorld(shared);
    const { saw, child, ended } = watch(
      world.start(["run", "--ttl", "30m", "--run-id", "job-7", "--", ...waiting()], { env }),
    );
    await saw("ready");
    const [app] = await appsOf(org);
    expect(app).toMatchObject({
      status: "ACTIVE",
      profile: { okta_unlock: { runId: "job-7", expiresAt: expect.stringMatching(/Z$/u) } },
    });
    const keptFor = Date.parse(app!.profile.okta_unlock["expiresAt"]!) - Date.now();
    expect(keptFor / 60_000).toBeGreaterThan(20);
    expect(keptFor / 60_000).toBeLessThanOrEqual(30);
    expect(await leftIn(org)).toHaveLength(2);
    child.kill("SIGTERM");
    await ended;
    expect(await leftIn(org)).toEqual([]);
  });

  test.each(some([7, 0, 1, 255]))("gives its exit code: %i", async (code) => {
    const { world, org, env } = await createJobWorld(shared);
    const run = await world.run(["run", "--", ...script(`process.exit(${code})`)], { env });
    expect(run).toMatchObject({ exitCode: code, stdout: "" });
    expect(await leftIn(org)).toEqual([]);
  });

  test("is found without the -- that PowerShell takes away, and keeps its own flags", async () => {
    const { world, org, env } = await createJobWorld(shared);
    const run = await world.run(["run", "--no-color", nodePath(), "--version"], { env });
    expect(run).toMatchObject({ exitCode: 0, stdout: `${process.version}\n` });
    expect(run.stderr).toContain("Create an ephemeral app");
    expect(await leftIn(org)).toEqual([]);
  });

  test.each(
    some([
      ["SIGTERM", 143],
      ["SIGKILL", 137],
      ["SIGINT", 130],
    ] as const),
  )("that a signal ends, %s, gives %i", async (signal, code) => {
    const { world, org, env } = await createJobWorld(shared);
    const run = await world.run(["run", "--", ...script(`process.kill(process.pid, "${signal}")`)], { env });
    expect(run.exitCode).toBe(code);
    expect(await leftIn(org)).toEqual([]);
  });

  test("has our stdin, and stdout for itself", async () => {
    const { world, env } = await createJobWorld(shared);
    const run = await world.run(["run", "--", ...script("process.stdin.pipe(process.stdout)")], {
      env,
      input: "line 1\nline 2\n",
    });
    expect(run.stdout).toBe("line 1\nline 2\n");
  });

  test("keeps its own flags, those that we have as well among them", async () => {
    const { world, env } = await createJobWorld(shared);
    const code = "console.log(process.argv.slice(1).join(' '))";
    const flags = ["--json", "--help", "--version", "--yes", "-x", "--", "--org", "a b"];
    const run = await world.run(["run", "--ttl", "5m", "--", ...script(code, "--", ...flags)], { env });
    expect(run.stdout).toBe(`${flags.join(" ")}\n`);
  });

  test("does not get the credential that made the app, unless it is told to", async () => {
    const { world, org, env } = await createJobWorld(shared);
    const secret = {
      ...env,
      OKTA_CLIENT_KEYID: "key",
      OKTA_CLIENT_SCOPES: "okta.apps.manage",
      UNRELATED: "kept",
    };
    const without = await world.run(["run", "--", ...printEnvironment], { env: secret });
    expect(without.stdout).not.toContain(org.apiToken);
    expect(JSON.parse(without.stdout)).toMatchObject({ OKTA_CLIENT_ORGURL: org.url, UNRELATED: "kept" });
    expect(without.stdout).not.toMatch(/OKTA_CLIENT_(?:TOKEN|KEYID|SCOPES)/u);
    const passed = await world.run(["run", "--pass-credentials", "--", ...printEnvironment], { env: secret });
    expect(JSON.parse(passed.stdout)).toMatchObject(secret);
  });
});

describe("a command that can't be started", () => {
  test("is named, exit 127, and the app is gone", async () => {
    const { world, org, env } = await createJobWorld(shared);
    const run = await world.run(["run", "--", "no-such-program-here", "x"], { env });
    expect(run.exitCode).toBe(127);
    expect(run.stderr).toContain('There is no program "no-such-program-here"');
    expect(await leftIn(org)).toEqual([]);
  });

  test.each(["a file that is not executable", "a folder"])("because it is %s gives 126", async (what) => {
    const { world, org, env } = await createJobWorld(shared);
    writeFileSync(world.path("tests.sh"), "echo hello\n");
    chmodSync(world.path("tests.sh"), 0o644);
    const command = what === "a folder" ? world.cwd : world.path("tests.sh");
    const run = await world.run(["run", "--json", "--", command], { env });
    expect(run.exitCode).toBe(126);
    expect(JSON.parse(run.stderr)).toMatchObject({ error: { code: "command-not-runnable" } });
    expect(await leftIn(org)).toEqual([]);
  });

  test("because none was given, or what was given is wrong, makes no app: exit 2", async () => {
    const { world, org, env } = await createJobWorld(shared);
    const wrong = [
      [],
      ["--ttl", "8d", "--", "true"],
      ["--", ""],
      ["--platform", "x", "--", "true"],
      ["--frob", "echo"],
    ];
    for (const args of some(wrong, 2)) {
      expect((await world.run(["run", ...args], { env })).exitCode).toBe(2);
    }
    expect(await leftIn(org)).toEqual([]);
  });
});

describe("the file of variables", () => {
  test("is there for this user alone while the command runs, and gone afterwards", async () => {
    const { world, env } = await createJobWorld(shared);
    const code = `const fs = require("fs");
      console.log(JSON.stringify([fs.readFileSync("app.env", "utf8"), fs.statSync("app.env").mode & 0o777, process.env.OKTA_CLIENT_ID]))`;
    const run = await world.run(["run", "--write-env", "app.env", "--", ...script(code)], { env });
    const [text, mode, clientId] = JSON.parse(run.stdout) as [string, number, string];
    expect(text).toContain(`\nOKTA_CLIENT_ID=${clientId}\n`);
    expect(mode).toBe(0o600);
    expect(existsSync(world.path("app.env"))).toBe(false);
  });

  test("never replaces one that we did not make: exit 7, no app", async () => {
    const { world, org, env } = await createJobWorld(shared);
    writeFileSync(world.path(".env"), "MINE=1\n");
    const run = await world.run(["run", "--write-env", ".env", "--", ...script("0")], { env });
    expect(run.exitCode).toBe(7);
    expect(readFileSync(world.path(".env"), "utf8")).toBe("MINE=1\n");
    expect(await leftIn(org)).toEqual([]);
  });

  test("needs a folder that is there: exit 7, no app", async () => {
    const { world, org, env } = await createJobWorld(shared);
    const run = await world.run(["run", "--write-env", "none/app.env", "--", ...script("0")], { env });
    expect(run.exitCode).toBe(7);
    expect(run.stderr).toContain(`There is no folder ${world.path("none")}`);
    expect(await leftIn(org)).toEqual([]);
  });

  test.skipIf(process.platform === "win32")("is never a pipe: exit 7 at once, no app", async () => {
    const { world, org, env } = await createJobWorld(shared);
    execFileSync("mkfifo", [world.path("pipe")]);
    const run = await world.run(["run", "--write-env", "pipe", "--", ...script("0")], {
      env,
      patience: 20_000,
    });
    expect(run.exitCode).toBe(7);
    expect(run.stderr).toContain("It is a pipe, not a file.");
    expect(await leftIn(org)).toEqual([]);
  });

  test("stays for the run that has it, when another one in the same folder ends", async () => {
    const { world, env } = await createJobWorld(shared);
    const args = ["run", "--write-env", "app.env", "--"];
    const first = watch(world.start([...args, ...waiting()], { env }));
    await first.saw("ready");
    const second = watch(
      world.start([...args, ...waiting("console.log(process.env.OKTA_CLIENT_ID)")], { env }),
    );
    await second.saw("ready");
    first.child.kill("SIGTERM");
    await first.ended;
    const text = readFileSync(world.path("app.env"), "utf8");
    second.child.kill("SIGTERM");
    const [clientId] = (await second.ended).stdout.split("\n");
    expect(text).toContain(`\nOKTA_CLIENT_ID=${clientId}\n`);
    expect(existsSync(world.path("app.env"))).toBe(false);
  });

  test("replaces the one that a killed run left", async () => {
    const { world, env } = await createJobWorld();
    const args = ["run", "--write-env", "app.env", "--"];
    const killed = watch(world.start([...args, ...waiting()], { env }));
    await killed.saw("ready");
    killed.child.kill("SIGKILL");
    expect(statSync(world.path("app.env")).isFile()).toBe(true);
    const run = await world.run([...args, ...script("0")], { env });
    expect(run.exitCode).toBe(0);
    expect(existsSync(world.path("app.env"))).toBe(false);
  });
});

/** A command that says `ready`, and then waits to be ended; it ends as soon as the process that started it is gone. */
function waiting(onSignals = ""): readonly string[] {
  const parent = "setInterval(() => process.ppid === 1 && process.exit(99), 50)";
  return script(`${onSignals}; ${parent}; console.log("ready")`);
}

describe("a signal", () => {
  test.each(some(["SIGINT", "SIGTERM", "SIGHUP"] as const))(
    "%s reaches the command once, which may end as it likes; the app is gone",
    async (signal) => {
      const { world, org, env } = await createJobWorld(shared);
      const handler = `let count = 0; process.on("${signal}", () => {
        count += 1;
        if (count === 1) setTimeout(() => { console.log("signals: " + count); process.exit(5); }, 300);
      })`;
      const { saw, child, ended } = watch(world.start(["run", "--", ...waiting(handler)], { env }));
      await saw("ready");
      child.kill(signal);
      expect(await ended).toMatchObject({ exitCode: 5, stdout: "ready\nsignals: 1\n" });
      expect(await leftIn(org)).toEqual([]);
    },
  );

  test.skipIf(process.platform === "win32")(
    `of ${isWhole ? "any" : "every fourth"} kind ends the command, and the app and its file are gone`,
    async () => {
      const { world, org, env } = await createJobWorld(shared);
      // macOS ignores SIGIO. No Node here: it opens its debugger at SIGUSR1.
      const all = listStopSignals(process.platform).filter((name) => name !== "SIGIO");
      const signals = isWhole ? all : all.filter((_signal, index) => index % 4 === 0);
      expect(signals.length).toBeGreaterThan(2);
      for (const signal of signals) {
        const wait = ["sh", "-c", "echo ready; exec sleep 30"];
        const args = ["run", "--write-env", "app.env", "--", ...wait];
        const { saw, child, ended } = watch(world.start(args, { env }));
        await saw("ready");
        child.kill(signal);
        // Its stdout is the command's: it is open as long as that lives.
        const { exitCode } = await ended;
        const left = { signal, exitCode, file: existsSync(world.path("app.env")), apps: await leftIn(org) };
        expect(left).toEqual({ signal, exitCode: 128 + constants.signals[signal], file: false, apps: [] });
      }
    },
  );

  test("after another, as CI systems send them, hurries the command and still removes the app", async () => {
    const { world, org, env } = await createJobWorld(shared);
    const { saw, child, ended } = watch(
      world.start(["run", "--", ...waiting('process.on("SIGINT", () => console.log("no"))')], { env }),
    );
    await saw("ready");
    child.kill("SIGINT");
    await saw("no");
    await new Promise((resolve) => setTimeout(resolve, 700));
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ exitCode: 143 });
    expect(await leftIn(org)).toEqual([]);
  });

  test("twice quits at once, ends the command and names what is left", async () => {
    const { world, org, env } = await createJobWorld();
    const handler = 'process.on("SIGINT", () => console.log("no"))';
    const args = ["run", "--write-env", "app.env", "--", ...waiting(handler)];
    const { saw, child, ended } = watch(world.start(args, { env }));
    await saw("ready");
    child.kill("SIGINT");
    await saw("no");
    await new Promise((resolve) => setTimeout(resolve, 700));
    child.kill("SIGINT");
    const { exitCode, stderr } = await ended;
    const [app] = await appsOf(org);
    expect(exitCode).toBe(130);
    expect(stderr).toContain(`okta-unlock apps delete ${app!.id}`);
    expect(stderr).toContain("app.env");
  });

  test("twice ends also a command that takes no notice of any", async () => {
    const { world, env } = await createJobWorld();
    const deaf = '["SIGINT", "SIGTERM", "SIGHUP"].map((name) => process.on(name, () => console.log("no")))';
    const code = `${deaf}; setTimeout(() => { console.log("outlived"); process.exit(); }, 20_000); console.log("ready")`;
    const { saw, child, ended } = watch(world.start(["run", "--", ...script(code)], { env }));
    await saw("ready");
    child.kill("SIGTERM");
    await saw("no");
    await new Promise((resolve) => setTimeout(resolve, 700));
    child.kill("SIGTERM");
    // Its stdout is the command's: it is open as long as that lives.
    const { exitCode, stdout } = await ended;
    expect(exitCode).toBe(143);
    expect(stdout).not.toContain("outlived");
  });

  test("that can't be caught leaves an app that prune removes when it has expired", async () => {
    const { world, org, env } = await createJobWorld();
    const { saw, child, ended } = watch(world.start(["run", "--", ...waiting()], { env }));
    await saw("ready");
    child.kill("SIGKILL");
    await ended;
    const [app] = await appsOf(org);
    await world.run(["apps", "prune"], { env });
    expect(await appsOf(org)).toHaveLength(1);
    await expire(org, app!.id);
    const pruned = await world.run(["apps", "prune", "--json"], { env });
    expect(JSON.parse(pruned.stdout)).toMatchObject({ removed: [{ kind: "app", id: app!.id }] });
    expect(await leftIn(org)).toEqual([]);
  });
});

test("an app that can't be removed is named with the command that does, and the command's outcome counts", async () => {
  const { world, org, env } = await createJobWorld();
  org.faults.add({
    kind: "refusal",
    errorCode: "E0000006",
    method: "DELETE",
    path: "/api/v1/apps/*",
    times: Infinity,
  });
  const run = await world.run(["run", "--", ...script("process.exit(3)")], { env });
  const [app] = await appsOf(org);
  expect(run.exitCode).toBe(3);
  expect(run.stderr.replaceAll(/\s+/gu, " ")).toContain(`okta-unlock apps delete ${app!.id}`);
  expect(run.stderr).not.toContain("✔ Delete the app");
});

test("an app that can't be removed is named with --json, too", async () => {
  const { world, org, env } = await createJobWorld();
  org.faults.add({ kind: "refusal", errorCode: "E0000006", method: "DELETE", path: "/api/v1/apps/*" });
  const run = await world.run(["run", "--json", "--", ...script("console.log(1)")], { env });
  const [app] = await appsOf(org);
  expect(run).toMatchObject({ exitCode: 0, stdout: "1\n" });
  expect(JSON.parse(run.stderr)).toEqual({
    warnings: [expect.stringContaining(`okta-unlock apps delete ${app!.id}`)],
  });
});

/** Runs a command line of `world` in a folder that was removed. */
function runInGoneFolder(world: World, args: readonly string[], env = {}) {
  const inGoneFolder = 'mkdir gone && cd gone && rmdir ../gone && exec "$@"';
  return promisify(execFile)("sh", ["-c", inGoneFolder, "sh", nodePath(), cliPath(), ...args], {
    cwd: world.cwd,
    env: { ...world.env, ...env },
  });
}

test.skipIf(process.platform === "win32")(
  "a current folder that is gone is a clear error: exit 7",
  async () => {
    const { world, org, env } = await createJobWorld();
    const commands = [
      ["apps", "create", "--name", "Demo", "--yes"],
      ["apps", "create", "--name", "Demo", "--org", "local"],
      ["run", "--org", "local", "--", "true"],
    ];
    for (const args of commands) {
      await expect(runInGoneFolder(world, args, env)).rejects.toMatchObject({
        code: 7,
        stderr: expect.stringContaining("The current folder no longer exists."),
      });
    }
    expect(await leftIn(org)).toEqual([]);
  },
);

test.skipIf(process.platform === "win32")(
  "what touches no org works in a current folder that is gone",
  async () => {
    const world = createWorld();
    expect((await runInGoneFolder(world, ["create", "--help"])).stdout).toContain(
      "Usage: okta-unlock create",
    );
    const orgs = await runInGoneFolder(world, ["orgs", "list", "--json"]);
    expect(JSON.parse(orgs.stdout)).toMatchObject({ orgs: [] });
    const status = await runInGoneFolder(world, ["local", "status", "--json"]);
    expect(JSON.parse(status.stdout)).toMatchObject({ exists: false });
  },
);

describe("the local org", () => {
  const local = ["run", "--org", "local", "--"];

  test("runs as long as the command does, which can use it by any means", async () => {
    const world = createWorld();
    const code = `
      const { execFileSync } = require("child_process");
      const list = execFileSync(process.execPath, [${JSON.stringify(cliPath())}, "apps", "list", "--org", "local", "--json"]);
      fetch(process.env.OKTA_ISSUER + "/.well-known/openid-configuration").then(async (answer) =>
        console.log(JSON.stringify({ list: JSON.parse(list), issuer: (await answer.json()).issuer, env: process.env })))`;
    const run = await world.run([...local, ...script(code)]);
    expect(run.exitCode, run.stderr).toBe(0);
    const { list, issuer, env } = JSON.parse(run.stdout) as {
      readonly list: { readonly apps: readonly object[] };
      readonly issuer: string;
      readonly env: Readonly<Record<string, string>>;
    };
    expect(list.apps).toMatchObject([{ clientId: env["OKTA_CLIENT_ID"] }]);
    expect(issuer).toBe(env["OKTA_ISSUER"]);
    expect(env["NODE_EXTRA_CA_CERTS"]).toBe(env["OKTA_CA_CERTIFICATE"]);
    const status = await world.run(["local", "status", "--json"]);
    expect(JSON.parse(status.stdout)).toMatchObject({ running: false });
  });

  test("leaves to a command the certificates that it was given", async () => {
    const world = createWorld();
    writeFileSync(world.path("own.pem"), "");
    const run = await world.run([...local, ...printEnvironment], {
      env: { NODE_EXTRA_CA_CERTS: world.path("own.pem") },
    });
    const env = JSON.parse(run.stdout) as Readonly<Record<string, string>>;
    expect(env["NODE_EXTRA_CA_CERTS"]).toBe(world.path("own.pem"));
    expect(env["OKTA_CA_CERTIFICATE"]).toContain("ca.pem");
  });

  test("ends by itself when the run that it was started for is killed", async () => {
    const world = createWorld();
    const { saw, child, ended } = watch(world.start([...local, ...waiting()]));
    await saw("ready");
    const status = async () =>
      JSON.parse((await world.run(["local", "status", "--json"])).stdout) as { readonly running: boolean };
    expect(await status()).toMatchObject({ running: true });
    child.kill("SIGKILL");
    await ended;
    await expect.poll(status, { interval: 300 }).toMatchObject({ running: false });
  });

  test("that was running goes on after the command", async () => {
    const world = createWorld();
    const org = await startLocalOrgProcess(world);
    const run = await world.run([...local, ...printEnvironment]);
    expect(JSON.parse(run.stdout)).toMatchObject({ OKTA_ORG_URL: org.url });
    const status = await world.run(["local", "status", "--json"]);
    expect(JSON.parse(status.stdout)).toMatchObject({ running: true });
    expect(await org.stop("SIGTERM")).toBe(0);
  });

  test("on a port that another program has is a clear error: exit 5", async () => {
    const world = createWorld();
    const port = Number(world.env["OKTA_UNLOCK_PORT"]);
    const taken = createServer().listen(port, "127.0.0.1");
    onTestFinished(() => void taken.close());
    const run = await world.run([...local, ...script("0")]);
    expect(run.exitCode).toBe(5);
    expect(run.stderr).toContain(
      `can't listen on port ${port}: another program is using it.\n  The port is part of`,
    );
    expect(run.stderr).toMatch(/^ {4}.*okta-unlock(?:\.js)? local start --port \d+$/mu);
  });

  test("without a command shows what one looks like", async () => {
    const run = await createWorld().run(["run", "--org", "local"]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain(" run -- npm test");
  });

  test("that can't be started is a clear error", async () => {
    const world = createWorld();
    const foreign = world.path("data");
    writeFileSync(foreign, "");
    const run = await world.run([...local, ...script("0")], { env: { OKTA_UNLOCK_DATA_DIR: foreign } });
    expect(run.exitCode).toBe(7);
  });
});

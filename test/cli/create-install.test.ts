import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createWorld, World } from "../support/run-cli.ts";
import { keys, startOnTerminal } from "../support/pty.ts";
import { startTestOrg } from "../unit/local-org/support.ts";

const app = ["--issuer", "https://acme.okta.com/oauth2/default", "--client-id", "0oa1b2c3d4e5f6g7h8i9"];
const offline = ["--platform", "react-native", ...app, "--no-git", "--yes"];
const works = "mkdir -p node_modules; touch node_modules/made";

describe.skipIf(process.platform === "win32")("create --install", () => {
  describe("in one folder", () => {
    let world: World;
    beforeAll(() => {
      world = new World();
      return () => world.remove();
    });

    test("installs, says so while it does, and leads on from there", async () => {
      const env = givePrograms(world, { npm: works });
      const run = await world.run(["create", "npm-app", ...offline, "--install"], { env });
      expect(run.exitCode, run.stderr).toBe(0);
      expect(run.stderr).toContain("Installing with npm ci, which takes a while");
      expect(run.stderr).toContain("✔ Install the dependencies with npm");
      expect(run.stderr).toContain("npm run web");
      expect(run.stderr).not.toContain("Install what the app needs");
      expect(run.stderr).toMatch(/ --install\n$/u);
      expect(existsSync(world.path("npm-app", "node_modules", "made"))).toBe(true);
    });

    test("takes the package manager that started it, and tells the scripts as that one runs them", async () => {
      const env = givePrograms(world, { pnpm: `touch pnpm-lock.yaml; ${works}` });
      const run = await world.run(["create", "pnpm-app", ...offline, "--install"], {
        env: { ...env, npm_config_user_agent: "pnpm/10.34.9 npm/? node/v20.20.2 linux x64" },
      });
      expect(run.exitCode, run.stderr).toBe(0);
      expect(run.stderr).toContain("See it in a browser, without a simulator: pnpm web");
      expect(run.stderr).toMatch(
        /iPhone simulator \(on a Mac\): pnpm ios\n.*Android emulator: pnpm android\n/u,
      );
      expect(run.stderr).not.toContain("npm run");
      const names = readdirSync(world.path("pnpm-app"));
      expect(names).toContain("pnpm-lock.yaml");
      expect(names).not.toContain("package-lock.json");
      const again = await world.run(["create", "pnpm-app", ...offline, "--install"], { env });
      expect(again.stderr).toContain("installed already");
      expect(again.stderr).not.toContain("missing");
    });

    test("that fails ends with 9, after the result, and nothing that a terminal would obey", async () => {
      const hostile = String.raw`printf 'npm error \033]0;owned\007\033[2Jno\302\2331mt \342\200\256here\001\n' >&2; exit 1`;
      const env = givePrograms(world, { npm: `${works}; ${hostile}` });
      const run = await world.run(["create", "failed", ...offline, "--install"], { env });
      expect(run.exitCode).toBe(9);
      expect(run.stdout).toContain("Failed is made, without its dependencies");
      expect(run.stderr).toMatch(/npm ci ended with exit code 1\.\n {2}- npm error .*here/u);
      expect(run.stderr).toContain("Next: To install them: cd failed && npm ci");
      // oxlint-disable-next-line no-control-regex
      expect(run.stdout + run.stderr).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/u);
      expect(readdirSync(world.path("failed"))).toContain("okta-unlock.json");
      expect(existsSync(world.path("failed", "node_modules"))).toBe(false);
    });

    test("with --json prints one object on stdout, and the error alone on stderr", async () => {
      const env = givePrograms(world, { npm: "echo noise; exit 3" });
      const run = await world.run(["create", "json", ...offline, "--install", "--json"], { env });
      expect(run.exitCode).toBe(9);
      expect(JSON.parse(run.stdout)).toMatchObject({
        install: { packageManager: "npm", status: "failed" },
        project: "created",
      });
      expect(JSON.parse(run.stderr)).toMatchObject({
        error: { code: "install-failed", details: ["noise"], next: "To install them: cd json && npm ci" },
      });
    });

    test("refuses a package manager that is not there before anything is made", async () => {
      const env = givePrograms(world, { npm: works });
      const missing = ["create", "never", ...offline, "--install", "--package-manager", "pnpm"];
      const run = await world.run(missing, { env });
      expect(run.exitCode).toBe(2);
      expect(run.stderr).toContain("pnpm can't be run");
      const unknown = await world.run([...missing.slice(0, -1), "maven"], { env });
      expect(unknown.exitCode).toBe(2);
      expect(unknown.stderr).toMatch(/There is no package manager\s+"maven"/u);
      expect(existsSync(world.path("never"))).toBe(false);
    });

    test("with --dry-run says what it would install with, and runs nothing", async () => {
      const started: string[] = [];
      const preview = ["create", "later", ...offline, "--install", "--package-manager", "pnpm", "--dry-run"];
      const run = await world.run(preview, { onSpawn: ([program = ""]) => started.push(program) });
      expect(run.stdout).toContain("Then its dependencies are installed: pnpm install");
      const { stdout } = await world.run([...preview, "--json"]);
      expect(JSON.parse(stdout)).toMatchObject({
        install: { packageManager: "pnpm" },
        command: expect.stringMatching(/ --install --package-manager pnpm$/u) as string,
      });
      expect(started).toEqual([]);
    });

    test("asks nothing and installs nothing without it", async () => {
      const run = await world.run(["create", "plain", ...offline, "--json"]);
      expect(JSON.parse(run.stdout)).toMatchObject({ install: null });
    });

    test("installs a project of an own template that says so", async () => {
      const env = givePrograms(world, { npm: works });
      await world.run(["template", "eject", "ios", "own"]);
      const path = world.path("own", "template.json");
      const template = JSON.parse(readFileSync(path, "utf8")) as object;
      writeFileSync(path, JSON.stringify({ ...template, install: "npm" }));
      const words = ["create", "own-app", "--template", "own", ...app, "--no-git", "--yes", "--install"];
      const run = await world.run([...words, "--json"], { env });
      expect(JSON.parse(run.stdout), run.stderr).toMatchObject({
        install: { packageManager: "npm", status: "installed" },
      });
    });

    test("installs the one of several projects that has packages, with the steps below its name", async () => {
      const env = givePrograms(world, { pnpm: `touch pnpm-lock.yaml; ${works}` });
      const words = ["create", "two", "--platform", "ios", "--platform", "react-native", ...app];
      const both = [...words, "--no-git", "--yes", "--install", "--package-manager", "pnpm"];
      const run = await world.run(both, { env });
      expect(run.exitCode, run.stderr).toBe(0);
      expect(existsSync(world.path("two", "react-native", "node_modules", "made"))).toBe(true);
      const [shared = "", own = ""] = run.stderr.split("In react-native:");
      expect(shared).not.toContain("pnpm web");
      expect(own).toContain("See it in a browser, without a simulator: pnpm web");
      const again = await world.run([...both, "--json"], { env });
      expect(JSON.parse(again.stdout), again.stderr).toMatchObject({
        install: { packageManager: "pnpm", status: "present" },
        missing: [],
      });
    });

    test("gives no credential to a package manager", async () => {
      const env = givePrograms(world, { npm: `env > ${world.path("environment.txt")}; ${works}` });
      await world.runProcess(["create", "secret", ...offline, "--install"], {
        env: { ...env, OKTA_CLIENT_TOKEN: "00abcdefghijklmnopqrstuvwxyz", OKTA_CLIENT_PRIVATEKEY: "a key" },
      });
      const seen = readFileSync(world.path("environment.txt"), "utf8");
      expect(seen).toContain("NODE_ENV=development");
      expect(seen).not.toContain("OKTA_CLIENT_");
    });
  });

  test.each([
    ["SIGINT", 130, "trap '' INT TERM"],
    ["SIGTERM", 143, ":"],
  ] as const)(
    "stopped by %s keeps project and app, and leaves no process and no package",
    async (signal, exitCode, resist) => {
      const world = createWorld();
      const org = await startTestOrg({ dataDirectory: `${world.root}/org` }, onTestFinished);
      const pids = world.path("pids");
      const script = `${resist}; sleep 60 & echo $$ $! > ${pids}; wait; sleep 60`;
      const env = {
        ...givePrograms(world, { npm: `${works}; ${script}` }),
        OKTA_CLIENT_TOKEN: org.apiToken,
        NODE_EXTRA_CA_CERTS: org.caCertificatePath,
      };
      const words = ["create", "demo", "--platform", "react-native", "--org", org.url, "--yes", "--install"];
      const child = world.start([...words, "--json"], { env });
      const said = { stdout: "", stderr: "" };
      for (const name of ["stdout", "stderr"] as const)
        child[name]?.on("data", (data: Buffer) => (said[name] += data.toString()));
      const ended = new Promise((resolve) => child.once("close", resolve));
      await expect.poll(() => existsSync(pids) && readFileSync(pids, "utf8")).toMatch(/\d+ \d+\n/u);
      child.kill(signal);
      expect(await ended).toBe(exitCode);
      const { appId, install } = JSON.parse(said.stdout) as { appId: string; install: unknown };
      expect(install).toEqual({ packageManager: "npm", status: "interrupted" });
      expect(JSON.parse(said.stderr)).toMatchObject({
        error: { code: "interrupted", next: "To install them: cd demo && npm ci" },
      });
      expect((await org.call("GET", `/api/v1/apps/${appId}`)).status).toBe(200);
      const names = readdirSync(world.path("demo"));
      expect(names).toEqual(expect.arrayContaining([".git", "okta-unlock.json", "package-lock.json"]));
      expect(names).not.toContain("node_modules");
      const [program, grandchild] = readFileSync(pids, "utf8").trim().split(" ").map(Number);
      await expect.poll(() => [isAlive(program), isAlive(grandchild)]).toEqual([false, false]);
    },
  );

  test("asks on a terminal, and Ctrl-C there ends the installation alone", async () => {
    const world = createWorld();
    const env = givePrograms(world, { npm: `${works}; touch ${world.path("started")}; sleep 60` });
    const words = ["create", "demo", "--platform", "react-native", "--name", "Demo", ...app, "--no-git"];
    const run = startOnTerminal(world, words, env);
    for (const question of ["Bundle ID", "unlock", "Continue?"]) {
      await run.see(question);
      run.type(keys.enter);
    }
    await run.see("Install the dependencies with npm now?");
    run.type(keys.enter);
    await run.see("Installing with npm ci");
    await expect.poll(() => existsSync(world.path("started"))).toBe(true);
    run.type(keys.controlC);
    expect(await run.exitCode).toBe(130);
    expect(run.text()).toContain("Stopped by Ctrl-C. Demo is made, but its dependencies are not installed.");
    expect(readdirSync(world.path("demo"))).not.toContain("node_modules");
  });
});

/** Small programs that answer for their version, and stand in for package managers in front of the PATH. */
function givePrograms(world: World, programs: Readonly<Record<string, string>>): { readonly PATH: string } {
  const bin = join(world.root, `bin-${Object.keys(programs).join("-")}-${count++}`);
  mkdirSync(bin);
  // Those of the machine would do as well.
  for (const name of ["npm", "pnpm", "yarn", "bun"]) {
    const script = programs[name] ?? "exit 127";
    const isThere = name in programs;
    writeFileSync(
      join(bin, name),
      `#!/bin/sh\n${isThere ? 'if [ "$1" = --version ]; then echo 1.0.0; exit; fi\n' : ""}${script}\n`,
    );
    chmodSync(join(bin, name), 0o755);
  }
  return { PATH: [bin, world.env["PATH"]].join(delimiter) };
}

let count = 0;

/** Ended ones that nobody has asked about yet are gone as well. */
function isAlive(pid = 0): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) Z /u.test(readFileSync(stat, "utf8"));
}

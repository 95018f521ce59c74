import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { platformNames } from "../../src/values/platform.ts";
import { runStep } from "../support/github-runner.ts";
import {
  action,
  appsIn,
  folder,
  inputsOf,
  installIn,
  policiesIn,
  runOktaApp,
  tokenInputs,
} from "../support/okta-app-action.ts";
import { cliPath, createWorld, nodePath } from "../support/run-cli.ts";
import { startTestOrg } from "../unit/local-org/support.ts";
import { pemOf, rsaKey, serviceApp } from "../unit/auth/sign-in/support.ts";

test("a job gets an app with its values, and when it ends the app is gone with its policy", async () => {
  const org = await startTestOrg();
  const world = createWorld();
  const inputs = { ...tokenInputs(org), platform: "android" };
  const main = await runOktaApp(world, org, "main", { inputs });
  expect(main.exitCode, main.stderr).toBe(0);
  expect(new Set(Object.keys(main.outputs))).toEqual(new Set(Object.keys(action.outputs)));
  expect(main.outputs).toMatchObject({
    issuer: `${org.url}/oauth2/default`,
    "redirect-uri": "com.example.androidapp:/callback",
  });
  expect(main.state).toEqual({ "app-id": main.outputs["app-id"] });
  expect(main.summary).toContain("### Android App");
  expect(await appsIn(org)).toEqual([main.outputs["app-id"]]);

  const post = await runOktaApp(world, org, "post", { inputs, state: main.state });
  expect(post.exitCode, post.stderr).toBe(0);
  expect(post.commands.map(({ name }) => name)).not.toContain("warning");
  expect(post.summary).toContain(`| ${main.state["app-id"]} | deleted |`);
  expect(await appsIn(org)).toEqual([]);
  expect(await policiesIn(org)).toEqual([]);
});

test("the inputs decide what the app is like", async () => {
  const org = await startTestOrg();
  const inputs = {
    ...tokenInputs(org),
    name: "Mein Büro; $(id) `id` %PATH% \"x\" 'y'",
    "redirect-uri": "com.example.ci:/a",
    "post-logout-redirect-uri": "com.example.ci:/b",
    ttl: "30m",
  };
  const main = await runOktaApp(createWorld(), org, "main", { inputs });
  expect(main.exitCode, main.stderr).toBe(0);
  expect(main.outputs).toMatchObject({
    "redirect-uri": "com.example.ci:/a",
    "post-logout-redirect-uri": "com.example.ci:/b",
  });
  const { json } = await org.call("GET", `/api/v1/apps/${main.outputs["app-id"]}`);
  expect(json.label).toContain(inputs.name);
  expect(json.profile.okta_unlock).toMatchObject({ runId: expect.stringMatching(/^1.*test$/u) });
  const left = Date.parse(main.outputs["expires-at"] ?? "") - Date.now();
  expect(left).toBeLessThanOrEqual(30 * 60_000);
  expect(left).toBeGreaterThan(20 * 60_000);
});

const granted = [
  "okta.apps.manage",
  "okta.groups.read",
  "okta.authorizationServers.manage",
  "okta.policies.read",
];

test("a service app signs in, and no secret is in a stream, a file or an argument", async () => {
  const org = await startTestOrg();
  const world = createWorld();
  const key = pemOf(rsaKey);
  const { credential } = await serviceApp(org, { granted });
  // Stands before the CLI and notes what it is started with.
  writeFileSync(
    world.path("cli.mjs"),
    `import { appendFileSync } from "node:fs";
appendFileSync("arguments.txt", process.argv.slice(2).join("\\n"));
await import(${JSON.stringify(cliPath())});`,
  );
  const inputs = inputsOf({
    "org-url": org.url,
    "client-id": credential.clientId,
    "private-key": key,
    "key-id": "key-1",
    cli: world.path("cli.mjs"),
  });
  const main = await runOktaApp(world, org, "main", { inputs });
  expect(main.exitCode, main.stderr).toBe(0);
  const post = await runOktaApp(world, org, "post", { inputs, state: main.state });
  expect(post.exitCode, post.stderr).toBe(0);
  expect(await appsIn(org)).toEqual([]);
  const found = [main.visible, post.visible, readFileSync(world.path("arguments.txt"), "utf8")].join("\n");
  for (const line of key.trim().split("\n").slice(1, -1)) {
    expect(found).not.toContain(line);
    expect(main.commands).toContainEqual({ name: "add-mask", properties: {}, data: line });
  }
  expect(found).not.toMatch(/eyJ[\w-]{8,}|BEGIN/u);
});

test("the token is masked before anything else is said, in both steps", async () => {
  const org = await startTestOrg();
  const world = createWorld();
  const inputs = tokenInputs(org);
  const main = await runOktaApp(world, org, "main", { inputs });
  const post = await runOktaApp(world, org, "post", { inputs, state: main.state });
  for (const step of [main, post]) {
    expect(step.stdout.split("\n")[0]).toBe(`::add-mask::${org.apiToken}`);
    expect(step.visible).not.toContain(org.apiToken);
  }
});

test("a job that is cancelled in the moment in which the CLI is started leaves nothing", async () => {
  const org = await startTestOrg();
  const world = createWorld();
  writeFileSync(world.path("cancel-at-spawn.mjs"), cancelAtSpawn);
  const env = { NODE_OPTIONS: `--import=${pathToFileURL(world.path("cancel-at-spawn.mjs")).href}` };
  const main = await runOktaApp(world, org, "main", { inputs: tokenInputs(org), env });
  expect(main.exitCode, main.stderr).not.toBe(0);
  await runOktaApp(world, org, "post", { inputs: tokenInputs(org), state: main.state });
  expect(await appsIn(org), main.stderr).toEqual([]);
});

/** The signal arrives before spawn() returns: the earliest moment in which there is a process to pass it on to. */
const cancelAtSpawn = `
import childProcess from "node:child_process";
import { syncBuiltinESMExports } from "node:module";
const { spawn } = childProcess;
if (process.argv[1].endsWith("main.mjs")) {
  childProcess.spawn = (...args) => {
    const child = spawn(...args);
    process.kill(process.pid, "SIGINT");
    return child;
  };
  syncBuiltinESMExports();
}
`;

test("a job that is cancelled while npx makes its app takes back what is there already", async () => {
  const org = await startTestOrg();
  const world = createWorld();
  installIn(world);
  const path = "/api/v1/authorizationServers/*/policies";
  org.faults.add({ kind: "latency", milliseconds: 5000, method: "POST", path });
  const cancelWhen = waitUntil(async () => (await appsIn(org)).length === 1);
  const main = await runOktaApp(world, org, "main", { inputs: { ...tokenInputs(org), cli: "" }, cancelWhen });
  expect(main.exitCode).not.toBe(0);
  expect(main.stderr).toContain("Stopped by Ctrl-C");
  expect(main).toMatchObject({ outputs: {}, state: {} });
  expect(await appsIn(org)).toEqual([]);
});

async function waitUntil(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50));
}

test("when the app can't be finished, main takes it back, says why, and post has nothing to do", async () => {
  const org = await startTestOrg();
  const world = createWorld();
  const inputs = tokenInputs(org);
  org.faults.add({
    kind: "status",
    status: 400,
    method: "POST",
    path: "/api/v1/authorizationServers/*/policies",
    times: Infinity,
  });
  const main = await runOktaApp(world, org, "main", { inputs });
  expect(main.exitCode).not.toBe(0);
  expect(main).toMatchObject({ outputs: {}, state: {} });
  expect(main.commands.filter(({ name }) => name === "error")).toHaveLength(1);
  const post = await runOktaApp(world, org, "post", { inputs, state: main.state });
  expect(post.exitCode).toBe(0);
  expect(await appsIn(org)).toEqual([]);
});

test("an app that is gone already is no trouble", async () => {
  const org = await startTestOrg();
  const world = createWorld();
  const inputs = tokenInputs(org);
  const main = await runOktaApp(world, org, "main", { inputs });
  await runOktaApp(world, org, "post", { inputs, state: main.state });
  const again = await runOktaApp(world, org, "post", { inputs, state: main.state });
  expect(again.exitCode).toBe(0);
  expect(again.commands.map(({ name }) => name)).toEqual(["add-mask", "add-mask"]);
});

test("an app that can't be deleted is a warning that names prune; the job stays as it was", async () => {
  const org = await startTestOrg();
  const world = createWorld();
  const inputs = { ...tokenInputs(org), token: "00not-a-token-of-this-org-0123456789-abcdef" };
  const post = await runOktaApp(world, org, "post", { inputs, state: { "app-id": "0oa1b2c3d4e5f6g7h8i9" } });
  expect(post.exitCode).toBe(0);
  const warning = post.commands.find(({ name }) => name === "warning");
  expect(warning?.data).toContain("0oa1b2c3d4e5f6g7h8i9");
  expect(warning?.data).toContain("apps prune");
});

test.each([
  ["an id that is none", "0oa1 --org x"],
  ["no id", ""],
])("post with %s runs nothing", async (_case, id) => {
  const org = await startTestOrg();
  const inputs = { ...tokenInputs(org), cli: "/no/such/cli" };
  const post = await runOktaApp(createWorld(), org, "post", { inputs, state: { "app-id": id } });
  expect(post).toMatchObject({ exitCode: 0, stderr: "" });
});

test.each([
  ["token and key", { "private-key": "-----BEGIN PRIVATE KEY-----" }, "give one of them"],
  ["another platform", { platform: "windows" }, "ios, android, react-native"],
  ["a version that is none", { cli: "", version: "1.0.0 && id" }, "version can't be"],
])("%s is refused before anything is run", async (_case, more, words) => {
  const org = await startTestOrg();
  const main = await runOktaApp(createWorld(), org, "main", { inputs: { ...tokenInputs(org), ...more } });
  expect(main.exitCode).toBe(1);
  expect(main.commands.find(({ name }) => name === "error")?.data).toContain(words);
  expect(await appsIn(org)).toEqual([]);
});

test.skipIf(process.platform === "win32")("without a path the version comes from npm", async () => {
  const org = await startTestOrg();
  const world = createWorld();
  mkdirSync(world.path("bin"));
  const npx = `#!/bin/sh\nprintf '%s\\n' "$@" > npx.txt\nshift 2\nexec '${nodePath()}' '${cliPath()}' "$@"\n`;
  writeFileSync(world.path("bin", "npx"), npx);
  chmodSync(world.path("bin", "npx"), 0o755);
  const PATH = [world.path("bin"), world.env["PATH"]].join(delimiter);
  const main = await runOktaApp(world, org, "main", {
    inputs: { ...tokenInputs(org), cli: "" },
    env: { PATH },
  });
  expect(main.exitCode, main.stderr).toBe(0);
  const [yes, what] = readFileSync(world.path("npx.txt"), "utf8").split("\n");
  expect([yes, what]).toEqual(["--yes", `okta-unlock@${action.inputs["version"]?.default}`]);
});

test("what a job's environment says is used for what no input says", async () => {
  const org = await startTestOrg();
  const world = createWorld();
  const env = { OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: org.apiToken };
  const main = await runOktaApp(world, org, "main", { inputs: inputsOf({ cli: cliPath() }), env });
  expect(main.exitCode, main.stderr).toBe(0);
  const pruned = await runStep(world, ["apps", "prune", "--json"], {
    ...env,
    NODE_EXTRA_CA_CERTS: org.caCertificatePath,
  });
  expect(JSON.parse(pruned.stdout)).toMatchObject({ removed: [], kept: 1 });
});

test("action.yml says what the scripts read, and nothing else", () => {
  const scripts = ["main.mjs", "post.mjs", "cli.mjs"].map((name) =>
    readFileSync(new URL(name, folder), "utf8"),
  );
  const read = [...scripts.join("\n").matchAll(/\binput\("([\w-]+)"\)/gu)].map(([, name]) => name);
  expect(new Set(read)).toEqual(new Set(Object.keys(action.inputs)));
  const described = [...Object.values(action.inputs), ...Object.values(action.outputs)];
  for (const { description } of described) expect(description).toMatch(/^[A-Z].*[.]$/u);
  expect(action.runs).toEqual({
    using: "node24",
    main: "main.mjs",
    post: "post.mjs",
    "post-if": "always()",
  });
});

test("the action names the version it belongs to, and apps as run does", () => {
  const { version } = JSON.parse(readFileSync(new URL("../../../package.json", folder), "utf8")) as {
    readonly version: string;
  };
  expect(action.inputs["version"]?.default).toBe(version);
  const main = readFileSync(new URL("main.mjs", folder), "utf8");
  for (const [platform, name] of Object.entries(platformNames)) {
    expect(main).toMatch(new RegExp(`["']?${platform}["']?: "${name}"`, "u"));
  }
});

interface Workflow {
  readonly jobs?: Readonly<
    Record<string, { readonly steps: readonly { readonly uses?: string; readonly with?: object }[] }>
  >;
}

const page = readFileSync(new URL("../../../docs/ci.md", folder), "utf8");
const examples = [...page.matchAll(/^```yaml\n(.*?)^```$/gmsu)].map(([, text = ""]) => text);
const own = readFileSync(new URL("../../workflows/okta-app.yml", folder), "utf8");

test("workflows give the action what it takes, and take from it what it gives", () => {
  const users = [...examples, own].filter((text) => text.includes("/actions/okta-app"));
  expect(users).toHaveLength(2);
  for (const text of users) {
    const steps = Object.values((parse(text) as Workflow).jobs ?? {}).flatMap((job) => job.steps);
    const step = steps.find(({ uses }) => uses?.includes("okta-app") === true);
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(step?.with ?? {})));
    const taken = [...text.matchAll(/steps\.okta\.outputs\.([\w-]+)/gu)].map(([, name]) => name);
    expect(taken.length).toBeGreaterThan(0);
    expect(Object.keys(action.outputs)).toEqual(expect.arrayContaining(taken));
  }
});

test("every example of docs/ci.md is YAML, and names the version it was written for", () => {
  expect(examples.length).toBeGreaterThan(3);
  for (const text of examples) {
    expect(parse(text)).toBeTypeOf("object");
    for (const [, version] of text.matchAll(/\bokta-(?:unlock|app)@v?(\S+)/gu)) {
      expect(version).toBe(action.inputs["version"]?.default);
    }
  }
});

test.each([
  ["pull_request", /no secrets to pull requests from forks .*github\.event\.pull_request\.head\.repo/u],
  ["push", /Does the repository.* have the secrets/u],
])("empty secrets in a %s are said to be empty, with the reason", async (event, says) => {
  const org = await startTestOrg();
  const inputs = inputsOf({ "org-url": org.url, cli: cliPath() });
  const main = await runOktaApp(createWorld(), org, "main", { inputs, env: { GITHUB_EVENT_NAME: event } });
  expect(main.exitCode).toBe(2);
  expect(main.commands.filter(({ name }) => name === "warning")).toEqual([
    expect.objectContaining({ data: expect.stringMatching(says) as string }),
  ]);
  const given = { OKTA_CLIENT_TOKEN: "00wrong", GITHUB_EVENT_NAME: event };
  const wrong = await runOktaApp(createWorld(), org, "main", { inputs, env: given });
  expect(wrong.exitCode).toBe(3);
  expect(wrong.commands.map(({ name }) => name)).not.toContain("warning");
});

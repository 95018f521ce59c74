import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runStep, stepEnvironment } from "../support/github-runner.ts";
import { createWorld } from "../support/run-cli.ts";
import { startTestOrg, type TestOrg } from "../unit/local-org/support.ts";

const ephemeral = ["apps", "create", "native", "--ephemeral", "--name", "Demo"] as const;

function signIn(org: TestOrg, token = org.apiToken): Record<string, string> {
  return {
    NODE_EXTRA_CA_CERTS: org.caCertificatePath,
    OKTA_CLIENT_ORGURL: org.url,
    OKTA_CLIENT_TOKEN: token,
  };
}

async function labelsIn(org: TestOrg): Promise<string[]> {
  const { json } = await org.call("GET", "/api/v1/apps");
  const apps = json as readonly { readonly label: string; readonly name: string }[];
  return apps.filter(({ name }) => name === "oidc_client").map(({ label }) => label);
}

test("later steps get every value of an app, and people the plan with its reasons", async () => {
  const org = await startTestOrg();
  const step = await runStep(createWorld(), ephemeral, signIn(org));
  expect(step.exitCode, step.stderr).toBe(0);
  expect(step.outputs).toEqual({
    issuer: `${org.url}/oauth2/default`,
    "client-id": expect.stringMatching(/^0oa/u),
    "redirect-uri": "com.example.demo:/callback",
    "post-logout-redirect-uri": "com.example.demo:/logout",
    "org-url": org.url,
    "app-id": step.outputs["client-id"],
    "expires-at": expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/u),
  });
  expect(step.summary).toMatch(/^### Demo \(ephemeral \w+\) is ready$/mu);
  expect(step.summary).toMatch(
    /^\| create \| Create the native app .* \| An ephemeral app is always a new app/mu,
  );
  expect(step.summary).toContain(`| client-id | ${step.outputs["client-id"]} |`);
});

test("the token is masked before anything else is said, on stderr, and is nowhere else", async () => {
  const org = await startTestOrg();
  const step = await runStep(createWorld(), [...ephemeral, "--verbose"], signIn(org));
  expect(step.stderr.split("\n")[0]).toBe(`::add-mask::${org.apiToken}`);
  expect(step.stdout).not.toContain("::");
  expect(step.visible).not.toContain(org.apiToken);
});

test("with --json stdout is one object and stderr is silent; the outputs are written all the same", async () => {
  const org = await startTestOrg();
  const step = await runStep(createWorld(), [...ephemeral, "--json"], signIn(org));
  expect(step.stderr).toBe("");
  expect(JSON.parse(step.stdout)).toMatchObject({ clientId: step.outputs["client-id"] });
});

test.each([
  "::error::forged",
  "::add-mask::Demo",
  "a ##[add-mask]Demo",
  "###[set-output name=issuer]https://evil.example",
  "</td><img src=x onerror=alert(1)> | **b** `c` [d](https://evil.example) @everyone",
  "issuer=https://evil.example",
  "x\u2003::stop-commands::y",
])("the name %j makes no command, output or markup", async (name) => {
  const org = await startTestOrg();
  const world = createWorld();
  const step = await runStep(
    world,
    ["apps", "create", "native", "--name", name, "--yes", "--verbose"],
    signIn(org),
  );
  expect(step.exitCode, step.stderr).toBe(0);
  const shown = await runStep(world, ["apps", "show", name], signIn(org));
  expect(shown.stdout).not.toBe("");
  const listed = await runStep(world, ["apps", "list"], signIn(org));
  expect(listed.stdout).toContain(step.outputs["app-id"]);
  for (const { commands } of [step, shown, listed]) {
    expect(commands.map(({ name: command, data }) => [command, data])).toEqual([["add-mask", org.apiToken]]);
  }
  expect(step.outputs["issuer"]).toBe(`${org.url}/oauth2/default`);
  expect(Object.keys(step.outputs)).toHaveLength(6);
  expect(step.summary).not.toMatch(/[<>*`[\]@:]/u);
  const cells = step.summary.split("\n").filter((line) => line.startsWith("|"));
  expect(new Set(cells.map((line) => line.split("|").length))).toEqual(new Set([4, 5]));
});

test("JSON stays JSON when a label looks like a command", async () => {
  const org = await startTestOrg();
  const label = "##[error]x ::error::y";
  const args = ["apps", "create", "native", "--name", label, "--yes", "--json"];
  const step = await runStep(createWorld(), args, signIn(org));
  expect(JSON.parse(step.stdout)).toMatchObject({ label });
  expect(step.commands).toEqual([]);
});

test("an error is shown on the page of the run, whole and in one command", async () => {
  const step = await runStep(createWorld(), ["apps", "create", "native", "--ephemeral", "--ttl", "50%,1:2"]);
  expect(step.exitCode).toBe(2);
  const [annotation, ...others] = step.commands;
  expect(others).toEqual([]);
  expect(annotation).toMatchObject({ name: "error", properties: { title: "okta-unlock: invalid-value" } });
  expect(annotation?.data).toContain("time to live (--ttl <duration>)");
  expect(annotation?.data).toMatch(/\nNext: /u);
});

test("with --json, outside of a workflow, and with --no-github-output there is no annotation", async () => {
  const world = createWorld();
  const wrong = ["apps", "create", "native", "--ttl", "never"];
  for (const [args, env] of [
    [[...wrong, "--json"], {}],
    [wrong, { GITHUB_ACTIONS: "false" }],
    [[...wrong, "--no-github-output"], {}],
  ] as const) {
    const step = await runStep(world, args, env);
    expect(step).toMatchObject({ exitCode: 2, commands: [] });
  }
});

test("--no-github-output tells nothing", async () => {
  const org = await startTestOrg();
  const step = await runStep(createWorld(), [...ephemeral, "--no-github-output"], signIn(org));
  expect(step).toMatchObject({ exitCode: 0, commands: [], outputs: {}, summary: "" });
});

test("what was deleted and pruned is in the summary, and counted in the outputs", async () => {
  const org = await startTestOrg();
  const world = createWorld();
  const made = [await runStep(world, ephemeral, signIn(org)), await runStep(world, ephemeral, signIn(org))];
  const [first = "", second = ""] = made.map(({ outputs }) => outputs["app-id"] ?? "");
  const deleted = await runStep(world, ["apps", "delete", first, "--yes"], signIn(org));
  expect(deleted).toMatchObject({ exitCode: 0, outputs: { deleted: "1" } });
  expect(deleted.summary).toMatch(new RegExp(`^\\| ${first} \\| deleted \\| Demo `, "mu"));
  const none = await runStep(world, ["apps", "prune"], signIn(org));
  expect(none).toMatchObject({ exitCode: 0, outputs: { removed: "0", failed: "0" } });
  await expire(org, second);
  const pruned = await runStep(world, ["apps", "prune"], signIn(org));
  expect(pruned).toMatchObject({ exitCode: 0, outputs: { removed: "1", failed: "0" } });
  expect(pruned.summary).toMatch(new RegExp(`^\\| ${second} \\| removed \\| Demo `, "mu"));
});

async function expire(org: TestOrg, id: string): Promise<void> {
  const { json } = await org.call("GET", `/api/v1/apps/${id}`);
  const { ttl: _ttl, ...known } = json.profile.okta_unlock;
  const mark = { ...known, expiresAt: "2020-01-01T00:00:00.000Z" };
  await org.call("PUT", `/api/v1/apps/${id}`, { ...json, profile: { okta_unlock: mark } });
}

test("what an update changes is in the summary, and the values are there again", async () => {
  const org = await startTestOrg();
  const world = createWorld();
  const { outputs } = await runStep(world, ephemeral, signIn(org));
  const args = [
    "apps",
    "update",
    outputs["app-id"] ?? "",
    "--add-redirect-uri",
    "com.example.demo:/more",
    "--yes",
  ];
  const updated = await runStep(world, args, signIn(org));
  expect(updated.exitCode, updated.stderr).toBe(0);
  expect(updated.outputs).toEqual(outputs);
  expect(updated.summary).toContain("com&#46;example&#46;demo&#58;/more");
});

test("create tells where the project is, too", async () => {
  const world = createWorld();
  const step = await runStep(world, ["create", "demo", "--platform", "ios", "--org", "local", "--yes"]);
  expect(step.exitCode, step.stderr).toBe(0);
  expect(step.outputs).toMatchObject({ directory: world.path("demo"), "client-id": expect.any(String) });
  expect(step.summary).toContain("### Demo is ready");
});

test("--github-output fails before anything is made when there is nowhere to write to", async () => {
  const org = await startTestOrg();
  const world = createWorld();
  const args = [...ephemeral, "--github-output"];
  const unset = await world.run(args, { env: signIn(org) });
  expect(unset.exitCode).toBe(2);
  expect(unset.stderr).toContain("GITHUB_OUTPUT");
  const missing = { ...signIn(org), GITHUB_OUTPUT: world.path("no", "such", "folder") };
  expect((await world.run(args, { env: missing })).exitCode).toBe(7);
  expect(await labelsIn(org)).toEqual([]);
});

test("a file that is named but not there, as in a container, is a warning", async () => {
  const org = await startTestOrg();
  const world = createWorld();
  const env = { ...signIn(org), GITHUB_OUTPUT: world.path("no", "such", "folder") };
  const run = await world.run(ephemeral, { env });
  expect(run.exitCode).toBe(0);
  expect(run.stderr).toContain("could not be written");
});

test("earlier outputs of the same step stay", async () => {
  const world = createWorld();
  const files = stepEnvironment(world);
  writeFileSync(files.GITHUB_OUTPUT, "mine=1\n");
  await world.run(["apps", "create", "native", "--name", "Demo", "--org", "local"], { env: files });
  expect(readFileSync(files.GITHUB_OUTPUT, "utf8")).toMatch(/^mine=1\nissuer<</u);
});

test("--write-env gives any CI a file of its own: private, and as GitLab's dotenv reports want it", async () => {
  const org = await startTestOrg();
  const world = createWorld();
  const args = [...ephemeral, "--write-env", "okta.env"];
  for (const _again of [1, 2])
    expect(await world.run(args, { env: signIn(org) })).toMatchObject({ exitCode: 0 });
  const text = readFileSync(world.path("okta.env"), "utf8");
  for (const line of text.trimEnd().split("\n")) expect(line).toMatch(/^OKTA_[A-Z_]+=[^\s'"#]+$/u);
  expect(text).toContain(`OKTA_ISSUER=${org.url}/oauth2/default\n`);
  // Windows has no such modes.
  const mode = process.platform === "win32" ? 0o600 : statSync(world.path("okta.env")).mode & 0o777;
  expect(mode).toBe(0o600);
});

test("--write-env writes over no file of yours, and takes the app back when it can't write", async () => {
  const org = await startTestOrg();
  const world = createWorld();
  writeFileSync(world.path(".env"), "OKTA_ISSUER=https://mine.example\n");
  const refused = await world.run([...ephemeral, "--write-env", ".env"], { env: signIn(org) });
  expect(refused.exitCode).toBe(7);
  expect(readFileSync(world.path(".env"), "utf8")).toContain("mine.example");
  const failed = await world.run([...ephemeral, "--write-env", "no/such/folder.env"], { env: signIn(org) });
  expect(failed.exitCode).toBe(7);
  expect(existsSync(world.path("no"))).toBe(false);
  expect(await labelsIn(org)).toEqual([]);
});

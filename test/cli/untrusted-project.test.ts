import { readFileSync, writeFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { createWorld, type World } from "../support/run-cli.ts";
import { startTestOrg } from "../unit/local-org/support.ts";

const onLocalOrg = ["--org", "local", "--json"] as const;

interface App {
  readonly id: string;
  readonly label: string;
  readonly redirectUris: readonly string[];
}

/** The app of another team, in the org that the person who cloned the repository is signed in to. */
async function createPayrollApp(world: World): Promise<PayrollApp> {
  const args = ["apps", "create", "--name", "Company Payroll", "--yes", ...onLocalOrg];
  const run = await world.run([...args, "--redirect-uri", "com.company.payroll:/callback"]);
  const { id, issuer } = JSON.parse(run.stdout) as App & Pick<PayrollApp, "issuer">;
  return { appId: id, issuer };
}

interface PayrollApp {
  readonly appId: string;
  readonly issuer: string;
}

async function readApp(world: World, id: string): Promise<App> {
  return JSON.parse((await world.run(["apps", "show", id, ...onLocalOrg])).stdout) as App;
}

interface Written {
  readonly name: string;
  readonly bundleId: string;
  readonly redirectUri?: string;
  readonly initiateLoginUri?: string;
}

/** A repository whose `okta-unlock.json` names an app that is not its own. */
async function cloneProject(
  world: World,
  { appId, issuer }: PayrollApp,
  { name, bundleId, redirectUri, initiateLoginUri }: Written,
): Promise<void> {
  const args = ["create", "clone", "--platform", "ios", "--issuer", issuer, "--client-id", appId, "--yes"];
  const uri = redirectUri === undefined ? [] : ["--redirect-uri", redirectUri];
  await world.run([...args, "--name", name, "--bundle-id", bundleId, ...uri]);
  const path = world.path("clone", "okta-unlock.json");
  const manifest = JSON.parse(readFileSync(path, "utf8")) as { okta: object; answers: object };
  const okta = { ...manifest.okta, appId, org: new URL(issuer).origin, localOrg: true };
  const answers = { ...manifest.answers, ...(initiateLoginUri !== undefined && { initiateLoginUri }) };
  writeFileSync(path, JSON.stringify({ ...manifest, okta, answers }));
}

const hostile = [
  {
    what: "that was not made for its project",
    written: { name: "Pr", bundleId: "com.attacker.x" },
    says: "was not made for this project",
  },
  {
    what: "whose mark it has copied",
    written: {
      name: "Company Payroll",
      bundleId: "com.company.payroll",
      redirectUri: "com.attacker.x:/callback",
    },
    says: "com.attacker.x:/callback",
  },
  {
    what: "that is to start sign-in elsewhere",
    written: {
      name: "Company Payroll",
      bundleId: "com.company.payroll",
      redirectUri: "com.company.payroll:/callback",
      initiateLoginUri: "https://attacker.example/start",
    },
    says: "https://attacker.example/start",
  },
];

test.each(hostile)("a repository can't change an app $what", async ({ written, says }) => {
  const world = createWorld();
  const app = await createPayrollApp(world);
  const { appId } = app;
  await cloneProject(world, app, written);
  const before = await readApp(world, appId);
  for (const flags of [["--yes"], ["--no-input"], []]) {
    const run = await world.run(["create", "clone", "--platform", "ios", "--org", "local", ...flags]);
    expect(run.exitCode).toBe(5);
    const said = run.stderr.replaceAll(/\s+/gu, " ");
    expect(said).toContain(says);
    expect(said).toContain("--if-exists update");
  }
  expect(await readApp(world, appId)).toEqual(before);
});

test.each(hostile.slice(0, 2))(
  "with --if-exists update the person says so of an app $what",
  async ({ written }) => {
    const world = createWorld();
    const app = await createPayrollApp(world);
    const { appId } = app;
    await cloneProject(world, app, written);
    const args = ["create", "clone", "--platform", "ios", "--yes", "--if-exists", "update", ...onLocalOrg];
    expect(JSON.parse((await world.run(args)).stdout)).toMatchObject({ appId, changed: true });
    expect((await readApp(world, appId)).redirectUris).toContain("com.attacker.x:/callback");
  },
);

test("--dry-run names the app that it would change", async () => {
  const world = createWorld();
  const app = await createPayrollApp(world);
  const { appId } = app;
  await cloneProject(world, app, { name: "Pr", bundleId: "com.attacker.x" });
  const args = ["create", "clone", "--platform", "ios", "--org", "local", "--dry-run"];
  const run = await world.run(args);
  expect(run.stdout).toContain(`~ Update the app ${appId}`);
  expect(run.stdout).toContain(`PUT /api/v1/apps/${appId}`);
  expect(run.stdout).not.toContain("Create the native app");
  expect(run.stdout).toContain("stays as it is");
  expect(JSON.parse((await world.run([...args, "--json"])).stdout)).toMatchObject({
    project: "unchanged",
    files: [],
  });
});

test("--dry-run refuses other answers as the real run does", async () => {
  const world = createWorld();
  await cloneProject(world, await createPayrollApp(world), { name: "Pr", bundleId: "com.attacker.x" });
  const args = ["create", "clone", "--platform", "ios", "--dry-run", "--org", "local"];
  const run = await world.run([...args, "--bundle-id", "com.other.x"]);
  expect(run.exitCode).toBe(5);
});

test("an issuer that differs is found before the org is changed", async () => {
  const world = createWorld();
  const app = await createPayrollApp(world);
  const { appId } = app;
  await cloneProject(world, app, {
    name: "Company Payroll",
    bundleId: "com.company.payroll",
    redirectUri: "com.attacker.x:/callback",
  });
  const path = world.path("clone", "okta-unlock.json");
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replace(/"issuer":"[^"]*"/u, '"issuer":"https://else.okta.com/oauth2/default"'));
  const before = await readApp(world, appId);
  const args = ["create", "clone", "--platform", "ios", "--yes", "--if-exists", "update", "--org", "local"];
  const run = await world.run(args);
  expect(run.exitCode).toBe(5);
  expect(run.stderr).toContain("https://else.okta.com/oauth2/default in the project");
  expect(run.stderr).not.toContain("Update the app");
  expect(await readApp(world, appId)).toEqual(before);
});

test("no project has an org trust an origin by itself", async () => {
  const world = createWorld();
  const org = await startTestOrg({ dataDirectory: `${world.root}/org` }, onTestFinished);
  const env = { OKTA_CLIENT_TOKEN: org.apiToken, NODE_EXTRA_CA_CERTS: org.caCertificatePath };
  const project = ["create", "own", "--platform", "react-native", "--org", org.url, "--no-input"];
  await world.run([...project, "--bundle-id", "com.example.own"], { env });
  const list = async () =>
    (await org.call("GET", "/api/v1/trustedOrigins")).json as { readonly id: string }[];
  const [origin] = await list();
  await org.call("DELETE", `/api/v1/trustedOrigins/${origin?.id}`);
  const asked = await world.run(project, { env });
  expect(asked.exitCode).toBe(5);
  expect(asked.stderr.replaceAll(/\s+/gu, " ")).toContain(
    "Trust the origin http://localhost:8081 (CORS). A browser",
  );
  const left = await world.run([...project, "--if-exists", "reuse"], { env });
  expect(left.exitCode).toBe(0);
  expect(left.stderr).toContain("Not done, with --if-exists reuse");
  expect(await list()).toEqual([]);
  expect((await world.run([...project, "--if-exists", "update"], { env })).exitCode).toBe(0);
  expect(await list()).toHaveLength(1);
});

test.each([
  { what: "turns an app on that was turned off", turnedOff: true, exitCode: 5 },
  { what: "opens an app to everyone that is for one group", turnedOff: false, exitCode: 0 },
])("no copied mark $what", async ({ turnedOff, exitCode }) => {
  const world = createWorld();
  const org = await startTestOrg({ dataDirectory: `${world.root}/org` }, onTestFinished);
  const env = { OKTA_CLIENT_TOKEN: org.apiToken, NODE_EXTRA_CA_CERTS: org.caCertificatePath };
  const { json: group } = await org.call("POST", "/api/v1/groups", { profile: { name: "Testers" } });
  const project = ["create", "own", "--platform", "ios", "--bundle-id", "com.example.own", "--org", org.url];
  await world.run([...project, "--assign", "group:Testers", "--no-input"], { env });
  const { okta } = JSON.parse(readFileSync(world.path("own", "okta-unlock.json"), "utf8")) as {
    okta: PayrollApp;
  };
  const path = `/api/v1/apps/${okta.appId}`;
  if (turnedOff) await org.call("POST", `${path}/lifecycle/deactivate`);
  const { json: before } = await org.call("GET", path);
  const run = await world.run([...project, "--no-input"], { env });
  expect(run.exitCode).toBe(exitCode);
  const says = run.stderr.includes("It was deactivated in the org, and would be active again.");
  expect(says).toBe(turnedOff);
  expect((await org.call("GET", path)).json).toEqual(before);
  const { json: assigned } = await org.call("GET", `${path}/groups`);
  expect(assigned.map(({ id }: { readonly id: string }) => id)).toEqual([group.id]);
});

import { parse } from "plist";
import { Agent, fetch } from "undici";
import { expect, onTestFinished, test } from "vitest";
import { type LocalOrg, startLocalOrg } from "../../src/local-org/index.ts";
import { createWorld, type World } from "../support/run-cli.ts";

const create = ["apps", "create", "native", "--name", "Demo", "--org", "local", "--json"] as const;

interface AppJson {
  readonly id: string;
  readonly clientId: string;
  readonly issuer: string;
  readonly steps: readonly object[];
}

async function createApp(world: World, args: readonly string[] = []): Promise<AppJson> {
  const run = await world.run([...create, ...args]);
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  return JSON.parse(run.stdout) as AppJson;
}

async function createByApi(org: LocalOrg, label: string): Promise<void> {
  const answer = await fetch(`${org.url}/api/v1/apps`, {
    method: "POST",
    headers: { authorization: `SSWS ${org.apiToken}`, "content-type": "application/json" },
    dispatcher: new Agent({ connect: { ca: org.caCertificate } }),
    body: JSON.stringify({
      name: "oidc_client",
      label,
      signOnMode: "OPENID_CONNECT",
      credentials: { oauthClient: { token_endpoint_auth_method: "none" } },
      settings: {
        oauthClient: {
          application_type: "native",
          redirect_uris: ["com.example.x:/callback"],
          response_types: ["code"],
          grant_types: ["authorization_code"],
        },
      },
    }),
  });
  expect(answer.status).toBe(200);
}

async function policiesOf(org: LocalOrg): Promise<unknown> {
  const answer = await fetch(`${org.url}/api/v1/authorizationServers/default/policies`, {
    headers: { authorization: `SSWS ${org.apiToken}` },
    dispatcher: new Agent({ connect: { ca: org.caCertificate } }),
  });
  return answer.json();
}

test("create makes a native app with refresh tokens; the same command again changes nothing", async () => {
  const world = createWorld();
  const first = await createApp(world);
  expect(first).toMatchObject({
    schemaVersion: 1,
    label: "Demo",
    type: "native",
    changed: true,
    redirectUri: "com.example.demo:/callback",
    grantTypes: ["authorization_code", "refresh_token"],
  });
  expect(await createApp(world)).toMatchObject({ id: first.id, changed: false });
});

test("a list in a variable is taken apart, and each URI and group counts once", async () => {
  const world = createWorld();
  const env = {
    OKTA_UNLOCK_REDIRECT_URI: "com.example.a:/one,com.example.b:/two, com.example.a:/one",
    OKTA_UNLOCK_POST_LOGOUT_REDIRECT_URI: "com.example.b:/out",
    OKTA_UNLOCK_ASSIGN: "group:Everyone,group:Everyone",
  };
  const run = await world.run([...create], { env });
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  expect(JSON.parse(run.stdout)).toMatchObject({
    redirectUris: ["com.example.a:/one", "com.example.b:/two"],
    postLogoutRedirectUris: ["com.example.b:/out"],
  });
});

test("the same URI twice is registered once; several in one value are refused", async () => {
  const world = createWorld();
  const uri = "com.example.demo:/a";
  const twice = ["--redirect-uri", uri, "--redirect-uri", uri];
  expect(await createApp(world, twice)).toMatchObject({ redirectUris: [uri] });
  const run = await world.run([...create, "--redirect-uri", `${uri},com.example.demo:/b`]);
  expect(run).toMatchObject({ exitCode: 2, stdout: "" });
  expect(run.stderr).toContain("several redirect URIs");
});

test("the initiate login URI is set, shown, and kept by the same command without it", async () => {
  const world = createWorld();
  const uri = "https://app.example.com/login";
  const { id } = await createApp(world, ["--initiate-login-uri", uri]);
  expect(await createApp(world)).toMatchObject({ id, changed: false, initiateLoginUri: uri });
  const shown = await world.run(["apps", "show", id, "--org", "local"]);
  expect(shown.stdout).toMatch(/Initiate login URI +https:\/\/app\.example\.com\/login\n/u);
  const other = await createApp(world, ["--initiate-login-uri", "https://app.example.com/other"]);
  const field = "settings.oauthClient.initiate_login_uri";
  const changes = [{ field, from: uri, to: "https://app.example.com/other" }];
  expect(other.steps).toContainEqual(expect.objectContaining({ action: "update", changes }));
  const preview = await world.run([...create, "--initiate-login-uri", uri, "--dry-run"]);
  expect(preview.stdout).toContain(`"initiate_login_uri":"${uri}"`);
});

test.each(["http://app.example.com/login", "com.example.demo:/login", "https://app.example.com/#login"])(
  "the initiate login URI %s is refused",
  async (uri) => {
    const run = await createWorld().run([...create, "--initiate-login-uri", uri]);
    expect(run).toMatchObject({ exitCode: 2, stdout: "" });
    expect(run.stderr).toContain("--initiate-login-uri");
  },
);

test("several redirect URIs are registered; one more is added, and none that is there is taken away", async () => {
  const world = createWorld();
  const { id } = await createApp(world, [
    "--redirect-uri",
    "com.example.demo:/a",
    "--redirect-uri",
    "com.example.demo:/b",
  ]);
  const again = await createApp(world, ["--redirect-uri", "com.example.demo:/c"]);
  expect(again).toMatchObject({ id, changed: true, redirectUri: "com.example.demo:/c" });
  const shown = await world.run(["apps", "show", id, "--org", "local", "--json"]);
  const { redirectUris } = JSON.parse(shown.stdout) as { readonly redirectUris: readonly string[] };
  expect(again.steps).toContainEqual(
    expect.objectContaining({
      resource: "app",
      action: "update",
      changes: [expect.objectContaining({ field: expect.stringContaining("redirect_uris") })],
    }),
  );
  expect(redirectUris).toEqual(["com.example.demo:/a", "com.example.demo:/b", "com.example.demo:/c"]);
});

test("an app of the same name that is not ours is a conflict with the choices", async () => {
  const world = createWorld();
  const { id } = await createApp(world, ["--redirect-uri", "com.one.demo:/callback"]);
  const run = await world.run([...create, "--redirect-uri", "com.two.demo:/callback"]);
  expect(run.exitCode).toBe(5);
  expect(run.stderr).toContain(id);
  const adopted = await world.run([
    ...create,
    "--redirect-uri",
    "com.two.demo:/callback",
    "--if-exists",
    "update",
  ]);
  expect(JSON.parse(adopted.stdout)).toMatchObject({ id, redirectUri: "com.two.demo:/callback" });
  const failed = await world.run([
    ...create,
    "--redirect-uri",
    "com.two.demo:/callback",
    "--if-exists",
    "fail",
  ]);
  expect(failed.exitCode).toBe(5);
});

test("list shows native apps only, and all of them with --all", async () => {
  const world = createWorld();
  const { id } = await createApp(world);
  const native = await world.run(["apps", "list", "--org", "local"]);
  expect(native.stdout).toContain(id);
  expect(native.stdout.trim().split("\n")).toHaveLength(2);
  const all = await world.run(["apps", "list", "--org", "local", "--all", "--json"]);
  expect((JSON.parse(all.stdout) as { apps: object[] }).apps.length).toBeGreaterThan(1);
});

test("show finds an app by id and by label, and prints each format", async () => {
  const world = createWorld();
  const { id, clientId, issuer } = await createApp(world);
  const show = async (...args: string[]) =>
    (await world.run(["apps", "show", ...args, "--org", "local"])).stdout;
  expect(await show(id)).toContain("rotate, 30 s leeway");
  expect(await show("Demo", "--format", "env")).toContain(
    `OKTA_ISSUER=${issuer}\nOKTA_CLIENT_ID=${clientId}\n`,
  );
  expect(JSON.parse(await show("Demo", "--format", "json"))).toMatchObject({ clientId, issuer });
  expect(parse(await show("Demo", "--format", "plist"))).toMatchObject({
    client_id: clientId,
    issuer_url: issuer,
  });
  expect(await show("Demo", "--format", "properties")).toContain(`clientId=${clientId}\n`);
});

test("an app that is not there is a clear error", async () => {
  const world = createWorld();
  await world.run(["register", "--local", "--yes"]);
  const run = await world.run(["apps", "show", "0oanothing", "--org", "local"]);
  expect(run.exitCode).toBe(4);
  expect(run.stderr).toContain("okta-unlock apps list --org local");
});

test("delete needs a yes, deletes, and takes what is gone for done", async () => {
  const world = createWorld();
  const { id } = await createApp(world);
  expect((await world.run(["apps", "delete", id, "--org", "local"])).exitCode).toBe(2);
  const first = await world.run(["apps", "delete", id, "--org", "local", "--yes", "--json"]);
  expect(JSON.parse(first.stdout)).toMatchObject({ apps: [{ id, outcome: "deleted" }] });
  const second = await world.run(["apps", "delete", id, "--org", "local", "--yes", "--json"]);
  expect(JSON.parse(second.stdout)).toMatchObject({ apps: [{ id, outcome: "already gone" }] });
});

test("delete takes the access policy along", async () => {
  const world = createWorld();
  const org = await startLocalOrg({ dataDirectory: `${world.root}/org`, port: 0 });
  onTestFinished(() => org.close());
  const env = { OKTA_CLIENT_TOKEN: org.apiToken, NODE_EXTRA_CA_CERTS: org.caCertificatePath };
  const made = await world.run(
    ["apps", "create", "native", "--name", "Demo", "--org", org.url, "--yes", "--json"],
    {
      env,
    },
  );
  const { id } = JSON.parse(made.stdout) as AppJson;
  expect(await policiesOf(org)).toHaveLength(1);
  await world.run(["apps", "delete", id, "--org", org.url, "--yes"], { env });
  expect(await policiesOf(org)).toEqual([]);
});

test("in a real org no com.example URI is made up without a person or --yes", async () => {
  const world = createWorld();
  const org = await startLocalOrg({ dataDirectory: `${world.root}/org`, port: 0 });
  onTestFinished(() => org.close());
  const env = { OKTA_CLIENT_TOKEN: org.apiToken, NODE_EXTRA_CA_CERTS: org.caCertificatePath };
  const args = ["apps", "create", "native", "--name", "Demo", "--org", org.url];
  const refused = await world.run([...args, "--json"], { env });
  expect(refused.exitCode).toBe(2);
  const { error } = JSON.parse(refused.stderr) as { error: { details: string[]; next: string } };
  expect(error.details).toEqual([expect.stringContaining("--redirect-uri <uri>")]);
  expect(error.next).toContain("--redirect-uri <uri>");
  expect(
    (await world.run([...args, "--dry-run", "--redirect-uri", "com.acme.demo:/cb"], { env })).exitCode,
  ).toBe(0);
  expect((await world.run([...args, "--yes"], { env })).exitCode).toBe(0);
});

test("an app alone may have two schemes: only a project needs one", async () => {
  const uris = ["--redirect-uri", "com.acme.demo:/cb", "--post-logout-redirect-uri", "com.other.demo:/out"];
  const run = await createWorld().run([...create, ...uris]);
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  expect(JSON.parse(run.stdout)).toMatchObject({ postLogoutRedirectUri: "com.other.demo:/out" });
});

test("a label can't speak to the terminal", async () => {
  const world = createWorld();
  const org = await startLocalOrg({ dataDirectory: `${world.root}/org`, port: 0 });
  onTestFinished(() => org.close());
  const env = { OKTA_CLIENT_TOKEN: org.apiToken, NODE_EXTRA_CA_CERTS: org.caCertificatePath };
  const label = "\u001B]0;owned\u0007\u001B[31mred\u202Egnp";
  await createByApi(org, label);
  for (const args of [["list"], ["show", label]]) {
    const { stdout, exitCode } = await world.run(["apps", ...args, "--org", org.url], { env });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("red");
    expect(stdout).not.toMatch(/[\u001B\u0007\u202E]/u);
  }
});

test("only native apps can be made", async () => {
  const run = await createWorld().run(["apps", "create", "web", "--org", "local"]);
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain("native");
});

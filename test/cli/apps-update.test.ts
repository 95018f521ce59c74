import { expect, onTestFinished, test } from "vitest";
import { createWorld, type CliRun, type World } from "../support/run-cli.ts";
import { startTestOrg, type TestOrg } from "../unit/local-org/support.ts";

interface AppJson {
  readonly id: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly changed: boolean;
  readonly steps: readonly { readonly action: string; readonly changes?: readonly object[] }[];
}

interface Setting {
  readonly world: World;
  readonly org: TestOrg;
  /** The app's id. */
  readonly id: string;
  readonly run: (...args: readonly string[]) => Promise<CliRun>;
}

/** An org that runs, with one app in it. */
async function startWithApp(): Promise<Setting> {
  const world = createWorld();
  const org = await startTestOrg({ dataDirectory: `${world.root}/org` }, onTestFinished);
  const env = { OKTA_CLIENT_TOKEN: org.apiToken, NODE_EXTRA_CA_CERTS: org.caCertificatePath };
  const run: Setting["run"] = (...args) => world.run([...args, "--org", org.url], { env });
  const { id } = read(await run("apps", "create", "native", "--name", "Demo", "--yes", "--json"));
  return { world, org, id, run };
}

function read(run: CliRun): AppJson {
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  return JSON.parse(run.stdout) as AppJson;
}

test("the initiate login URI is set after its difference is shown; other updates keep it", async () => {
  const { run, id } = await startWithApp();
  const uri = "https://app.example.com/login";
  const changed = await run("apps", "update", id, "--initiate-login-uri", uri);
  expect(changed.exitCode).toBe(0);
  expect(changed.stderr).toContain(`    initiate_login_uri\n      + ${uri}\n`);
  const kept = read(await run("apps", "update", id, "--leeway", "5", "--json"));
  expect(kept).toMatchObject({ changed: true, initiateLoginUri: uri });
});

test("URIs are added and taken away; the diff is shown before, and the app after", async () => {
  const { run, id } = await startWithApp();
  const changed = await run(
    "apps",
    "update",
    "Demo",
    "--add-redirect-uri",
    "com.example.demo:/two",
    "--remove-redirect-uri",
    "com.example.demo:/callback",
    "--leeway",
    "5",
  );
  expect(changed.exitCode).toBe(0);
  expect(changed.stderr).toContain(
    "    redirect_uris\n      - com.example.demo:/callback\n      + com.example.demo:/two\n",
  );
  expect(changed.stderr).toContain("    refresh_token.leeway\n      - 30\n      + 5\n");
  expect(changed.stdout).toMatch(/Redirect URIs +com\.example\.demo:\/two\n/u);
  expect(changed.stdout).toContain("rotate, 5 s leeway");
  const again = read(
    await run("apps", "update", id, "--redirect-uri", "com.example.demo:/two", "--leeway", "5", "--json"),
  );
  expect(again).toMatchObject({ id, changed: false, steps: [{ action: "keep" }] });
});

test("an app is found by its id, its client ID and its label", async () => {
  const { run, id, org } = await startWithApp();
  const { json } = await org.call("GET", `/api/v1/apps/${id}`);
  await org.call("POST", "/api/v1/apps", {
    ...json,
    label: "Other",
    credentials: { oauthClient: { ...json.credentials.oauthClient, client_id: "chosen-client-id" } },
  });
  for (const name of [id, "Demo"]) {
    expect(read(await run("apps", "update", name, "--leeway", "7", "--json")).id).toBe(id);
  }
  const other = read(await run("apps", "update", "chosen-client-id", "--name", "Renamed", "--json"));
  expect(other).toMatchObject({ label: "Renamed", clientId: "chosen-client-id" });
});

test("--dry-run shows the same differences and changes nothing", async () => {
  const { run, id, org } = await startWithApp();
  const { json: before } = await org.call("GET", `/api/v1/apps/${id}`);
  const args = ["apps", "update", id, "--name", "New", "--assign", "none", "--dry-run"];
  const preview = await run(...args);
  expect(preview.exitCode).toBe(0);
  expect(preview.stdout).toContain("    label\n      - Demo\n      + New\n");
  expect(preview.stdout).toContain("- Unassign the app from Everyone");
  expect(preview.stderr).toContain("Nothing was changed.");
  expect(JSON.parse((await run(...args, "--json")).stdout)).toMatchObject({
    dryRun: true,
    id,
    steps: [
      { action: "update", changes: [{ field: "label", from: "Demo", to: "New" }] },
      { action: "delete", title: "Unassign the app from Everyone" },
    ],
  });
  expect((await org.call("GET", `/api/v1/apps/${id}`)).json).toEqual(before);
});

test("the preview does not hold what others keep in the app", async () => {
  const { run, id, org } = await startWithApp();
  const { json } = await org.call("GET", `/api/v1/apps/${id}`);
  await org.call("PUT", `/api/v1/apps/${id}`, {
    ...json,
    profile: { ...json.profile, note: "quite private" },
  });
  const preview = await run("apps", "update", id, "--name", "New", "--dry-run", "--json");
  expect(preview.stdout).not.toContain("quite private");
});

test("an app is given to another group, and to everyone again", async () => {
  const { run, id, org } = await startWithApp();
  const { json: group } = await org.call("POST", "/api/v1/groups", { profile: { name: "Testers" } });
  const assigned = async () =>
    ((await org.call("GET", `/api/v1/apps/${id}/groups`)).json as { id: string }[]).map((each) => each.id);
  const [everyone] = await assigned();
  read(await run("apps", "update", id, "--assign", "group:Testers", "--json"));
  expect(await assigned()).toEqual([group.id]);
  read(await run("apps", "update", id, "--assign", "everyone", "--json"));
  expect(await assigned()).toEqual([everyone]);
});

test("a command that is given as the next one never repeats the refused value", async () => {
  const run = await createWorld().run(["apps", "update", "Demo", "--leeway", "100"]);
  expect(run.stderr).toContain("apps update Demo --leeway 60");
});

test("everything that is wrong with the flags is said at once", async () => {
  const run = await createWorld().run([
    "apps",
    "update",
    "Demo",
    "--org",
    "local",
    "--rotation",
    "maybe",
    "--leeway",
    "61",
    "--name",
    "x".repeat(101),
    "--redirect-uri",
    "https://x",
    "--remove-redirect-uri",
    "com.a:/b",
    "--assign",
    "Testers",
    "--add-post-logout-redirect-uri",
    "com.a:/b",
    "--remove-post-logout-redirect-uri",
    "com.a:/b",
  ]);
  expect(run.exitCode).toBe(2);
  for (const flag of ["--rotation", "--leeway", "--name", "--assign", "--add-post-logout-redirect-uri"]) {
    expect(run.stderr).toContain(flag);
  }
  expect(run.stderr).toContain("group:Testers");
  expect(run.stderr).toContain("replaces the whole list");
});

test("the preview in a browser is added to an app that is there", async () => {
  const { run, id } = await startWithApp();
  const page = "http://localhost:8081/";
  const args = ["--add-redirect-uri", page, "--add-post-logout-redirect-uri", page, "--json"];
  const updated = await run("apps", "update", id, ...args);
  expect(read(updated)).toMatchObject({
    redirectUris: ["com.example.demo:/callback", page],
    postLogoutRedirectUris: ["com.example.demo:/logout", page],
  });
  const elsewhere = await run("apps", "update", id, "--add-redirect-uri", "http://example.com/");
  expect(elsewhere.exitCode).toBe(2);
  expect(elsewhere.stderr).toContain("is of this computer");
});

test("the last redirect URI can't be taken away", async () => {
  const { run, id } = await startWithApp();
  const refused = await run("apps", "update", id, "--remove-redirect-uri", "com.example.demo:/callback");
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain("no redirect URI left");
});

test("without a flag that changes something it says which there are", async () => {
  const { run, id } = await startWithApp();
  const refused = await run("apps", "update", id);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain("okta-unlock apps update --help");
});

test("an app of another kind is left alone", async () => {
  const { run, id, org } = await startWithApp();
  const { json } = await org.call("GET", `/api/v1/apps/${id}`);
  await org.call("POST", "/api/v1/apps", {
    ...json,
    label: "Web",
    credentials: { oauthClient: { token_endpoint_auth_method: "client_secret_basic" } },
    settings: {
      oauthClient: {
        application_type: "web",
        redirect_uris: ["https://example.com/callback"],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    },
  });
  const refused = await run("apps", "update", "Web", "--leeway", "5");
  expect(refused.exitCode).toBe(5);
  expect(refused.stderr).toContain("not a native OIDC app");
});

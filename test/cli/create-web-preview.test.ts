import { readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { createWorld } from "../support/run-cli.ts";
import { startTestOrg } from "../unit/local-org/support.ts";

const web = "http://localhost:8081";
const createFor = (platform: string) => ["create", "demo", "--platform", platform, "--yes", "--json"];
const preview = [...createFor("react-native"), "--org", "local", "--dry-run"];

interface Created {
  readonly appId: string;
  readonly command: string;
  readonly changed: boolean;
  readonly warnings: readonly string[];
}

/** A local org that is used as one at Okta is, and a folder. */
async function openWorld() {
  const world = createWorld();
  const org = await startTestOrg({ dataDirectory: `${world.root}/org` }, onTestFinished);
  const env = { OKTA_CLIENT_TOKEN: org.apiToken, NODE_EXTRA_CA_CERTS: org.caCertificatePath };
  const run = async (words: readonly string[]) => {
    const { exitCode, stdout, stderr } = await world.run([...words, "--org", org.url], { env });
    return { exitCode, stderr, created: JSON.parse(stdout || "{}") as Created };
  };
  const readClient = async (appId: string) =>
    (await org.call("GET", `/api/v1/apps/${appId}`)).json.settings.oauthClient;
  const listOrigins = async () => (await org.call("GET", "/api/v1/trustedOrigins")).json;
  return { world, org, run, readClient, listOrigins };
}

test("the web preview of React Native is there in the app, the org and okta-unlock.json, and a second run keeps it", async () => {
  const { world, run, readClient, listOrigins } = await openWorld();
  const { created, stderr } = await run(createFor("react-native"));
  expect(created, stderr).toMatchObject({ changed: true, warnings: [] });
  expect(await readClient(created.appId)).toMatchObject({
    redirect_uris: ["com.example.demo:/callback", `${web}/`],
    post_logout_redirect_uris: ["com.example.demo:/logout", `${web}/`],
  });
  expect(await listOrigins()).toMatchObject([{ origin: web, status: "ACTIVE", scopes: [{ type: "CORS" }] }]);
  const manifest = readFileSync(world.path("demo", "okta-unlock.json"), "utf8");
  expect(JSON.parse(manifest)).toMatchObject({ answers: { webPreview: true } });
  expect(created.command).not.toContain("web-preview");
  const again = await run(createFor("react-native"));
  expect(again.created).toMatchObject({ changed: false, warnings: [] });
});

test.each([
  ["React Native without it", [...createFor("react-native"), "--no-web-preview"]],
  ["iOS", createFor("ios")],
])("%s leaves no trace of a web preview", async (_what, words) => {
  const { run, readClient, listOrigins } = await openWorld();
  const { created, stderr } = await run(words);
  expect(created, stderr).toMatchObject({ changed: true });
  expect(await readClient(created.appId)).toMatchObject({
    redirect_uris: ["com.example.demo:/callback"],
    post_logout_redirect_uris: ["com.example.demo:/logout"],
  });
  expect(await listOrigins()).toEqual([]);
});

test("a web preview that the credential may not have trusted is one warning, and all else is made", async () => {
  const { org, run, listOrigins } = await openWorld();
  const path = "/api/v1/trustedOrigins";
  org.faults.add({ kind: "refusal", errorCode: "E0000006", method: "POST", path });
  const { exitCode, stderr, created } = await run(createFor("react-native"));
  expect(exitCode, stderr).toBe(0);
  expect(created.warnings).toEqual([expect.stringContaining("Security > API > Trusted Origins")]);
  expect(await listOrigins()).toEqual([]);
});

test("a dry run shows the trusted origin of the web preview as the last request", async () => {
  const { stdout } = await createWorld().run(preview);
  const { requests } = JSON.parse(stdout) as { readonly requests: readonly object[] };
  expect(requests.at(-1)).toEqual({
    method: "POST",
    path: "/api/v1/trustedOrigins",
    body: {
      name: `okta-unlock web preview at ${web} (run {run})`,
      origin: web,
      scopes: [{ type: "CORS" }],
    },
  });
});

test("a web preview is refused on a platform that has none", async () => {
  const run = await createWorld().run([...createFor("ios"), "--org", "local", "--web-preview"]);
  expect(run.exitCode).toBe(2);
  const { error } = JSON.parse(run.stderr) as { error: { details: readonly string[]; next: string } };
  expect(error.details[0]).toContain("Only React Native has a web preview.");
  expect(error.next).toContain("--no-web-preview");
});

test("an app that is given by hand is told what its web preview needs", async () => {
  const given = ["--issuer", "https://dev-1.okta.com/oauth2/default", "--client-id", "0oaabcdef"];
  const { stdout } = await createWorld().run([...createFor("react-native"), ...given]);
  const { nextSteps } = JSON.parse(stdout) as { readonly nextSteps: readonly string[] };
  expect(nextSteps.join("\n")).toContain(`${web} as a trusted origin with CORS`);
});

import { expect, onTestFinished, test } from "vitest";
import { createWorld } from "../support/run-cli.ts";
import { startTestOrg } from "../unit/local-org/support.ts";

const preview = ["create", "demo", "--platform", "ios", "--org", "local", "--dry-run", "--json"] as const;

interface PreviewJson {
  readonly command: string;
  readonly requests: readonly { readonly method: string; readonly path: string }[];
}

const asFlags = [
  ["--assign", "group:Mobile testers"],
  ["--authorization-server", "Orders"],
  ["--sign-on-policy", "Any two factors"],
].flat();

test.each([
  ["flags", asFlags, {}],
  [
    "variables",
    [],
    {
      OKTA_UNLOCK_ASSIGN: "group:Mobile testers",
      OKTA_UNLOCK_AUTHORIZATION_SERVER: "Orders",
      OKTA_UNLOCK_SIGN_ON_POLICY: "Any two factors",
    },
  ],
])(
  "%s choose how the app stands in its org, in the plan and in the command that repeats it",
  async (...given) => {
    const [, flags, env] = given;
    const run = await createWorld().run([...preview, ...flags], { env });
    expect(run).toMatchObject({ exitCode: 0, stderr: "" });
    const { command, requests } = JSON.parse(run.stdout) as PreviewJson;
    expect(command).toContain(
      "--assign 'group:Mobile testers' --authorization-server Orders --sign-on-policy 'Any two factors'",
    );
    expect(requests.map(({ method, path }) => `${method} ${path}`).slice(1)).toEqual([
      "PUT /api/v1/apps/{appId}/groups/{groupId}",
      "PUT /api/v1/apps/{appId}/policies/{signOnPolicyId}",
      "POST /api/v1/authorizationServers/Orders/policies",
      "POST /api/v1/authorizationServers/Orders/policies/{policyId}/rules",
    ]);
  },
);

test("without them the plan and the command are the usual ones", async () => {
  const { stdout } = await createWorld().run([...preview]);
  const { command, requests } = JSON.parse(stdout) as PreviewJson;
  expect(command).toBe("okta-unlock create demo --platform ios --org local --yes");
  expect(requests[1]?.path).toBe("/api/v1/apps/{appId}/groups/{everyoneGroupId}");
});

test.each([
  ["--implicit-assignment", {}],
  ["--no-git", { OKTA_UNLOCK_IMPLICIT_ASSIGNMENT: "true" }],
])("Federation Broker Mode, by %s and %j, assigns nobody", async (flag, env) => {
  const { stdout } = await createWorld().run([...preview, flag], { env });
  const { command, requests } = JSON.parse(stdout) as PreviewJson;
  expect(command).toContain("--implicit-assignment");
  expect(requests[0]).toMatchObject({ body: { settings: { implicitAssignment: true } } });
  expect(requests.some(({ path }) => path.includes("/groups/"))).toBe(false);
});

test("an empty variable is refused as every other one", async () => {
  const run = await createWorld().run([...preview], { env: { OKTA_UNLOCK_IMPLICIT_ASSIGNMENT: "" } });
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain("implicit assignment (OKTA_UNLOCK_IMPLICIT_ASSIGNMENT): It is empty.");
});

test("what can't be is said at once, with the other refused values", async () => {
  const run = await createWorld().run([
    "create",
    "demo",
    "--platform",
    "iso",
    "--org",
    "local",
    "--implicit-assignment",
    "--assign",
    "everyone",
    "--lock-after",
    "60s",
  ]);
  expect(run.exitCode).toBe(2);
  for (const part of ["platform", "--assign", "--lock-after"]) expect(run.stderr).toContain(part);
});

test.each([
  [["--assign", "none"], "--assign"],
  [["--sign-on-policy", "x"], "--sign-on-policy"],
  [["--implicit-assignment"], "--implicit-assignment"],
  [["--authorization-server", "org"], "--authorization-server"],
])("%j has no meaning for an app that is given by hand", async (flags, name) => {
  const run = await createWorld().run([
    "create",
    "demo",
    "--platform",
    "ios",
    "--issuer",
    "https://dev-1.okta.com",
    "--client-id",
    "0oaabcdef",
    ...flags,
  ]);
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain(name);
  expect(run.stderr).toMatch(/no\s+org\s+is\s+contacted/u);
});

test("apps create does it all in an org that runs", async () => {
  const world = createWorld();
  const org = await startTestOrg({ dataDirectory: `${world.root}/org` }, onTestFinished);
  const env = { OKTA_CLIENT_TOKEN: org.apiToken, NODE_EXTRA_CA_CERTS: org.caCertificatePath };
  const { json: group } = await org.call("POST", "/api/v1/groups", { profile: { name: "Mobile testers" } });
  const server = { name: "Orders", description: "d", audiences: ["api://orders"] };
  const { json: orders } = await org.call("POST", "/api/v1/authorizationServers", server);
  const args = [
    "apps",
    "create",
    "native",
    "--name",
    "Demo",
    "--org",
    org.url,
    ...asFlags,
    "--yes",
    "--json",
  ];
  const run = await world.run(args, { env });
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  const app = JSON.parse(run.stdout) as { readonly id: string; readonly issuer: string };
  expect(app.issuer).toBe(orders.issuer);
  expect((await org.call("GET", `/api/v1/apps/${app.id}/groups`)).json).toMatchObject([{ id: group.id }]);
  const again = await world.run(args, { env });
  expect(JSON.parse(again.stdout)).toMatchObject({ id: app.id, changed: false });
});

import { expect, test } from "vitest";
import { appsOf, createJobWorld, expire, leftIn } from "../support/ephemeral-apps.ts";
import { createWorld, nodePath } from "../support/run-cli.ts";
import { runWithPerson, startHurriedOrg } from "../support/signed-in-lane.ts";
import { amount } from "../support/stress.ts";
import { cliApp } from "../unit/auth/sign-in/device-support.ts";

const prunes = amount({ whole: 10, small: 3 });

test(`${prunes} prunes at once all succeed, and nothing is left`, async () => {
  const { world, org, env } = await createJobWorld();
  const make = async (): Promise<string> => {
    const run = await world.run(["apps", "create", "--name", "Demo", "--ephemeral", "--json"], { env });
    expect(run.exitCode, run.stderr).toBe(0);
    return (JSON.parse(run.stdout) as { readonly id: string }).id;
  };
  for (let index = 0; index < 8; index += 1) await expire(org, await make());
  const kept = await make();
  const runs = await Promise.all(
    Array.from({ length: prunes }, () => world.runProcess(["apps", "prune", "--json"], { env })),
  );
  expect(runs.map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual(
    runs.map(() => ({ exitCode: 0, stderr: "" })),
  );
  expect((await appsOf(org)).map(({ id }) => id)).toEqual([kept]);
  expect(await leftIn(org)).toHaveLength(2);
});

const commands = amount({ whole: 20, small: 4 });

test(`a sign-in on another device serves ${commands} commands at once, which take turns with its refresh token`, async () => {
  const world = createWorld();
  const org = await startHurriedOrg();
  const env = { NODE_EXTRA_CA_CERTS: org.caCertificatePath };
  const clientId = await cliApp(org, { granted });
  const login = ["login", "--org", org.url, "--client-id", clientId, "--insecure-storage"];
  expect(await runWithPerson({ org, env }, world, { args: login, input: "" })).toMatchObject({
    exitCode: 0,
  });
  const takeBack = org.faults.add({ kind: "latency", milliseconds: 1000, path: "/oauth2/v1/token" });
  const runs = await Promise.all(
    Array.from({ length: commands }, () => world.runProcess(["apps", "list", "--json"], { env })),
  );
  takeBack();
  expect(runs.map(({ stderr }) => stderr)).toEqual(runs.map(() => ""));
  expect(await world.run(["whoami"], { env })).toMatchObject({ exitCode: 0 });
});

const granted = [
  "okta.apps.manage",
  "okta.authorizationServers.manage",
  "okta.groups.read",
  "okta.policies.read",
  "okta.users.read.self",
];

const runsAtOnce = amount({ whole: 10, small: 3 });

test(`the local org is shared by ${runsAtOnce} runs at once, and none ends it under another`, async () => {
  const world = createWorld();
  const code = (wait: number) => `setTimeout(async () => {
    const answer = await fetch(process.env.OKTA_ISSUER + "/.well-known/openid-configuration");
    console.log(answer.status, process.env.OKTA_CLIENT_ID);
  }, ${wait})`;
  const runs = await Promise.all(
    Array.from({ length: runsAtOnce }, (_, index) =>
      world.runProcess(["run", "--org", "local", "--", nodePath(), "-e", code(index * 200)]),
    ),
  );
  expect(runs.map(({ exitCode, stdout }) => ({ exitCode, status: stdout.slice(0, 3) }))).toEqual(
    runs.map(() => ({ exitCode: 0, status: "200" })),
  );
  expect(new Set(runs.map(({ stdout }) => stdout)).size).toBe(runsAtOnce);
  const listed = await world.run(["apps", "list", "--org", "local", "--json"]);
  expect(JSON.parse(listed.stdout)).toMatchObject({ apps: [] });
});

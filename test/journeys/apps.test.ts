import { writeFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { keys, startOnTerminal, type TerminalRun } from "../support/pty.ts";
import { createWorld } from "../support/run-cli.ts";
import { startTestOrg, type TestOrg } from "../unit/local-org/support.ts";

interface Setting {
  readonly org: TestOrg;
  readonly id: string;
  readonly start: (...args: readonly string[]) => TerminalRun;
}

async function startWithApp(): Promise<Setting> {
  const world = createWorld();
  const org = await startTestOrg({ dataDirectory: `${world.root}/org` }, onTestFinished);
  const env = { OKTA_CLIENT_TOKEN: org.apiToken, NODE_EXTRA_CA_CERTS: org.caCertificatePath };
  const args = ["apps", "create", "native", "--name", "Demo", "--org", org.url, "--yes", "--json"];
  const { id } = JSON.parse((await world.run(args, { env })).stdout) as { id: string };
  return { org, id, start: (...more) => startOnTerminal(world, [...more, "--org", org.url], env) };
}

test("a file in the way of --write-env is said before the first question", async () => {
  const world = createWorld();
  writeFileSync(world.path("mine.env"), "MINE=1\n");
  const terminal = startOnTerminal(world, ["apps", "create", "native", "--write-env", "mine.env"]);
  expect(await terminal.exitCode).toBe(7);
  expect(terminal.text()).toContain("mine.env");
  expect(terminal.text()).not.toContain("Which Okta org?");
});

test("an update shows what it changes and asks; a no changes nothing", async () => {
  const { org, id, start } = await startWithApp();
  const terminal = start("apps", "update", "Demo", "--add-redirect-uri", "com.example.demo:/two");
  await terminal.see("+ com.example.demo:/two");
  await terminal.see("Continue?");
  terminal.type(`n${keys.enter}`);
  await terminal.see("Nothing was changed");
  await terminal.see("okta-unlock apps update --help");
  expect(await terminal.exitCode).toBe(130);
  const { json } = await org.call("GET", `/api/v1/apps/${id}`);
  expect(json.settings.oauthClient.redirect_uris).toEqual(["com.example.demo:/callback"]);
});

test("an app is made after the questions, and a no prints the command with the answers", async () => {
  const world = createWorld();
  const terminal = startOnTerminal(world, ["apps", "create", "native"]);
  await terminal.see("Which Okta org?");
  terminal.type(keys.enter);
  await terminal.see("What is the app called?");
  terminal.type(`Demo${keys.enter}`);
  await terminal.see("Redirect URI:");
  terminal.type(`com.acme.demo:/cb${keys.enter}`);
  await terminal.see("Post-logout redirect URI:");
  terminal.type(keys.enter);
  await terminal.see("Continue?");
  terminal.type(`n${keys.enter}`);
  expect(await terminal.exitCode).toBe(130);
  expect(terminal.text().replaceAll(/\r?\n */gu, " ")).toContain(
    "apps create native --org local --name Demo --redirect-uri com.acme.demo:/cb",
  );
});

test("an update that is agreed to is made", async () => {
  const { org, id, start } = await startWithApp();
  const terminal = start("apps", "update", id, "--name", "Renamed");
  await terminal.see("Continue?");
  terminal.type(keys.enter);
  await terminal.see("Updated Renamed.");
  expect(await terminal.exitCode).toBe(0);
  expect((await org.call("GET", `/api/v1/apps/${id}`)).json.label).toBe("Renamed");
});

test("a deletion asks, with no as the answer that is offered", async () => {
  const { org, id, start } = await startWithApp();
  const terminal = start("apps", "delete", id);
  await terminal.see("Demo");
  await terminal.see("Delete it? Nobody will be able to sign in");
  terminal.type(keys.enter);
  await terminal.see("Nothing was deleted");
  expect(await terminal.exitCode).toBe(130);
  expect((await org.call("GET", `/api/v1/apps/${id}`)).status).toBe(200);
});

test("a deletion says of an app that it is not ours", async () => {
  const { org, id, start } = await startWithApp();
  const { json } = await org.call("GET", `/api/v1/apps/${id}`);
  await org.call("PUT", `/api/v1/apps/${id}`, { ...json, profile: {} });
  const terminal = start("apps", "delete", id);
  await terminal.see("not made by okta-unlock");
  await terminal.see("though it was not made by okta-unlock?");
  terminal.type(`y${keys.enter}`);
  await terminal.see("deleted");
  expect(await terminal.exitCode).toBe(0);
});

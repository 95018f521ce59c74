import { readFileSync, writeFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { keys, startOnTerminal, type TerminalRun } from "../support/pty.ts";
import { createWorld } from "../support/run-cli.ts";
import { startTestOrg, type TestOrg } from "../unit/local-org/support.ts";

interface Setting {
  readonly org: TestOrg;
  readonly appId: string;
  readonly settings: string;
  readonly start: () => TerminalRun;
}

/** A project whose settings lack a scope, and whose app is inactive. */
async function startBroken(): Promise<Setting> {
  const world = createWorld();
  const org = await startTestOrg({ dataDirectory: `${world.root}/org` }, onTestFinished);
  const env = {
    OKTA_CLIENT_ORGURL: org.url,
    OKTA_CLIENT_TOKEN: org.apiToken,
    NODE_EXTRA_CA_CERTS: org.caCertificatePath,
  };
  const args = ["create", "demo", "--platform", "android", "--no-git", "--org", org.url, "--yes", "--json"];
  const { appId } = JSON.parse((await world.run(args, { env })).stdout) as { readonly appId: string };
  const settings = world.path("demo", "okta.properties");
  writeFileSync(settings, readFileSync(settings, "utf8").replace(" offline_access", ""));
  await org.call("POST", `/api/v1/apps/${appId}/lifecycle/deactivate`);
  return { org, appId, settings, start: () => startOnTerminal(world, ["doctor", "demo", "--fix"], env) };
}

async function readStatus({ org, appId }: Setting): Promise<string> {
  return (await org.call("GET", `/api/v1/apps/${appId}`)).json.status;
}

test("--fix asks before it corrects a file and before it changes the app, and then all is well", async () => {
  const setting = await startBroken();
  const terminal = setting.start();
  await terminal.see("offline_access");
  await terminal.see("Correct them?");
  terminal.type(keys.enter);
  await terminal.see("✔ Corrected demo");
  await terminal.see("Activate the app");
  await terminal.see("Continue?");
  terminal.type(keys.enter);
  expect(await terminal.exitCode).toBe(0);
  expect(await readStatus(setting)).toBe("ACTIVE");
});

test("a no to the second question does not say that nothing was changed", async () => {
  const terminal = (await startBroken()).start();
  await terminal.see("Correct them?");
  terminal.type(keys.enter);
  await terminal.see("Continue?");
  terminal.type(`n${keys.enter}`);
  await terminal.see("What was changed before stays.");
  expect(await terminal.exitCode).toBe(130);
});

test("a no corrects nothing", async () => {
  const setting = await startBroken();
  const before = readFileSync(setting.settings, "utf8");
  const terminal = setting.start();
  await terminal.see("Correct them?");
  terminal.type(`n${keys.enter}`);
  await terminal.see("Nothing was changed");
  expect(await terminal.exitCode).toBe(130);
  expect(readFileSync(setting.settings, "utf8")).toBe(before);
});

test("Ctrl-C at the second question leaves the org as it was, and says what was changed before", async () => {
  const setting = await startBroken();
  const terminal = setting.start();
  await terminal.see("Correct them?");
  terminal.type(keys.enter);
  await terminal.see("Continue?");
  terminal.type(keys.controlC);
  expect(await terminal.exitCode).toBe(130);
  expect(terminal.text()).not.toContain("Nothing was changed");
  expect(terminal.text()).toContain("Corrected demo");
  expect(await readStatus(setting)).toBe("INACTIVE");
});

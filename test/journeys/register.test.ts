import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalOrg, startLocalOrg } from "../../src/local-org/index.ts";
import { keys, startOnTerminal, type TerminalRun } from "../support/pty.ts";
import { createWorld, type World } from "../support/run-cli.ts";

let org: LocalOrg;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "okta-unlock-register-"));
  org = await startLocalOrg({ dataDirectory: folder, port: 0, registration: true });
});

afterAll(async () => {
  await org.close();
  rmSync(folder, { recursive: true });
});

function start(world: World, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return startOnTerminal(world, ["register", ...args], {
    NODE_EXTRA_CA_CERTS: org.caCertificatePath,
    OKTA_UNLOCK_BROWSER: "none",
    ...env,
  });
}

/** A browser that writes down what it is asked to show. */
function browser(world: World): { readonly program: string; readonly shown: string } {
  const [program, shown] = [join(world.root, "browser"), join(world.root, "shown")];
  const script = `require("node:fs").writeFileSync(${JSON.stringify(shown)}, process.argv[2]);`;
  writeFileSync(program, `#!${process.execPath}\n${script}\n`);
  chmodSync(program, 0o755);
  return { program, shown };
}

async function pasteToken(terminal: TerminalRun): Promise<void> {
  await terminal.see("How do you want to sign in?");
  terminal.type(keys.enter);
  await terminal.see("API token (hidden):");
  terminal.type(`${org.apiToken}${keys.enter}`);
}

test("a person signs up in the browser, comes back with the URL, and takes the access policy", async () => {
  const world = createWorld();
  const { program, shown } = browser(world);
  const terminal = start(world, ["--insecure-storage", "--name", "mine"], { OKTA_UNLOCK_BROWSER: program });
  await terminal.see("Okta has no sign-up API");
  await terminal.see("open in your browser");
  await terminal.see("The URL of your org, such as");
  expect(readFileSync(shown, "utf8")).toBe("https://developer.okta.com/signup");
  terminal.type(`https://localhost:1${keys.enter}`);
  await terminal.see("refuses the connection");
  await terminal.see("The URL of your org, such as");
  terminal.type(`${org.url}/${keys.enter}`);
  await pasteToken(terminal);
  await terminal.see("The org has no access policy yet");
  await terminal.see("Create one that lets everyone sign in");
  terminal.type(keys.enter);
  await terminal.see("mine is now the current profile");
  await terminal.see("okta-unlock create my-app");
  expect(await terminal.exitCode).toBe(0);
  expect(terminal.text()).not.toContain(org.apiToken);
});

test("--no-open opens nothing; Ctrl-C says how to go on", async () => {
  const world = createWorld();
  const { program, shown } = browser(world);
  const terminal = start(world, ["--no-open"], { OKTA_UNLOCK_BROWSER: program });
  await terminal.see("The URL of your org, such as");
  terminal.type(keys.controlC);
  await terminal.see("okta-unlock register --org <url>");
  expect(await terminal.exitCode).toBe(130);
  expect(() => readFileSync(shown)).toThrowError(/ENOENT/u);
});

test("the old protocol asks who it is for, waits, and signs in", async () => {
  const world = createWorld();
  const env = { OKTA_CLI_REGISTRATION_URL: org.url, OKTA_UNLOCK_REGISTRATION_INTERVAL: "0.2" };
  const terminal = start(world, ["--insecure-storage"], env);
  await terminal.see("First name:");
  terminal.type(`Ada${keys.enter}`);
  await terminal.see("Last name:");
  terminal.type(`Byron${keys.enter}`);
  await terminal.see("Business e-mail:");
  terminal.type(`ada${keys.enter}`);
  await terminal.see("not an e-mail address");
  terminal.type(`@example.com${keys.enter}`);
  await terminal.see("Country:");
  terminal.type(`United Kingdom${keys.enter}`);
  await terminal.see("Register ada@example.com");
  await terminal.see("Signed in as ada@example.com");
  expect(await terminal.exitCode).toBe(0);
});

test("Ctrl-C while the org is being made ends the waiting", async () => {
  const world = createWorld();
  const env = { OKTA_CLI_REGISTRATION_URL: org.url, OKTA_UNLOCK_REGISTRATION_INTERVAL: "60" };
  const person = ["--first-name", "A", "--last-name", "B", "--email", "late@example.com", "--country", "X"];
  const terminal = start(world, ["--insecure-storage", ...person], env);
  await terminal.see("Waiting for the org");
  terminal.type(keys.controlC);
  await terminal.see("okta-unlock login");
  expect(await terminal.exitCode).toBe(130);
});

test("--local ends with an org that the next command uses", async () => {
  const world = createWorld();
  const terminal = start(world, ["--local"]);
  await terminal.see("test@example.com");
  await terminal.see("The local org is ready");
  expect(await terminal.exitCode).toBe(0);
  const { stdout } = await world.run(["apps", "list", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({ org: expect.stringMatching(/^https:\/\/localhost/u) });
});

import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openInBrowser } from "../../../src/terminal/browser.ts";

const page = "https://dev-1.okta.com/activate?user_code=ABCD&x=$(id)";
const interaction = { canAsk: true, yes: false, json: false, verbose: false };

/** A browser that writes down what it is asked to show, then does what `ending` says. A shell, which starts at once: not to be there soon is to be running. */
function createBrowser(ending: string): {
  readonly program: string;
  readonly shown: () => string | undefined;
} {
  const folder = mkdtempSync(join(tmpdir(), "okta-unlock-browser-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [program, record] = [join(folder, "browser"), join(folder, "shown")];
  const lines = ["#!/bin/sh", `IFS='|'; printf %s "$*" > '${record}'`, ending];
  writeFileSync(program, lines.join("\n"));
  chmodSync(program, 0o755);
  return { program, shown: () => (existsSync(record) ? readFileSync(record, "utf8") : undefined) };
}

const attended = { platform: "linux", interaction } as const;

test.skipIf(process.platform === "win32").each(["OKTA_UNLOCK_BROWSER", "BROWSER"])(
  "the program that %s names gets the URL as one argument, over SSH too",
  async (variable) => {
    const { program, shown } = createBrowser("");
    const env = { [variable]: program, SSH_CONNECTION: "10.0.0.1 1 10.0.0.2 22" };
    expect(await openInBrowser({ ...attended, env }, page)).toBe(true);
    await expect.poll(shown).toBe(page);
  },
);

test.skipIf(process.platform === "win32")("a browser that goes on running is one that opened", async () => {
  const { program, shown } = createBrowser("exec sleep 15");
  expect(await openInBrowser({ ...attended, env: { BROWSER: program } }, page)).toBe(true);
  await expect.poll(shown).toBe(page);
});

test.skipIf(process.platform === "win32")("one that fails at once did not open", async () => {
  const { program } = createBrowser("exit 3");
  expect(await openInBrowser({ ...attended, env: { BROWSER: program } }, page)).toBe(false);
});

test("a program that is not there opens nothing", async () => {
  expect(await openInBrowser({ ...attended, env: { BROWSER: "/nowhere/browser" } }, page)).toBe(false);
});

test.skipIf(process.platform === "win32").each([
  ["http on another machine", "http://dev-1.okta.com/"],
  ["a file", "file:///etc/passwd"],
  ["a script", "javascript:alert(1)"],
  ["a program's own scheme", "com.example.app:/callback"],
  ["an option", "--version"],
])("%s is never opened", async (_what, url) => {
  const { program, shown } = createBrowser("");
  expect(await openInBrowser({ ...attended, env: { BROWSER: program } }, url)).toBe(false);
  expect(shown()).toBeUndefined();
});

test.skipIf(process.platform === "win32")("http on this machine is opened", async () => {
  const { program, shown } = createBrowser("");
  const url = "http://127.0.0.1:8080/signup";
  expect(await openInBrowser({ ...attended, env: { BROWSER: program } }, url)).toBe(true);
  expect(shown()).toBe(url);
});

test.skipIf(process.platform === "win32")("nothing is opened when nobody looks", async () => {
  const { program, shown } = createBrowser("");
  const unattended = { ...attended, interaction: { ...interaction, canAsk: false } };
  expect(await openInBrowser({ ...unattended, env: { BROWSER: program } }, page)).toBe(false);
  expect(shown()).toBeUndefined();
});

test.each([
  ["without a display", {}],
  ["over SSH", { DISPLAY: ":0", SSH_CONNECTION: "10.0.0.1 1 10.0.0.2 22" }],
  ["when BROWSER says none", { DISPLAY: ":0", BROWSER: "none" }],
  ["when OKTA_UNLOCK_BROWSER says none", { OKTA_UNLOCK_BROWSER: "none", BROWSER: "/usr/bin/true" }],
])("nothing is opened on Linux %s", async (_case, env) => {
  expect(await openInBrowser({ ...attended, env }, page)).toBe(false);
});

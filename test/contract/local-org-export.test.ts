import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, inject, onTestFinished, test } from "vitest";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../..");
const tsc = join(root, "node_modules", "typescript", "bin", "tsc");

/** A project of somebody else's that has our tarball installed. */
function newProject(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "okta-unlock-consumer-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "node_modules"));
  cpSync(
    join(inject("installation"), "node_modules", "okta-unlock"),
    join(folder, "node_modules", "okta-unlock"),
    {
      recursive: true,
    },
  );
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const options = {
  target: "ES2022",
  lib: ["ES2022"],
  module: "NodeNext",
  strict: true,
  exactOptionalPropertyTypes: true,
  types: [],
};

const consumer = `
import { startLocalOrg, type Fault, type LocalOrg, type NativeApp } from "okta-unlock/local-org";

const slow: Fault = { kind: "latency", milliseconds: 1, path: "/oauth2/**" };
await using org: LocalOrg = await startLocalOrg({ faults: [slow] });
const app: NativeApp = await org.addNativeApp({ label: "Mine", redirectUris: ["com.example.mine:/callback"] });
const takeBack: () => void = org.faults.add({ kind: "oauth-error", error: "invalid_grant", times: 2 });
takeBack();
org.clock.set(new Date("2030-01-01T00:00:00Z"));
org.clock.advance(1000);
const now: Date = org.clock.now();
export const seen = { issuer: app.issuer, clientId: app.clientId, year: now.getUTCFullYear(), login: org.user.login };
declare const console: { log(text: string): void };
console.log(JSON.stringify(seen));
`;

/** What must not compile: the types are not loose. */
const wrong = `
import { startLocalOrg } from "okta-unlock/local-org";
await startLocalOrg({ prot: 1 });
const org = await startLocalOrg();
org.faults.add({ kind: "status" });
org.faults.add({ kind: "oauth-error", error: "nonsense" });
org.clock.set("tomorrow");
`;

test("a project in TypeScript compiles against it with its libraries checked, and runs", async () => {
  const folder = newProject({
    "package.json": JSON.stringify({ type: "module" }),
    "tsconfig.json": JSON.stringify({
      compilerOptions: { ...options, skipLibCheck: false },
      files: ["consumer.ts"],
    }),
    "consumer.ts": consumer,
  });
  await run(process.execPath, [tsc, "-p", folder]);
  const { stdout } = await run(process.execPath, [join(folder, "consumer.js")]);
  expect(JSON.parse(stdout)).toEqual({
    issuer: expect.stringMatching(/^https:\/\/localhost:\d+\/oauth2\/default$/),
    clientId: expect.stringMatching(/^0oa\w{17}$/),
    year: 2030,
    login: "test@example.com",
  });
});

test("what is wrong does not compile", async () => {
  const folder = newProject({
    "package.json": JSON.stringify({ type: "module" }),
    "tsconfig.json": JSON.stringify({ compilerOptions: { ...options, noEmit: true }, files: ["wrong.ts"] }),
    "wrong.ts": wrong,
  });
  const { stdout } = await run(process.execPath, [tsc, "-p", folder], { cwd: folder }).catch(
    (error: { stdout: string }) => error,
  );
  const lines = [...stdout.matchAll(/^wrong\.ts\((\d+),/gmu)].map(([, line]) => Number(line));
  expect([...new Set(lines)]).toEqual([3, 5, 6, 7]);
});

test("a CommonJS project requires it", async () => {
  const folder = newProject({
    "package.json": "{}",
    "consumer.js": `
const { startLocalOrg } = require("okta-unlock/local-org");
startLocalOrg().then(async (org) => {
  console.log((await org.addNativeApp()).issuer === org.issuer);
  await org.close();
});
`,
  });
  const { stdout } = await run(process.execPath, [join(folder, "consumer.js")]);
  expect(stdout).toBe("true\n");
});

test("it knows the media types that it sends and reads, though the package has no list of all", async () => {
  const folder = newProject({
    "package.json": JSON.stringify({ type: "module" }),
    "consumer.js": `
import { request } from "node:https";
import { startLocalOrg } from "okta-unlock/local-org";
const org = await startLocalOrg();
const app = await org.addNativeApp();
const ask = (method, path, type, body) => new Promise((resolve, reject) => {
  const headers = type === undefined ? {} : { "content-type": type };
  const call = request(org.url + path, { method, headers, ca: org.caCertificate, agent: false }, (response) => {
    response.resume().on("end", () => resolve([response.statusCode, response.headers["content-type"]]));
  });
  call.on("error", reject).end(body);
});
const form = "application/x-www-form-urlencoded";
console.log(JSON.stringify([
  await ask("GET", "/oauth2/default/.well-known/openid-configuration"),
  await ask("GET", "/oauth2/default/v1/keys"),
  await ask("GET", "/activity"),
  await ask("GET", "/api/v1/apps"),
  await ask("POST", "/oauth2/default/v1/device/authorize", form, "scope=openid&client_id=" + app.clientId),
  await ask("POST", "/oauth2/default/v1/token", "text/plain", "grant_type=refresh_token"),
]));
await org.close();
`,
  });
  const { stdout } = await run(process.execPath, [join(folder, "consumer.js")]);
  const json = "application/json";
  expect(JSON.parse(stdout)).toEqual([
    [200, json],
    [200, json],
    [200, "text/html; charset=utf-8"],
    [403, json],
    [400, json],
    [415, json],
  ]);
});

test("the process ends by itself once the org is closed", async () => {
  const folder = newProject({
    "package.json": JSON.stringify({ type: "module" }),
    "consumer.js": `
import { startLocalOrg } from "okta-unlock/local-org";
const org = await startLocalOrg();
await org.close();
`,
  });
  const { stderr } = await run(process.execPath, [join(folder, "consumer.js")]);
  expect(stderr).toBe("");
});

test("the example of docs/local-org.md compiles as it stands", async () => {
  const page = readFileSync(join(root, "docs/local-org.md"), "utf8");
  const [, example = ""] = /```ts\n([\s\S]*?)```/u.exec(page) ?? [];
  expect(example).toContain("okta-unlock/local-org");
  const folder = newProject({
    "package.json": JSON.stringify({ type: "module" }),
    "tsconfig.json": JSON.stringify({
      compilerOptions: { ...options, types: ["node"], noEmit: true, lib: ["ES2023"], skipLibCheck: true },
      files: ["example.ts"],
    }),
    "example.ts": example,
  });
  for (const name of ["@types", "undici-types"]) {
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name), "junction");
  }
  const { stdout } = await run(process.execPath, [tsc, "-p", folder]).catch(
    (error: { stdout: string }) => error,
  );
  expect(stdout).toBe("");
});

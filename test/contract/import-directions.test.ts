import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { findCircles, findFolderCircles } from "./graph.mjs";
import { readImports, roomOf, staticClosure } from "./source-graph.mjs";

const sourceRoot = fileURLToPath(new URL("../../src", import.meta.url));
const edges = readImports(sourceRoot);
/** Values, errors, context types, the command lines that messages name; `files` (locks, private files) imports nothing of ours and is for everybody, the local org too. */
const ground = ["values", "errors.ts", "context.ts", "hints.ts", "shell-lines.ts", "files"];
const services = ["auth", "provision", "project", "samples", "doctor", "local-org"];

/** Who may know whom, besides itself and the ground. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  "main.ts": ["run.ts"],
  "run.ts": ["process", "program.ts", "terminal"],
  "program.ts": ["commands", "terminal"],
  "errors.ts": [],
  "context.ts": [],
  "hints.ts": [],
  "shell-lines.ts": [],
  values: [],
  files: [],
  // Where the real context is put together: what talks to the network and the keyring is loaded by the first use.
  process: ["terminal", "okta", "auth", "update-notice"],
  commands: ["flows", ...services, "okta", "terminal", "update-notice"],
  flows: [...services, "okta", "terminal"],
  auth: ["okta"],
  provision: ["okta"],
  project: [],
  samples: ["project"],
  doctor: ["auth", "okta", "provision", "project"],
  "local-org": [],
  "update-notice": [],
  okta: [],
  terminal: [],
};

test("every file of src was read", () => {
  expect(edges.length).toBeGreaterThan(100);
  const known = Object.keys(mayImport);
  expect(edges.map(({ from }) => roomOf(from)).filter((room) => !known.includes(room))).toEqual([]);
});

test("imports follow the one way through the house", () => {
  const wrong = edges
    .filter(({ to }) => to.includes(".ts"))
    .filter(({ from, to }) => {
      const [source, target] = [roomOf(from), roomOf(to)];
      return source !== target && !ground.includes(target) && !mayImport[source]?.includes(target);
    });
  expect(wrong).toEqual([]);
});

test("files imports nothing of ours, and no package", () => {
  const wrong = edges.filter(
    ({ from, to }) => roomOf(from) === "files" && roomOf(to) !== "files" && !to.startsWith("node:"),
  );
  expect(wrong).toEqual([]);
});

test("provisioning reaches Okta only through the port", () => {
  const wrong = edges.filter(
    ({ from, to }) => roomOf(from) === "provision" && roomOf(to) === "okta" && to !== "okta/port.ts",
  );
  expect(wrong).toEqual([]);
});

test("the local org has one door, and imports nothing of ours but files", () => {
  const isOutside = (file: string): boolean => roomOf(file) !== "local-org";
  const intoIt = edges.filter(({ from, to }) => isOutside(from) && roomOf(to) === "local-org");
  expect(intoIt.filter(({ to }) => to !== "local-org/index.ts")).toEqual([]);
  const outOfIt = edges.filter(
    ({ from, to }) => !isOutside(from) && to.includes(".ts") && isOutside(to) && roomOf(to) !== "files",
  );
  expect(outOfIt).toEqual([]);
});

test("inside the local org the ways lead down: management, oidc, model, store", () => {
  const order = ["registration", "admin", "management", "oidc", "model", "store"];
  const rankOf = (file: string): number => order.indexOf(file.split("/")[1] ?? "");
  const inside = edges.filter(({ from, to }) => roomOf(from) === "local-org" && roomOf(to) === "local-org");
  const wrong = inside.filter(({ from, to }) => rankOf(to) >= 0 && rankOf(from) > rankOf(to));
  expect(wrong).toEqual([]);
});

test("no files know each other, not even by a lazy import or a type", () => {
  expect(findCircles(edges.filter(({ to }) => to.includes(".ts")))).toEqual([]);
});

test("no folders know each other, but a folder and what it holds", () => {
  expect(findFolderCircles(edges.filter(({ to }) => to.includes(".ts")))).toEqual([]);
});

test("its door loads no server", () => {
  const loaded = [...staticClosure("local-org/index.ts", edges)];
  expect(loaded.filter((name) => !name.includes(".ts") && !name.startsWith("node:"))).toEqual([]);
  const server = ["application.ts", "model", "users", "http", "management", "oidc", "pages"];
  const rooms = loaded.filter((file) => roomOf(file) === "local-org").map((file) => file.split("/")[1] ?? "");
  expect(rooms.filter((room) => server.includes(room))).toEqual([]);
});

test("a start of the local org loads the certificate library only to make certificates", () => {
  const loaded = [
    ...staticClosure("local-org/start.ts", edges),
    ...staticClosure("local-org/application.ts", edges),
  ];
  expect(loaded.filter((name) => ["pkijs", "asn1js", "local-org/tls/authority.ts"].includes(name))).toEqual(
    [],
  );
  const users = edges.filter(({ to }) => ["pkijs", "asn1js"].includes(to)).map(({ from }) => from);
  expect([...new Set(users)]).toEqual(["local-org/tls/authority.ts"]);
});

test("only the terminal knows chalk, and neither commands nor flows know a stream", () => {
  const styled = edges.filter(({ to }) => to === "chalk").map(({ from }) => from);
  expect(styled.filter((file) => roomOf(file) !== "terminal")).toEqual([]);
  const loud = edges.filter(
    ({ from, to }) => ["commands", "flows"].includes(roomOf(from)) && to === "node:process",
  );
  expect(loud).toEqual([]);
});

test("a command imports no other command", () => {
  const wrong = edges.filter(
    ({ from, to }) => roomOf(from) === "commands" && roomOf(to) === "commands" && !isSameCommand(from, to),
  );
  expect(wrong).toEqual([]);
});

/** A noun's file declares its verbs: `apps.ts` may import `apps/update.ts`, no verb another one. */
function isSameCommand(from: string, to: string): boolean {
  return commandOf(from) === commandOf(to) || commandOf(to).startsWith(`${commandOf(from)}/`);
}

/** `apps/update` for `commands/apps/update-flags.ts`, `local/trust` for what lies in its folder, `run` for `commands/run-answers.ts`. */
function commandOf(file: string): string {
  const [, command = ""] = /^commands\/((?:(?:apps|local|orgs|template)\/)?[^-/.]+)/u.exec(file) ?? [];
  return command;
}

test.each([
  ["the Okta SDK", "@okta/okta-sdk-nodejs"],
  ["its parts in use", "@okta/okta-sdk-nodejs/src/generated/apis/ApplicationApi.js"],
  ["inquirer", "@inquirer/prompts"],
  ["the handlebars compiler", "handlebars"],
  ["its parser", "handlebars/dist/cjs/handlebars/compiler/base.js"],
  ["execa", "execa"],
  ["undici", "undici"],
  ["koa", "koa"],
  ["the certificate library", "pkijs"],
  ["its encoder", "asn1js"],
  ["conf", "conf"],
  ["the keyring", "@napi-rs/keyring"],
  ["the YAML parser", "yaml"],
  ["what opens the browser", "open"],
  ["what colors text", "chalk"],
])("%s is not loaded before it is needed", (_what, specifier) => {
  const users = edges.filter(({ to, kind }) => to === specifier && kind !== "type").map(({ from }) => from);
  const loaded = staticClosure("run.ts", edges);
  expect(users.filter((file) => loaded.has(file) && isStatic(file, specifier))).toEqual([]);
});

test("--version loads no package, and any command at first only commander and env-paths", () => {
  expect(packagesOf("main.ts")).toEqual([]);
  expect(packagesOf("run.ts")).toEqual(["commander", "env-paths"]);
});

test("the help of a command loads its flags, and nothing that the command works with", () => {
  const declarations = edges.filter(({ from, kind }) => from === "program.ts" && kind === "dynamic");
  expect(declarations.length).toBeGreaterThan(8);
  const loaded = new Set(declarations.flatMap(({ to }) => Array.from(staticClosure(to, edges))));
  const working = ["auth", "okta", "provision", "local-org"];
  expect([...loaded].filter((file) => working.includes(roomOf(file)))).toEqual([]);
  const foreign = [...loaded].filter((name) => !/\.ts$|\?raw$|^node:/u.test(name));
  expect(foreign).toEqual(["commander"]);
});

function packagesOf(entry: string): string[] {
  return [...staticClosure(entry, edges)]
    .filter((name) => !name.endsWith(".ts") && !name.startsWith("node:"))
    .toSorted((a, b) => a.localeCompare(b));
}

function isStatic(file: string, specifier: string): boolean {
  return edges.some(({ from, to, kind }) => from === file && to === specifier && kind === "static");
}

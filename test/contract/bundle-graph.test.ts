import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parseSync } from "oxc-parser";
import { expect, inject, onTestFinished, test } from "vitest";

const dist = join(inject("installation"), "node_modules", "okta-unlock", "dist");
const kilobyte = 1024;

/** A sentence that only the certificate library holds. */
const certificateLibrary = "Please call 'setEngine' before call to 'getEngine'";

/** Sentences that only the named library holds. */
const fingerprints = [
  ["the Okta SDK", "/api/v1/api-tokens/current"],
  ["the handlebars compiler", "Parse error on line "],
  ["inquirer", "toggle visibility"],
  ["the network code", "proxy-authorization"],
  ["execa", "parseCommandString"],
  ["conf", "Config schema violation: "],
  ["the YAML parser", "Unsupported YAML version"],
  ["the lock file library", "Lock file is already being held"],
  ["the keyring", "@napi-rs/keyring"],
  ["what opens the browser", "Failed to open in all supported apps"],
  ["what GitHub Actions is told", "::add-mask::"],
  ["the certificate library", certificateLibrary],
  ["the update notice", " is out (this is "],
  ["what asks for the latest version", "registry.npmjs.org"],
] as const;

/** What `main.cjs` loads for any command but --version: the chunk of the program, that of the declarations, and what those load. */
const help = new Set([...staticClosure("main.cjs"), ...staticClosure(findChunk("program"))]);
const startUp = new Set([
  ...help,
  ...staticClosure(findChunk("commands")),
  ...staticClosure(findChunk("answers")),
]);

test.each(fingerprints)("%s is not in the chunks that start-up loads", (_what, fingerprint) => {
  const holders = [...startUp].filter((file) => read(file).includes(fingerprint));
  expect(holders).toEqual([]);
});

test.each(["create --help", "update --help"])(
  "%s loads the program and the answers, nothing else",
  (line) => {
    expect(listLoaded(line)).toEqual(["answers", "main.cjs", "okta-unlock.js", "program"]);
  },
);

test.each([
  "apps --help",
  "apps create --help",
  "apps update --help",
  "run --help",
  "register --help",
  "login --help",
  "whoami --help",
  "orgs use --help",
  "local start --help",
  "local trust --help",
])("%s loads the program, the declarations and nothing else", (line) => {
  expect(listLoaded(line)).toEqual(["commands", "main.cjs", "okta-unlock.js", "program"]);
});

test("--help loads no declaration", () => {
  expect(listLoaded("--help")).toEqual(["main.cjs", "okta-unlock.js", "program"]);
});

/** The files that a command line loads; chunks by their names. */
function listLoaded(line: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "okta-unlock-hook-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const hook = join(folder, "hook.cjs");
  writeFileSync(
    hook,
    "process.on('exit', () => process.stderr.write(Object.keys(require.cache).join('\\n')))",
  );
  const bin = join(dist, "..", "bin", "okta-unlock.js");
  const { stderr } = spawnSync(process.execPath, ["--require", hook, bin, ...line.split(" ")], {
    encoding: "utf8",
  });
  const loaded = stderr.split("\n").map((file) => basename(file).replace(/-.{8}\.cjs$/u, ""));
  return loaded.filter((file) => file !== "hook.cjs").toSorted();
}

test("the heavy libraries that are used lie in lazy chunks", () => {
  const lazy = readdirSync(dist).filter((file) => !startUp.has(file));
  for (const fingerprint of ["/api/v1/api-tokens/current", "proxy-authorization"]) {
    expect(lazy.filter((file) => read(file).includes(fingerprint))).not.toEqual([]);
  }
});

test.each([
  ["client", "okta.client.rateLimit.maxRetries"],
  ["models", "AAGUIDAuthenticatorCharacteristics"],
  ["response processors", "Unknown API Status Code!"],
  ["transport", "Only HTTP(S) protocols are supported"],
])("the Okta SDK is there without its %s", (_part, fingerprint) => {
  const chunks = readdirSync(dist).filter((file) => /\.c?js$/u.test(file));
  expect(chunks.filter((file) => read(file).includes(fingerprint))).toEqual([]);
});

test("undici, which is several times as much work to load as Node's own client, is not bundled", () => {
  const chunks = readdirSync(dist).filter((file) => /\.c?js$/u.test(file));
  expect(chunks.filter((file) => read(file).includes("UND_ERR_CONNECT_TIMEOUT"))).toEqual([]);
});

test("the Okta SDK is less than 200 kB", () => {
  const chunks = readdirSync(dist).filter((file) => file.startsWith("okta-sdk-"));
  expect(chunks).toHaveLength(1);
  expect(statSync(join(dist, chunks[0]!)).size).toBeLessThan(200 * kilobyte);
});

test("what other projects import is no part of the start-up", () => {
  const door = [...staticClosure("local-org.js")].filter((file) => file.startsWith("local-org"));
  expect(door).toContain("local-org.cjs");
  expect(door.length).toBeGreaterThan(2);
  expect(door.filter((file) => startUp.has(file))).toEqual([]);
});

test("looking at a local org that runs loads no server", () => {
  const door = [...staticClosure("local-org.js")];
  expect(door.filter((file) => read(file).includes("API call exceeded rate limit"))).toEqual([]);
  const bytes = door.reduce((sum, file) => sum + statSync(join(dist, file)).size, 0);
  expect(bytes).toBeLessThan(30 * kilobyte);
});

test("a local org that starts in an existing folder does without the certificate library", () => {
  const holders = readdirSync(dist).filter((file) => read(file).includes(certificateLibrary));
  expect(holders).toHaveLength(1);
  const server = readdirSync(dist).filter((file) => /^org-(?:server|oidc)-/u.test(file));
  expect(server).toHaveLength(2);
  const loaded = new Set([
    ...staticClosure("local-org.js"),
    ...server.flatMap((file) => Array.from(staticClosure(file))),
  ]);
  expect(holders.filter((file) => loaded.has(file))).toEqual([]);
});

test.each([
  ["the help parses", help, 85],
  ["a command parses, up to its own work,", startUp, 144],
] as const)("%s less than its budget", (_what, files, kilobytes) => {
  const bytes = [...files].reduce((sum, file) => sum + statSync(join(dist, file)).size, 0);
  expect(bytes).toBeLessThan(kilobytes * kilobyte);
});

test("no chunk imports a package that is not inside", () => {
  const outside = readdirSync(dist)
    .filter((file) => /\.c?js$/u.test(file))
    .flatMap((file) => importsOf(file))
    .filter((specifier) => !specifier.startsWith("./") && !specifier.startsWith("node:"));
  expect([...new Set(outside)].filter((name) => !isBuiltIn(name))).toEqual([]);
});

function findChunk(name: string): string {
  const chunk = readdirSync(dist).find((file) => new RegExp(`^${name}-.{8}\\.cjs$`, "u").test(file));
  if (chunk === undefined) throw new Error(`there is no chunk named ${name}`);
  return chunk;
}

function staticClosure(entry: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const specifier of importsOf(file)) if (specifier.startsWith("./")) visit(specifier.slice(2));
  };
  visit(entry);
  return seen;
}

/** What a file loads as soon as it is loaded itself: by `import`, or by `require` outside of every function. */
function importsOf(file: string): string[] {
  const { module, program } = parseSync(file, read(file));
  return [
    ...requiresIn(program),
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) => (moduleRequest === null ? [] : [moduleRequest.value])),
    ),
  ];
}

function requiresIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(requiresIn);
  if (typeof node !== "object" || node === null) return [];
  const { type, callee, arguments: args } = node as Partial<CallNode>;
  if (type !== undefined && /Function/u.test(type)) return [];
  const own = type === "CallExpression" && callee?.name === "require" ? [literalOf(args?.[0])] : [];
  return [...own, ...Object.values(node).flatMap(requiresIn)];
}

/** The parts of a syntax node that a call of `require` is known by. */
interface CallNode {
  readonly type: string;
  readonly callee: { readonly name?: string };
  readonly arguments: readonly LiteralNode[];
}

/** The minifier writes texts as templates. */
interface LiteralNode {
  readonly value?: unknown;
  readonly quasis?: readonly [{ readonly value: { readonly cooked: string } }];
}

function literalOf(node: LiteralNode | undefined): string {
  return node?.quasis?.[0].value.cooked ?? String(node?.value);
}

function isBuiltIn(name: string): boolean {
  return process.getBuiltinModule(name) !== undefined;
}

function read(file: string): string {
  return readFileSync(join(dist, file), "utf8");
}

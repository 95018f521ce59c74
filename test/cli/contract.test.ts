import { spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { expect, test } from "vitest";
import { cliPath, createWorld, nodePath } from "../support/run-cli.ts";

test("--version prints the version on stdout and nothing else", async () => {
  const run = await createWorld().run(["--version"]);
  expect(run).toEqual({ exitCode: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/u), stderr: "" });
});

test("--help goes to stdout and fits 80 columns", async () => {
  const run = await createWorld().run(["--help"]);
  expect(run.exitCode).toBe(0);
  expect(run.stderr).toBe("");
  expect(run.stdout).toContain("create");
  expect(longestLine(run.stdout)).toBeLessThanOrEqual(80);
});

test.each([
  ["create"],
  ["apps"],
  ["apps", "create"],
  ["apps", "list"],
  ["apps", "show"],
  ["apps", "update"],
  ["apps", "delete"],
  ["apps", "prune"],
  ["run"],
  ["logs"],
  ["open"],
  ["register"],
  ["login"],
  ["logout"],
  ["whoami"],
  ["orgs"],
  ["orgs", "use"],
  ["local"],
  ["local", "start"],
])("%s %s explains itself within 80 columns", async (...command) => {
  const run = await createWorld().run([...command, "--help"]);
  expect(run.exitCode).toBe(0);
  expect(run.stdout).toMatch(/^Usage: okta-unlock /u);
  expect(longestLine(run.stdout)).toBeLessThanOrEqual(80);
});

test.each(["create", "apps create", "run", "logs", "open"])(
  "the help of %s has examples",
  async (command) => {
    const { stdout } = await createWorld().run([...command.split(" "), "--help"]);
    expect(stdout).toContain(`\nExamples:\n  okta-unlock ${command} `);
  },
);

test.each(["create", "apps create"])(
  "the help of %s has --dry-run after what shapes the app",
  async (command) => {
    const { stdout } = await createWorld().run([...command.split(" "), "--help"]);
    expect(stdout.indexOf("--dry-run")).toBeGreaterThan(stdout.indexOf("--sign-on-policy"));
  },
);

test("no command is an error that shows what there is", async () => {
  const run = await createWorld().run([]);
  expect(run.exitCode).toBe(2);
  expect(run.stdout).toBe("");
  expect(run.stderr).toContain("create");
  expect(run.stderr).toContain("Next: ");
});

test.each([[[]], [["--json"]]])(
  "output that can't be written is one error: apps list %j",
  { skip: !existsSync("/dev/full") },
  async (flags: readonly string[]) => {
    const world = createWorld();
    await world.run(["register", "--local"]);
    const full = openSync("/dev/full", "w");
    const run = spawnSync(nodePath(), [cliPath(), "apps", "list", "--all", ...flags], {
      cwd: world.cwd,
      env: world.env,
      stdio: ["ignore", full, "pipe"],
      encoding: "utf8",
    });
    closeSync(full);
    expect(run.status).toBe(7);
    expect(run.stderr.match(/The output could not be written/gu)).toHaveLength(1);
  },
);

test.each([
  { args: ["ls"], says: "Did you mean apps list?" },
  { args: ["apps", "view", "0oa1"], says: "Did you mean apps show?" },
  { args: ["creat"], says: "Did you mean create?" },
  { args: ["create", "demo", "--platfrom", "ios"], says: "Did you mean --platform?" },
  { args: ["apps", "lst"], says: "Did you mean list?" },
  { args: ["create", "demo", "--platform", "iso"], says: "It can be ios," },
  { args: ["create", "one", "two"], says: "Too many arguments" },
  { args: ["apps", "delete", "0oa1", "--org", "", "--yes"], says: "--org is empty." },
  { args: ["apps", "list", "--org", "--verbose"], says: "--org needs a value, but --verbose follows" },
  { args: ["create", "x", "--name", "A", "--name", "B"], says: "--name is given twice." },
  { args: ["apps", "create", "web"], says: "It can only be native." },
  { args: ["create", "x", "--platform=Flutter"], says: "There is no platform" },
  { args: ["run", "--platform", "tv", "--", "true"], says: "It can be ios," },
  { args: ["create", "--name"], says: 'Option "--name <name>" needs a value.' },
  { args: ["create", "--if-exists", "ask"], says: 'Option "--if-exists <what>" does not accept "ask".' },
  { args: ["local", "trust", "tv"], says: 'Argument "platform" does not accept "tv".' },
])("$args is refused with a suggestion", async ({ args, says }) => {
  const run = await createWorld().run(args);
  expect(run.exitCode).toBe(2);
  expect(run.stdout).toBe("");
  expect(run.stderr).toContain(says);
  expect(run.stderr).toContain("Next: ");
});

test("with --json an error is one object on stderr, and stdout stays empty", async () => {
  const run = await createWorld().run(["create", "demo", "--json", "--frob"]);
  expect(run.exitCode).toBe(2);
  expect(run.stdout).toBe("");
  expect(JSON.parse(run.stderr)).toEqual({
    error: {
      code: "unknown-usage",
      message: expect.stringContaining("--frob"),
      next: expect.stringContaining("okta-unlock"),
      docs: expect.stringMatching(/^https:/u),
    },
  });
});

test.each([
  { env: {}, args: [], colored: false },
  { env: { FORCE_COLOR: "1" }, args: [], colored: true },
  { env: { FORCE_COLOR: "1", NO_COLOR: "1" }, args: [], colored: false },
  { env: { FORCE_COLOR: "1" }, args: ["--no-color"], colored: false },
])("colours with $env $args: $colored", async ({ env, args, colored }) => {
  const run = await createWorld().run(["frob", ...args], { env });
  expect(run.stderr.includes("\u001B[")).toBe(colored);
});

test.each([["--json"], ["apps", "--json"], ["local", "--json"]])(
  "%s %s without a command is still one object",
  async (...args) => {
    const run = await createWorld().run(args);
    expect(run.exitCode).toBe(2);
    expect(JSON.parse(run.stderr)).toMatchObject({ error: { code: "unknown-usage" } });
  },
);

test.each([["apps"], ["orgs"], ["local"], ["local", "faults"]])(
  "%s %s alone points to its own help",
  async (...command) => {
    const run = await createWorld().run(command);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain(`Next: See the help: okta-unlock ${command.join(" ")} --help`);
  },
);

test("help for an unknown command says so", async () => {
  const run = await createWorld().run(["help", "frob"]);
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain('"frob"');
});

test.each([
  { args: ["help", "apps", "create"], usage: "okta-unlock apps create" },
  { args: ["apps", "help", "create"], usage: "okta-unlock apps create" },
  { args: ["help", "local", "faults", "add"], usage: "okta-unlock local faults add" },
  { args: ["local", "faults", "help", "add"], usage: "okta-unlock local faults add" },
  { args: ["help", "local", "faults"], usage: "okta-unlock local faults" },
  { args: ["help", "apps", "rm"], usage: "okta-unlock apps delete" },
  { args: ["help", "create", "my-app"], usage: "okta-unlock create" },
  { args: ["help"], usage: "okta-unlock <command>" },
])("$args is the help of that command", async ({ args, usage }) => {
  const run = await createWorld().run(args);
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  expect(run.stdout).toMatch(new RegExp(`^Usage: ${usage}(?:\\|\\w+)? ?[[<]`, "u"));
});

test("what stands behind a topic is passed over, as behind a command", async () => {
  const world = createWorld();
  expect(await world.run(["help", "exit-codes", "extra"])).toEqual(await world.run(["help", "exit-codes"]));
});

test("`help help` is the help of the program, with the topics once", async () => {
  const world = createWorld();
  expect(await world.run(["help", "help"])).toEqual(await world.run(["--help"]));
});

test.each([
  { args: ["help", "apps", "nope"], says: 'Unknown command "nope".' },
  { args: ["apps", "help", "nope"], says: 'Unknown command "nope".' },
  { args: ["help", "apps", "creat"], says: "Did you mean create?" },
  { args: ["help", "local", "faults", "nope"], says: "okta-unlock local faults --help" },
  { args: ["help", "init"], says: "Run: okta-unlock create" },
])("$args is no help of another command", async ({ args, says }) => {
  const run = await createWorld().run(args);
  expect(run).toMatchObject({ exitCode: 2, stdout: "" });
  expect(run.stderr).toContain(says);
});

test("help is an argument of a command that takes one", async () => {
  const world = createWorld();
  const given = ["--issuer", "https://acme.okta.com", "--client-id", "0oa1b2c3d4", "--platform", "ios"];
  expect(await world.run(["create", "help", ...given, "--yes", "--no-git"])).toMatchObject({ exitCode: 0 });
});

test.each([
  [["init"], "Run: okta-unlock create"],
  [["new", "my-app"], "Run: okta-unlock create"],
  [["start"], "Run: okta-unlock local start"],
  [["signup"], "Run: okta-unlock register"],
  [["version"], "Run: okta-unlock --version"],
  [["rm", "0oa1"], "Run: okta-unlock apps delete"],
  [["apps", "new"], "Run: okta-unlock apps create"],
  [["apps", "get", "0oa1"], "Run: okta-unlock apps show"],
  [["orgs", "switch", "acme"], "Run: okta-unlock orgs use"],
  [["local", "stop"], "Press Ctrl-C in the terminal in which it runs."],
  [["local", "rm"], "Run: okta-unlock local reset"],
  [["okta", "apps", "create", "native"], "Leave it out: okta-unlock apps create native"],
])("%j is a command elsewhere: it says what it is here", async (args, next) => {
  const run = await createWorld().run(args);
  expect(run).toMatchObject({ exitCode: 2, stdout: "" });
  expect(run.stderr).toContain(`Next: ${next}`);
});

test.each([
  ["apps", "delete", "remove", "rm"],
  ["orgs", "remove", "delete", "rm"],
])("%s %s is also called %s and %s", async (noun, verb, ...aliases) => {
  const help = await createWorld().run([noun, verb, "--help"]);
  for (const alias of aliases) expect(await createWorld().run([noun, alias, "--help"])).toEqual(help);
});

test("a wrong flag points to the help of its command", async () => {
  const run = await createWorld().run(["apps", "create", "--frob"]);
  expect(run.stderr).toContain("okta-unlock apps create --help");
});

test("a working folder that was deleted is a clear error", async () => {
  const world = createWorld();
  const gone = world.path("gone");
  mkdirSync(gone);
  const script = `cd '${gone}' && rmdir '${gone}' && exec '${process.execPath}' '${cliPath()}' create x --platform ios --org local --json`;
  const { status, stderr } = spawnSync("sh", ["-c", script], { env: world.env, encoding: "utf8" });
  expect(status).toBe(7);
  expect(JSON.parse(stderr)).toMatchObject({ error: { code: "directory-unusable" } });
});

test("a reader that leaves early is no error", async () => {
  const world = createWorld();
  const child = world.start(["--help"]);
  child.stdout?.destroy();
  const exitCode = await new Promise((resolve) => child.on("exit", resolve));
  expect(exitCode).toBe(0);
});

function longestLine(text: string): number {
  return Math.max(...text.split("\n").map((line) => line.length));
}

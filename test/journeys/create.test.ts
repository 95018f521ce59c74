import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { keys, startOnTerminal, type TerminalRun } from "../support/pty.ts";
import { createWorld, type World } from "../support/run-cli.ts";
import { isWhole } from "../support/stress.ts";
import { startTestOrg } from "../unit/local-org/support.ts";

const answered = [
  "create",
  "demo",
  "--platform=ios",
  "--name=Demo",
  "--bundle-id=com.example.demo",
  "--redirect-uri=com.example.demo:/cb",
  "--post-logout-redirect-uri=com.example.demo:/out",
  "--unlock-policy=biometric",
  "--lock-after=60",
];

/** Answers the questions up to the plan, each with its default but the name. */
async function answerQuestions(terminal: TerminalRun, name: string): Promise<void> {
  await terminal.see("Which Okta org?");
  await terminal.see("A local one");
  terminal.type(keys.enter);
  await terminal.see("For which platform?");
  await terminal.see("Android (Kotlin, Jetpack Compose)");
  terminal.type(keys.enter);
  await terminal.see("What is the app called?");
  terminal.type(`${name}${keys.enter}`);
  await terminal.see("Bundle ID");
  terminal.type(keys.enter);
  await terminal.see("What unlocks the app?");
  await terminal.see("A face or a fingerprint only");
  terminal.type(keys.enter);
  await terminal.see("The plan:");
}

test("a person answers five questions, the org first, sees the plan and has a project", async () => {
  const world = createWorld();
  const terminal = startOnTerminal(world, ["create"]);
  await answerQuestions(terminal, "Demo App");
  await terminal.see("com.example.demoapp:/callback");
  await terminal.see("com.example.demoapp:/logout");
  await terminal.see("access policy");
  await terminal.see("Continue?");
  terminal.type(keys.enter);
  await terminal.see("is ready");
  await terminal.see("Next:");
  await terminal.see("okta-unlock create demo-app");
  expect(await terminal.exitCode).toBe(0);
  expect(existsSync(world.path("demo-app", "okta-unlock.json"))).toBe(true);
});

test("a person chooses several platforms, and the command at the end names each", async () => {
  const world = createWorld();
  const terminal = startOnTerminal(world, ["create", "demo", "--org", "local"]);
  await terminal.see("For which platform?");
  await terminal.see("Several of them");
  terminal.type(`${keys.down.repeat(3)}${keys.enter}`);
  await terminal.see("For which platforms?");
  terminal.type(keys.enter);
  await terminal.see("At least one choice must be selected");
  terminal.type(` ${keys.down} ${keys.enter}`);
  await terminal.see("What is the app called?");
  terminal.type(keys.enter);
  await terminal.see("Bundle ID");
  terminal.type(keys.enter);
  await terminal.see("What unlocks the app?");
  terminal.type(keys.enter);
  await terminal.see("Write the project for Android to");
  await terminal.see("Continue?");
  terminal.type(keys.enter);
  await terminal.see("is ready");
  expect(await terminal.exitCode).toBe(0);
  expect(joinLines(terminal.text())).toContain(
    "create demo --platform ios --platform android --org local --yes",
  );
  expect(readdirSync(world.path("demo")).toSorted()).toEqual([".git", "README.md", "android", "ios"]);
  // Later, update asks about each by its folder.
  const updating = startOnTerminal(world, ["update", "demo", "--lock-after", "5"]);
  for (const folder of ["android", "ios"]) {
    await updating.see(folder);
    await updating.see("~ README.md");
    await updating.see("Continue?");
    updating.type(keys.enter);
  }
  expect(await updating.exitCode).toBe(0);
});

test("a wrong answer is explained at once, and can be mended", async () => {
  const world = createWorld();
  const terminal = startOnTerminal(world, [
    "create",
    "demo",
    "--platform",
    "ios",
    "--name",
    "Demo",
    "--org",
    "local",
  ]);
  await terminal.see("Bundle ID");
  terminal.type(`_x${keys.enter}`);
  await terminal.see("at least two segments");

  terminal.type(keys.controlC);
  expect(await terminal.exitCode).toBe(130);
});

test.each([
  ["Ctrl-C", keys.controlC],
  ["Ctrl-D", keys.controlD],
])("%s at the first question ends with 130 and leaves nothing", async (_name, key) => {
  const world = createWorld();
  const terminal = startOnTerminal(world, ["create", "demo"]);
  await terminal.see("Which Okta org?");
  terminal.type(key);
  expect(await terminal.exitCode).toBe(130);
  expect(readdirSync(world.cwd)).toEqual([]);
  expect(existsSync(world.home)).toBe(false);
});

test("Ctrl-C at a later question prints the command with the answers so far", async () => {
  const world = createWorld();
  const terminal = startOnTerminal(world, ["create", "--no-git", "--platform", "ios"]);
  await terminal.see("Which Okta org?");
  terminal.type(keys.enter);
  await terminal.see("What is the app called?");
  terminal.type(`It's mine${keys.enter}`);
  await terminal.see("Bundle ID");
  terminal.type(keys.controlC);
  await terminal.see("To go on with the answers so far:");
  expect(await terminal.exitCode).toBe(130);
  expect(joinLines(terminal.text())).toContain(
    String.raw`create --no-git --platform ios --org local --name 'It'\''s mine'`,
  );
  expect(readdirSync(world.cwd)).toEqual([]);
});

const points = [
  ["Which Okta org?", keys.enter],
  ["For which platform?", keys.enter],
  ["What is the app called?", `Demo${keys.enter}`],
  ["Bundle ID", keys.enter],
  ["What unlocks the app?", keys.enter],
  ["Continue?", `${keys.down}${keys.enter}`],
  ["What do you want to change?", `${keys.down}${keys.enter}`],
  ["What is the app called?", `Other${keys.enter}`],
  ["Continue?", keys.enter],
] as const;

/** npm test stops at some of them, .ci/run at each. */
const stops = points.flatMap(([question], index) =>
  isWhole || [0, 5, 6].includes(index) ? [[index + 1, question] as const] : [],
);

test.each(stops)(
  "Ctrl-C at point %i (%s) ends with 130, leaves nothing and shows no stack",
  async (count) => {
    const world = createWorld();
    const terminal = startOnTerminal(world, ["create"]);
    for (const [index, [question, answer]] of points.slice(0, count).entries()) {
      await terminal.see(question);
      terminal.type(index === count - 1 ? keys.controlC : answer);
    }
    await terminal.see("Stopped by Ctrl-C.");
    expect(await terminal.exitCode).toBe(130);
    expect(readdirSync(world.cwd)).toEqual([]);
    expect(terminal.text()).not.toMatch(/ at .*:\d+:\d+/u);
    expect(terminal.text().includes("To go on with the answers so far:")).toBe(count > 1);
  },
);

test("answers are not lost when the org fails after them", async () => {
  const world = createWorld();
  const terminal = startOnTerminal(
    world,
    ["create", "demo", "--platform", "ios", "--org", "https://127.0.0.1:9"],
    {
      OKTA_CLIENT_TOKEN: "00abcdefghijklmnop",
    },
  );
  await terminal.see("What is the app called?");
  terminal.type(`Acme${keys.enter}`);
  await terminal.see("Bundle ID");
  terminal.type(keys.enter);
  await terminal.see("What unlocks the app?");
  terminal.type(keys.enter);
  await terminal.see("To go on with the answers so far:");
  expect(await terminal.exitCode).toBe(6);
  expect(joinLines(terminal.text())).toContain("--name Acme --bundle-id com.example.acme");
});

test.each([
  ["Ctrl-C", keys.controlC],
  ["a no", `${keys.down}${keys.down}${keys.enter}`],
])("%s at the plan changes nothing, and its command goes on at the plan", async (_name, key) => {
  const world = createWorld();
  const terminal = startOnTerminal(world, ["create"]);
  await answerQuestions(terminal, "Demo");
  await terminal.see("Continue?");
  terminal.type(key);
  expect(await terminal.exitCode).toBe(130);
  expect(readdirSync(world.cwd)).toEqual([]);
  const flags =
    "--org local --platform ios --name Demo --bundle-id com.example.demo --unlock-policy biometric";
  expect(joinLines(terminal.text())).toContain(`create ${flags}`);

  const again = startOnTerminal(world, ["create", ...flags.split(" ")]);
  await again.see("The plan:");
  await again.see("Continue?");
  again.type(keys.enter);
  expect(await again.exitCode).toBe(0);
  expect(again.text()).not.toContain("Which Okta org?");
});

test("an answer is changed at the plan, and what was made from it follows", async () => {
  const world = createWorld();
  const terminal = startOnTerminal(world, ["create", "--lock-after", "30"]);
  await answerQuestions(terminal, "Demo");
  await terminal.see("Continue?");
  terminal.type(`${keys.down}${keys.enter}`);
  await terminal.see("What do you want to change?");
  await terminal.see("Seconds until it locks: 30");
  terminal.type(`${keys.down.repeat(2)}${keys.enter}`);
  await terminal.see("Bundle ID");
  terminal.type(`com.acme.demo${keys.enter}`);
  await terminal.see("The plan:");
  await terminal.see("com.acme.demo:/callback");
  await terminal.see("com.acme.demo:/logout");
  await terminal.see("Continue?");
  await changeLockAfter(terminal, "0");
  terminal.type(keys.enter);
  await terminal.see("is ready");
  expect(await terminal.exitCode).toBe(0);
  expect(readManifestAnswers(world)).toMatchObject({
    bundleId: "com.acme.demo",
    redirectUri: "com.acme.demo:/callback",
    postLogoutRedirectUri: "com.acme.demo:/logout",
    lockAfter: 0,
  });
});

/** At "Continue?": changes the seventh answer of the plan, and comes back to the question. */
async function changeLockAfter(terminal: TerminalRun, seconds: string): Promise<void> {
  terminal.type(`${keys.down}${keys.enter}`);
  await terminal.see("What do you want to change?");
  await terminal.see("Nothing");
  terminal.type(`${keys.down.repeat(6)}${keys.enter}`);
  await terminal.see("Seconds in the background");
  terminal.type(`${seconds}${keys.enter}`);
  await terminal.see("The plan:");
  await terminal.see("Continue?");
}

test("Ctrl-C after a change has the changed value in place of the typed one", async () => {
  const world = createWorld();
  const terminal = startOnTerminal(world, [...answered, "--org", "local"]);
  await terminal.see("Continue?");
  await changeLockAfter(terminal, "90");
  terminal.type(keys.controlC);
  expect(await terminal.exitCode).toBe(130);
  expect(joinLines(terminal.text())).toContain("--unlock-policy=biometric --lock-after=90 --org local");
});

test("a folder that is taken is said before the first question", async () => {
  const world = createWorld();
  mkdirSync(world.path("taken"));
  writeFileSync(world.path("taken", "x"), "mine");
  const terminal = startOnTerminal(world, ["create", "taken"]);
  expect(await terminal.exitCode).toBe(7);
  expect(terminal.text()).toContain("is not empty");
  expect(terminal.text()).not.toContain("?");
});

test("a typed value that is refused is said before the first question", async () => {
  const terminal = startOnTerminal(createWorld(), ["create", "demo", "--lock-after", "60s"]);
  expect(await terminal.exitCode).toBe(2);
  expect(joinLines(terminal.text())).toContain("create demo --lock-after 60");
  expect(terminal.text()).not.toContain("Which Okta org?");
});

test("where the folder of the name is taken, another one is asked for", async () => {
  const world = createWorld();
  mkdirSync(world.path("demo"));
  writeFileSync(world.path("demo", "x"), "mine");
  const terminal = startOnTerminal(world, ["create", "--platform", "ios", "--org", "local"]);
  await terminal.see("What is the app called?");
  terminal.type(`Demo${keys.enter}`);
  await terminal.see("is not empty");
  await terminal.see("Another folder:");
  terminal.type(`other${keys.enter}`);
  await terminal.see("Bundle ID");
  terminal.type(keys.enter);
  await terminal.see("What unlocks the app?");
  terminal.type(keys.enter);
  await terminal.see("Continue?");
  terminal.type(keys.enter);
  await terminal.see("is ready");
  expect(await terminal.exitCode).toBe(0);
  expect(existsSync(world.path("other", "okta-unlock.json"))).toBe(true);
});

test("a project that is there asks for none of its answers", async () => {
  const world = createWorld();
  await world.run([
    "create",
    "demo",
    "--platform",
    "ios",
    "--org",
    "local",
    "--bundle-id",
    "com.acme.demo",
    "--yes",
  ]);
  const terminal = startOnTerminal(world, ["create", "demo", "--platform", "ios", "--org", "local"]);
  await terminal.see("Nothing to change");
  expect(await terminal.exitCode).toBe(0);
});

test("for an app that is there the plan shows the URIs that it has to have", async () => {
  const world = createWorld();
  const app = ["--issuer", "https://dev-1.okta.com/oauth2/default", "--client-id", "0oa1b2c3d4e5f6g7h8i9"];
  const terminal = startOnTerminal(world, ["create", "demo", "--platform", "ios", "--name", "Demo", ...app]);
  await terminal.see("Bundle ID");
  terminal.type(keys.enter);
  await terminal.see("What unlocks the app?");
  terminal.type(keys.enter);
  await terminal.see("com.example.demo:/callback");
  await terminal.see("Continue?");
  terminal.type(keys.enter);
  expect(await terminal.exitCode).toBe(0);
});

/** What the terminal broke at its last column, as it was meant. */
function joinLines(text: string): string {
  return text.replaceAll(/\r?\n */gu, " ");
}

function readManifestAnswers(world: World): unknown {
  const text = readFileSync(world.path("demo", "okta-unlock.json"), "utf8");
  return (JSON.parse(text) as { readonly answers: unknown }).answers;
}

test("an org of one's own is signed in to on the way, and the sign-in need not be kept", async () => {
  const org = await startTestOrg();
  const world = createWorld();
  const terminal = startOnTerminal(world, answered, { NODE_EXTRA_CA_CERTS: org.caCertificatePath });
  await terminal.see("Which Okta org?");
  terminal.type(`${keys.down}${keys.enter}`);
  await terminal.see("The URL of your org, such as");
  terminal.type(`${org.url}${keys.enter}`);
  await terminal.see("Keep the secret as plain text");
  terminal.type(keys.enter);
  await terminal.see("How do you want to sign in?");
  terminal.type(keys.enter);
  await terminal.see("API token (hidden):");
  terminal.type(`${org.apiToken}${keys.enter}`);
  await terminal.see("Continue?");
  terminal.type(keys.enter);
  await terminal.see("is ready");
  expect(await terminal.exitCode).toBe(0);
  expect(terminal.text()).not.toContain(org.apiToken);
  expect(existsSync(world.path("demo", "okta-unlock.json"))).toBe(true);
  expect(existsSync(join(world.home, "config", "okta-unlock", "secrets.json"))).toBe(false);
});

test("Ctrl-C after a new name has the bundle ID of that name, as the plan showed it", async () => {
  const world = createWorld();
  const typed = ["--post-logout-redirect-uri", "com.example.demo:/out"];
  const terminal = startOnTerminal(world, ["create", ...typed]);
  await answerQuestions(terminal, "Demo");
  await terminal.see("Continue?");
  terminal.type(`${keys.down}${keys.enter}`);
  await terminal.see("What do you want to change?");
  await terminal.see("Nothing");
  terminal.type(`${keys.down}${keys.enter}`);
  await terminal.see("What is the app called?");
  terminal.type(`Other${keys.enter}`);
  await terminal.see("com.example.other:/callback");
  await terminal.see("Continue?");
  terminal.type(keys.controlC);
  expect(await terminal.exitCode).toBe(130);
  expect(joinLines(terminal.text())).toContain(
    "create --post-logout-redirect-uri com.example.other:/logout --org local --platform ios --name Other --bundle-id com.example.other --unlock-policy biometric",
  );
});

import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { startLocalOrgProcess } from "../support/local-org.ts";
import { createWorld, type World } from "../support/run-cli.ts";

const localIos = ["--platform", "ios", "--org", "local", "--yes"] as const;
const offlineIos = [
  "--platform",
  "ios",
  "--issuer",
  "https://example.okta.com/oauth2/default",
  "--client-id",
  "0oa1b2c3d4e5f6g7h8i9",
  "--yes",
] as const;

test("one command makes the app and the project, and prints one JSON object", async () => {
  const world = createWorld();
  const run = await world.run(["create", "demo", ...localIos, "--json"]);
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  const result = JSON.parse(run.stdout) as CreateJson;
  expect(result).toMatchObject({
    schemaVersion: 1,
    issuer: expect.stringMatching(/^https:\/\/localhost:\d+\/oauth2\/default$/u),
    clientId: expect.stringMatching(/^0oa/u),
    appId: expect.stringMatching(/^0oa/u),
    directory: world.path("demo"),
    changed: true,
  });
  for (const file of result.files) expect(existsSync(world.path("demo", file)), file).toBe(true);
  expect(result.files).toContain("okta-unlock.json");
  expect(readFileSync(world.path("demo", "Demo", "Resources", "Okta.plist"), "utf8")).toContain(
    result.clientId,
  );
});

test("the same command again changes nothing and says so", async () => {
  const world = createWorld();
  const first = JSON.parse((await world.run(["create", "demo", ...localIos, "--json"])).stdout) as CreateJson;
  const again = await world.run(["create", "demo", ...localIos, "--json"]);
  expect(again).toMatchObject({ exitCode: 0, stderr: "" });
  expect(JSON.parse(again.stdout)).toMatchObject({
    appId: first.appId,
    clientId: first.clientId,
    changed: false,
  });
  const said = await world.run(["create", "demo", ...localIos]);
  expect(said.exitCode).toBe(0);
  expect(said.stdout + said.stderr).toContain("othing to change");
});

test("the project of a fresh folder finds the app that is there", async () => {
  const world = createWorld();
  const first = JSON.parse((await world.run(["create", "demo", ...localIos, "--json"])).stdout) as CreateJson;
  const other = await world.run(["create", "other/demo", ...localIos, "--json"]);
  expect(JSON.parse(other.stdout)).toMatchObject({ appId: first.appId });
});

test("--dry-run prints files and requests, writes nothing and needs no network", async () => {
  const world = createWorld();
  const run = await world.run(["create", "demo", ...localIos, "--dry-run", "--json"]);
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  const plan = JSON.parse(run.stdout) as DryRunJson;
  expect(plan.dryRun).toBe(true);
  expect(plan.files).toContain("okta-unlock.json");
  expect(plan.files).toEqual(plan.files.toSorted());
  expect(plan.requests[0]).toMatchObject({
    method: "POST",
    path: "/api/v1/apps?activate=true",
    body: {
      name: "oidc_client",
      label: "Demo",
      settings: {
        oauthClient: {
          redirect_uris: ["com.example.demo:/callback"],
          grant_types: ["authorization_code", "refresh_token"],
        },
      },
    },
  });
  expect(readdirSync(world.cwd)).toEqual([]);
  expect(existsSync(world.home)).toBe(false);
});

test("--dry-run against an org that can't be reached works all the same", async () => {
  const world = createWorld();
  const env = { OKTA_CLIENT_TOKEN: "00secretsecretsecretsecret" };
  const args = [
    "create",
    "demo",
    "--platform",
    "ios",
    "--org",
    "https://unreachable.invalid",
    "--yes",
    "--dry-run",
  ];
  const run = await world.run(args, { env });
  expect(run.exitCode).toBe(0);
  expect(run.stdout).toContain("/api/v1/apps");
  expect(run.stdout + run.stderr).not.toContain("00secret");
});

test("issuer and client ID given by hand: no org is touched", async () => {
  const world = createWorld();
  const run = await world.run(["create", "demo", ...offlineIos, "--json"]);
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  expect(JSON.parse(run.stdout)).toMatchObject({ clientId: "0oa1b2c3d4e5f6g7h8i9", appId: null });
  expect(existsSync(world.home)).toBe(false);
});

test("what is missing is listed at once, and nothing is written", async () => {
  const world = createWorld();
  const run = await world.run(["create", "--no-input"]);
  expect(run.exitCode).toBe(2);
  for (const flag of ["--name", "--org", "OKTA_UNLOCK_NAME", "OKTA_CLIENT_ORGURL"]) {
    expect(run.stderr).toContain(flag);
  }
  expect(readdirSync(world.cwd)).toEqual([]);
});

test("closed stdin without --yes asks nothing and never hangs", async () => {
  const run = await createWorld().run(["create", "demo"]);
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain("--org");
});

test.each([
  { says: "the folder gives the name", args: ["demo"], made: { name: "Demo", platform: "android" } },
  { says: "without a folder there is a name", args: [], made: { name: "My App", platform: "android" } },
])("--yes takes the defaults: $says", async ({ args, made }) => {
  const world = createWorld();
  const given = ["--platform", "android", "--org", "local", "--yes", "--dry-run", "--json"];
  const run = await world.run(["create", ...args, ...given]);
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  expect(JSON.parse(run.stdout)).toMatchObject(made);
});

test("a platform is never guessed, --yes or not", async () => {
  const run = await createWorld().run(["create", "demo", "--org", "local", "--yes"]);
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toMatch(/--platform <ios\|android\|react-native>, or\s+OKTA_UNLOCK_PLATFORM/u);
});

test("--yes is said to be the reason that nothing is asked", async () => {
  const run = await createWorld().run(["create", "demo", "--yes"]);
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain("With --yes nothing is asked.");
});

test("the command after a bad value is the one that was typed, corrected", async () => {
  const args = [
    "create",
    "pol",
    "--platform",
    "ios",
    "--issuer",
    "https://dev-1.okta.com",
    "--client-id",
    "0oa1",
    "--no-git",
  ];
  const run = await createWorld().run([...args, "--lock-after", "60s", "--yes", "--json"]);
  expect(run.exitCode).toBe(2);
  const { error } = JSON.parse(run.stderr) as { error: { next: string } };
  expect(error.next).toMatch(
    /okta-unlock create pol --platform ios --issuer .* --no-git --lock-after 60 --yes --json$/u,
  );
  expect(error.next).not.toContain("local");
});

test.each(["CON", "a\nb"])("the bad folder %j is one problem", async (folder) => {
  const run = await createWorld().run(["create", folder, ...localIos, "--json"]);
  expect(run.exitCode).toBe(2);
  const { error } = JSON.parse(run.stderr) as { error: { details: string[] } };
  expect(error.details).toEqual([expect.stringContaining("folder [dir]")]);
});

test("the environment stands in for flags", async () => {
  const world = createWorld();
  const env = {
    OKTA_UNLOCK_PLATFORM: "ios",
    OKTA_UNLOCK_ORG: "local",
    OKTA_UNLOCK_NAME: "From The Environment",
  };
  const run = await world.run(["create", "demo", "--json"], { env });
  expect(run.exitCode).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject({ name: "From The Environment" });
});

test.each([
  { args: ["--name", "  "], says: "name" },
  { args: ["--name", "x".repeat(300)], says: "100" },
  { args: ["--name", "line\nbreak"], says: "name" },
  { args: ["--bundle-id", "com.example.my_app"], says: "underscore" },
  { args: ["--bundle-id", "single"], says: "com.example" },
  { args: ["--unlock-policy", "passcode"], says: "Try biometric-or-passcode" },
  { args: ["--lock-after", "60s"], says: "Try 60" },
  { args: ["--redirect-uri", "https://example.com/callback"], says: "scheme" },
  { args: ["--redirect-uri", "Com.Example.App:/callback"], says: "com.example.app:/callback" },
  { args: ["--redirect-uri", "com.example.app://callback"], says: "com.example.app:/callback" },
  { args: ["--redirect-uri", "com.example.app:/callback#x"], says: "#" },
  {
    args: ["--redirect-uri", "com.example.app:/cb", "--post-logout-redirect-uri", "com.other.app:/out"],
    says: "scheme",
  },
  { args: ["--org", "http://example.okta.com"], says: "https" },
  { args: ["--org", "https://exa mple.okta.com"], says: "space" },
])("$args is refused before anything is made", async ({ args, says }) => {
  const world = createWorld();
  const org = args.includes("--org") ? [] : ["--org", "local"];
  const run = await world.run(["create", "demo", "--platform", "ios", ...org, "--yes", ...args], {
    env: { OKTA_CLIENT_TOKEN: "00abcdefghijklmnop" },
  });
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain(says);
  expect(run.stderr).toContain("Next: ");
  expect(readdirSync(world.cwd)).toEqual([]);
  expect(existsSync(world.home)).toBe(false);
});

test("all refused values are listed together", async () => {
  const run = await createWorld().run([
    "create",
    "demo",
    ...localIos,
    "--bundle-id",
    "x",
    "--redirect-uri",
    "http://a",
    "--json",
  ]);
  const { error } = JSON.parse(run.stderr) as { error: { details: string[] } };
  expect(error.details).toHaveLength(2);
});

test("an org URL with -admin or a path is mended with a word about it", async () => {
  const run = await createWorld().run(
    [
      "create",
      "demo",
      "--platform",
      "ios",
      "--org",
      "example-admin.okta.com/admin/dashboard",
      "--yes",
      "--dry-run",
    ],
    { env: { OKTA_CLIENT_TOKEN: "00abcdefghijklmnop" } },
  );
  expect(run.exitCode).toBe(0);
  expect(run.stderr).toContain("-admin");
  expect(run.stdout).toContain("https://example.okta.com");
});

test.each([
  { name: `Quotes "double" and 'single'` },
  { name: "Emoji 🔓👩‍🚀" },
  { name: "Dollar $HOME $(HOME) ${x}" },
  { name: String.raw`Back\slash \(x) \n` },
  { name: "שלום עולם" },
  { name: "class" },
  { name: "</string><b>&amp;" },
])("the name $name makes a project that carries it", async ({ name }) => {
  const world = createWorld();
  const run = await world.run(["create", "demo", ...offlineIos, "--name", name, "--json"]);
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  const manifest = JSON.parse(readFileSync(world.path("demo", "okta-unlock.json"), "utf8")) as {
    answers: { name: string };
  };
  expect(manifest.answers.name).toBe(name);
});

test.each([
  { what: "a file", prepare: (world: World) => writeFileSync(world.path("demo"), "mine"), says: "file" },
  {
    what: "a folder with something in it",
    prepare: (world: World) => {
      mkdirSync(world.path("demo"));
      writeFileSync(world.path("demo", "notes.txt"), "mine");
    },
    says: "notes.txt",
  },
])("$what in the way is refused, and stays", async ({ prepare, says }) => {
  const world = createWorld();
  prepare(world);
  const before = readdirSync(world.cwd, { recursive: true });
  const run = await world.run(["create", "demo", ...localIos]);
  expect(run.exitCode).toBe(7);
  expect(run.stderr).toContain(says);
  expect(readdirSync(world.cwd, { recursive: true })).toEqual(before);
  expect(existsSync(world.home)).toBe(false);
});

test("a README and a repository don't block, and are kept", async () => {
  const world = createWorld();
  mkdirSync(world.path("demo", ".git"), { recursive: true });
  writeFileSync(world.path("demo", "README.md"), "mine");
  const run = await world.run(["create", "demo", ...offlineIos, "--json"]);
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  expect(readFileSync(world.path("demo", "README.md"), "utf8")).toBe("mine");
  expect(existsSync(world.path("demo", "okta-unlock.json"))).toBe(true);
});

test("a project made with other answers is left alone", async () => {
  const world = createWorld();
  await world.run(["create", "demo", ...offlineIos]);
  const before = readFileSync(world.path("demo", "okta-unlock.json"), "utf8");
  const run = await world.run(["create", "demo", ...offlineIos, "--bundle-id", "com.other.demo"]);
  expect(run.exitCode).toBe(5);
  expect(run.stderr).toContain("com.other.demo");
  expect(readFileSync(world.path("demo", "okta-unlock.json"), "utf8")).toBe(before);
});

test("a project whose app was deleted is told so, and no other app is made", async () => {
  const world = createWorld();
  const made = JSON.parse((await world.run(["create", "demo", ...localIos, "--json"])).stdout) as CreateJson;
  await world.run(["apps", "delete", made.appId, "--org", "local", "--yes"]);
  const run = await world.run(["create", "demo", ...localIos]);
  expect(run.exitCode).toBe(5);
  expect(run.stderr).toContain(made.appId);
  const list = await world.run(["apps", "list", "--org", "local", "--json"]);
  expect(JSON.parse(list.stdout)).toMatchObject({ apps: [] });
});

test("a project whose folder was renamed is found as it is", async () => {
  const world = createWorld();
  await world.run(["create", "demo", ...localIos, "--bundle-id", "com.other.demo"]);
  renameSync(world.path("demo"), world.path("moved"));
  const run = await world.run(["create", "moved", ...localIos, "--json"]);
  expect(JSON.parse(run.stdout)).toMatchObject({ changed: false, name: "Demo" });
});

test("a redirect URI alone gives the post-logout one its scheme", async () => {
  const args = ["create", "demo", ...localIos, "--dry-run", "--json", "--redirect-uri", "com.mine.app:/cb"];
  const run = await createWorld().run(args);
  expect(run.exitCode).toBe(0);
  expect(run.stdout).toContain("com.mine.app:/logout");
});

test("what opens the app, and when it locks, is written into the project and kept by a re-run", async () => {
  const world = createWorld();
  const chosen = ["--unlock-policy", "biometric-or-passcode", "--lock-after", "0"];
  const made = await world.run(["create", "demo", ...offlineIos, ...chosen, "--json"]);
  expect(made.exitCode).toBe(0);
  expect((JSON.parse(made.stdout) as CreateJson).command).toContain(chosen.join(" "));
  const settings = readFileSync(world.path("demo", "Demo/Shell/Launch/AppSettings.swift"), "utf8");
  expect(settings).toContain(".biometricOrPasscode");
  expect(settings).toContain(".seconds(0)");
  const manifest = readFileSync(world.path("demo", "okta-unlock.json"), "utf8");
  expect(JSON.parse(manifest)).toMatchObject({
    answers: { unlockPolicy: "biometric-or-passcode", lockAfter: 0 },
  });
  // The project says its platform, too.
  const again = await world.run(["create", "demo", ...offlineIos.slice(2), "--json"]);
  expect(JSON.parse(again.stdout)).toMatchObject({ changed: false });
  const env = { OKTA_UNLOCK_LOCK_AFTER: "30" };
  const other = await world.run(["create", "demo", ...offlineIos], { env });
  expect(other.exitCode).toBe(5);
  expect(other.stderr).toContain("seconds until it locks: 0 in the project, 30 now");
});

test("--dry-run needs no token", async () => {
  const args = [
    "create",
    "demo",
    "--platform",
    "ios",
    "--org",
    "https://acme.okta.com",
    "--yes",
    "--dry-run",
  ];
  expect(await createWorld().run(args)).toMatchObject({ exitCode: 0 });
});

test("--dry-run refuses the folder that the real run would refuse", async () => {
  const world = createWorld();
  writeFileSync(world.path("demo"), "mine");
  const run = await world.run(["create", "demo", ...localIos, "--dry-run"]);
  expect(run.exitCode).toBe(7);
});

test("the initiate login URI is an answer: set in the app, written down, and kept by a re-run", async () => {
  const world = createWorld();
  const uri = "https://app.example.com/login";
  const first = await world.run(["create", "demo", ...localIos, "--initiate-login-uri", uri, "--json"]);
  expect(first).toMatchObject({ exitCode: 0, stderr: "" });
  const { command, appId } = JSON.parse(first.stdout) as { readonly command: string; readonly appId: string };
  expect(command).toContain(`--initiate-login-uri ${uri}`);
  const manifest = JSON.parse(readFileSync(world.path("demo", "okta-unlock.json"), "utf8")) as object;
  expect(manifest).toMatchObject({ answers: { initiateLoginUri: uri } });
  const again = await world.run(["create", "demo", ...localIos, "--json"]);
  expect(JSON.parse(again.stdout)).toMatchObject({ changed: false, initiateLoginUri: uri });
  const shown = await world.run(["apps", "show", appId, "--org", "local", "--json"]);
  expect(JSON.parse(shown.stdout)).toMatchObject({ initiateLoginUri: uri });
});

test("empty variables of Okta's count as not set, and what a flag says needs no variable", async () => {
  const env = { OKTA_UNLOCK_NAME: "", OKTA_UNLOCK_ORG: "", OKTA_CLIENT_ORGURL: "", OKTA_CLIENT_TOKEN: "" };
  const run = await createWorld().run(["create", "demo", "--name", "Demo", ...localIos, "--json"], { env });
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
});

test.each([
  "OKTA_UNLOCK_PLATFORM",
  "OKTA_UNLOCK_NAME",
  "OKTA_UNLOCK_BUNDLE_ID",
  "OKTA_UNLOCK_REDIRECT_URI",
  "OKTA_UNLOCK_POST_LOGOUT_REDIRECT_URI",
  "OKTA_UNLOCK_INITIATE_LOGIN_URI",
  "OKTA_UNLOCK_UNLOCK_POLICY",
  "OKTA_UNLOCK_LOCK_AFTER",
  "OKTA_UNLOCK_ACCOUNT_DELETION",
  "OKTA_UNLOCK_WEB_PREVIEW",
  "OKTA_UNLOCK_ORG",
  "OKTA_UNLOCK_ASSIGN",
  "OKTA_UNLOCK_AUTHORIZATION_SERVER",
  "OKTA_UNLOCK_SIGN_ON_POLICY",
  "OKTA_UNLOCK_PORT",
  "OKTA_UNLOCK_DATA_DIR",
])("%s, when it is empty, is refused by its name", async (name) => {
  const world = createWorld();
  const org = name === "OKTA_UNLOCK_ORG" ? [] : ["--org", "local"];
  const platform = name === "OKTA_UNLOCK_PLATFORM" ? [] : ["--platform", "ios"];
  const run = await world.run(["create", "demo", ...platform, ...org, "--yes"], { env: { [name]: " " } });
  expect(run).toMatchObject({ exitCode: 2, stdout: "" });
  expect(run.stderr).toContain(name);
  expect(run.stderr).toMatch(/is\s+empty/u);
  expect(run.stderr).not.toContain("(--");
  expect(readdirSync(world.cwd)).toEqual([]);
});

test.each([
  ["OKTA_UNLOCK_PLATFORM", "windows"],
  ["OKTA_UNLOCK_NAME", "a\nb"],
  ["OKTA_UNLOCK_REDIRECT_URI", "com.example.a:/one,com.example.a:/two"],
  ["OKTA_UNLOCK_ASSIGN", "Testers"],
])("the fault of %s is not blamed on the flag", async (name, value) => {
  const run = await createWorld().run(["create", "demo", ...localIos.slice(2)], { env: { [name]: value } });
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain(`(${name})`);
});

test.each([{ args: [...offlineIos, "--org", "local"], says: "--org" }])(
  "$args contradict each other and are refused",
  async ({ args, says }) => {
    const run = await createWorld().run(["create", "demo", ...args]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain(says);
  },
);

test("the next steps name our README where the user has one", async () => {
  const world = createWorld();
  mkdirSync(world.path("demo"));
  writeFileSync(world.path("demo", "README.md"), "mine");
  const run = await world.run(["create", "demo", ...offlineIos, "--json"]);
  const { nextSteps } = JSON.parse(run.stdout) as { readonly nextSteps: readonly string[] };
  expect(nextSteps.join(" ")).toContain("README.okta-unlock.md");
});

test("on the local org it ends with who signs in and where to watch; JSON has no password", async () => {
  const world = createWorld();
  const said = await world.run(["create", "demo", ...localIos]);
  const status = await world.run(["local", "status"]);
  const [, login = "", password = ""] = /Test user +(\S+), password (\S+)/u.exec(status.stdout) ?? [];
  expect(said.stderr).toMatch(/Sign in to the local org with:/u);
  expect(said.stderr).toContain(login);
  expect(said.stderr).toContain(password);
  expect(said.stderr).toMatch(/https:\/\/localhost:\d+\/activity/u);
  const json = await world.run(["create", "demo", ...localIos, "--json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({
    local: { user: login, activityUrl: expect.stringMatching(/\/activity$/u) },
  });
  expect(json.stdout).not.toContain(password);
});

test("what runs already is not told to be started", async () => {
  const world = createWorld();
  await startLocalOrgProcess(world);
  const run = await world.run(["create", "demo", ...localIos, "--json"]);
  expect((JSON.parse(run.stdout) as CreateJson).nextSteps.join(" ")).not.toContain("local start");
  const registered = await world.run(["register", "--local"]);
  expect(registered.exitCode).toBe(0);
  expect(registered.stderr).not.toContain("local start");
});

test("an app given by hand is said to need its grants, its policy and exactly these URIs", async () => {
  const run = await createWorld().run(["create", "demo", ...offlineIos, "--json"]);
  const steps = (JSON.parse(run.stdout) as CreateJson).nextSteps.join("\n");
  expect(steps).toMatch(/0oa1b2c3d4e5f6g7h8i9 is a native app .* Refresh Token/u);
  expect(steps).toMatch(/exactly .*: com\.example\.demo:\/callback$/mu);
  expect(steps).toMatch(/exactly .*: com\.example\.demo:\/logout$/mu);
  expect(steps).toMatch(/access policy of https:\/\/example\.okta\.com\/oauth2\/default/u);
});

test("the command that repeats a run drops nothing that was typed", async () => {
  const typed = ["--lock-after", "60", "--unlock-policy", "biometric", "--assign", "everyone", "--no-git"];
  const run = await createWorld().run(["create", "demo", ...localIos, ...typed, "--dry-run", "--json"]);
  const { command } = JSON.parse(run.stdout) as CreateJson;
  for (const flag of ["--lock-after 60", "--unlock-policy biometric", "--assign everyone", "--no-git"]) {
    expect(command).toContain(flag);
  }
});

test("a folder that begins with a hyphen can be typed again", async () => {
  const run = await createWorld().run(["create", ...offlineIos, "--json", "--", "-demo"]);
  expect(JSON.parse(run.stdout)).toMatchObject({ command: expect.stringContaining("create ./-demo ") });
});

test("a rejected token is exit 3 and is not shown", async () => {
  const world = createWorld();
  const local = await startLocalOrgProcess(world);
  const run = await world.run(["create", "demo", "--platform", "ios", "--org", local.url, "--yes"], {
    env: { OKTA_CLIENT_TOKEN: "00wrongwrongwrongwrongwrong", NODE_EXTRA_CA_CERTS: local.caCertificatePath },
  });
  expect(run.exitCode).toBe(3);
  expect(run.stdout + run.stderr).not.toContain("00wrong");
  expect(existsSync(world.path("demo"))).toBe(false);
});

test("no network is exit 6 and leaves nothing", async () => {
  const world = createWorld();
  const run = await world.run(
    ["create", "demo", "--platform", "ios", "--org", "https://127.0.0.1:9", "--yes"],
    {
      env: { OKTA_CLIENT_TOKEN: "00abcdefghijklmnop" },
    },
  );
  expect(run.exitCode).toBe(6);
  expect(readdirSync(world.cwd)).toEqual([]);
});

interface CreateJson {
  readonly nextSteps: readonly string[];
  readonly issuer: string;
  readonly clientId: string;
  readonly appId: string;
  readonly command: string;
  readonly files: readonly string[];
}

interface DryRunJson {
  readonly dryRun: boolean;
  readonly files: readonly string[];
  readonly requests: readonly { readonly method: string; readonly path: string; readonly body?: object }[];
}

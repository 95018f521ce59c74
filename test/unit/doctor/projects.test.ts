import fc from "fast-check";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runDoctor } from "../../../src/commands/doctor/run.ts";
import { type ProjectManifest, manifestName } from "../../../src/project/manifest.ts";
import { planProject } from "../../../src/project/plan.ts";
import { parseBundleId } from "../../../src/values/bundle-id.ts";
import { parseClientId } from "../../../src/values/client-id.ts";
import { parseIssuer } from "../../../src/values/issuer.ts";
import { parseOrgUrl } from "../../../src/values/org-url.ts";
import { type Platform, platforms } from "../../../src/values/platform.ts";
import { parseProjectName } from "../../../src/values/project-name.ts";
import { buildPostLogoutRedirectUri, parseRedirectUri } from "../../../src/values/redirect-uri.ts";
import { provisionFor } from "../commands/provisioned.ts";
import { type CommandWorld, openCommandWorld } from "../commands/command-world.ts";
import { buildDesiredState } from "../../../src/provision/desired.ts";
import { defaultLockAfter } from "../../../src/values/unlock.ts";
import { webPreviewOrigin, webPreviewUri } from "../../../src/values/web-preview.ts";
import { valueOf } from "../values/values.ts";
import { type Examined, setField } from "./world.ts";

let world: CommandWorld;
let root: string;

beforeAll(async () => {
  world = await openCommandWorld();
  root = mkdtempSync(join(tmpdir(), "okta-unlock-doctor-"));
});

afterAll(async () => {
  await world.close();
  rmSync(root, { recursive: true, force: true });
});

interface Settings {
  readonly platform: Platform;
  readonly name: string;
  readonly bundleId: string;
  readonly path: string;
  readonly extraScopes: readonly string[];
  readonly webPreview?: boolean;
}

/** A project with its app in the org; of its files only those that are read. */
async function makeProject(settings: Settings): Promise<string> {
  const { platform, name, bundleId, path, extraScopes } = settings;
  const { local } = world;
  const webPreview = platform === "react-native" && settings.webPreview === true;
  const previewUris = webPreview ? [webPreviewUri] : [];
  const redirectUri = valueOf(parseRedirectUri(`${bundleId.toLowerCase()}:/${path}`));
  const postLogoutRedirectUri = buildPostLogoutRedirectUri(redirectUri);
  const scopes = ["openid", "offline_access", ...extraScopes];
  const appId = await provisionFor(
    world,
    buildDesiredState({
      label: `${name} ${crypto.randomUUID()}`.slice(0, 100),
      project: bundleId,
      redirectUris: [redirectUri, ...previewUris],
      postLogoutRedirectUris: [postLogoutRedirectUri, ...previewUris],
      ...(webPreview && { trustedOrigin: webPreviewOrigin }),
      assignment: "everyone",
      scopes,
    }),
  );
  const plan = await planProject(
    {
      platform,
      name: valueOf(parseProjectName(name)),
      bundleId: valueOf(parseBundleId(bundleId)),
      redirectUri,
      postLogoutRedirectUri,
      initiateLoginUri: "",
      unlockPolicy: "biometric",
      lockAfter: defaultLockAfter,
      accountDeletion: false,
      webPreview,
    },
    {
      issuer: valueOf(parseIssuer(local.issuer)),
      clientId: valueOf(parseClientId(appId)),
      org: valueOf(parseOrgUrl(local.url)),
      appId,
      scopes,
      localOrg: true,
    },
    {
      templatesDirectory: world.context().templatesDirectory,
      version: "0.0.0-test",
      command: "okta-unlock create",
    },
  );
  const directory = mkdtempSync(join(root, "project-"));
  for (const file of plan.files.filter((each) =>
    /okta-unlock\.json$|Okta\.plist$|^okta\.properties$|^app\/build\.gradle\.kts$|^app\.json$/u.test(
      each.path,
    ),
  )) {
    mkdirSync(dirname(join(directory, file.path)), { recursive: true });
    writeFileSync(join(directory, file.path), file.contents);
  }
  return directory;
}

async function examine(directory: string, flags: { readonly fix?: boolean } = {}): Promise<Examined> {
  return (await runDoctor(world.context(), directory, flags)).result;
}

function readManifestOf(folder: string): { readonly okta: ProjectManifest["okta"] } {
  return JSON.parse(readFileSync(join(folder, manifestName), "utf8")) as { okta: ProjectManifest["okta"] };
}

function listProblems({ checks }: Examined): readonly string[] {
  // What the machine of the tests has installed is nothing that they know.
  return checks
    .filter(({ verdict, group }) => group !== "machine" && verdict !== "pass" && verdict !== "skipped")
    .map(({ id, evidence }) => `${id}: ${evidence}`);
}

const settings: fc.Arbitrary<Omit<Settings, "platform">> = fc.record({
  name: fc.stringMatching(/^[A-Za-z][A-Za-z0-9 ]{2,20}[a-z]$/u),
  bundleId: fc.stringMatching(/^com\.[a-z][a-z0-9]{2,8}q\.[a-z][a-zA-Z0-9]{2,8}q$/u),
  path: fc.stringMatching(/^[a-z][a-z0-9/._-]{0,12}[a-z]$/u),
  extraScopes: fc.subarray(["profile", "email", "phone", "address"]),
  webPreview: fc.boolean(),
});

test.each(platforms)("a healthy %s project is green, whatever it is called", async (platform) => {
  await fc.assert(
    fc.asyncProperty(settings, async (given) => {
      const found = await examine(await makeProject({ platform, ...given }));
      expect(listProblems(found)).toEqual([]);
      const hasPreview = platform === "react-native" && given.webPreview;
      expect({ ok: found.ok, requests: found.requests }).toEqual({
        ok: true,
        requests: hasPreview ? 12 : 11,
      });
    }),
    { numRuns: Number(process.env["OKTA_UNLOCK_DOCTOR_RUNS"] ?? 3) },
  );
});

const healthy = { name: "My App", bundleId: "com.example.myapp", path: "callback", extraScopes: ["profile"] };

const files: Readonly<Record<Platform, string>> = {
  ios: "MyApp/Resources/Okta.plist",
  android: "okta.properties",
  "react-native": "app.json",
};

/** What somebody wrote into the settings file, and what is named first then. */
const edits: readonly [what: string, change: (text: string) => string, cause: string][] = [
  [
    "a placeholder",
    (text) => text.replaceAll(/https:\/\/localhost:\d+/gu, "https://{yourOktaDomain}"),
    "settings-filled-in",
  ],
  [
    "an end slash behind the issuer",
    (text) => text.replace("/oauth2/default", "/oauth2/default/"),
    "issuer-exact",
  ],
  [
    "two slashes in the redirect URI",
    (text) => text.replace(":/callback", "://callback"),
    "settings-match-project",
  ],
  ["no offline_access", (text) => text.replace(" offline_access", ""), "offline-access-requested"],
  ["another client ID", (text) => text.replace(/0oa\w+/u, "0oaOfSomebodyElse123"), "settings-match-project"],
];

test.each(
  platforms.flatMap((platform) =>
    edits.map(([what, change, cause]) => [platform, what, change, cause] as const),
  ),
)("%s: %s is named first, and --fix restores the file", async (platform, _what, change, cause) => {
  const directory = await makeProject({ platform, ...healthy });
  const path = join(directory, files[platform]);
  const before = readFileSync(path, "utf8");
  expect(change(before)).not.toBe(before);
  writeFileSync(path, change(before));
  expect((await examine(directory)).cause?.id).toBe(cause);
  const fixed = await examine(directory, { fix: true });
  expect(listProblems(fixed)).toEqual([]);
  expect(readFileSync(path, "utf8")).toBe(before);
});

/** What developers make of a project in which all is well, and the verdicts that are no pass. */
type WellMeant = [
  platform: Platform,
  what: string,
  edit: (directory: string) => void,
  verdicts?: Readonly<Record<string, string>>,
];

const wellMeant: readonly WellMeant[] = [
  ["ios", "other line ends and indentation", (at) => edit(at, "ios", respace)],
  ["android", "other line ends and indentation", (at) => edit(at, "android", respace)],
  ["react-native", "other line ends and indentation", (at) => edit(at, "react-native", respace)],
  [
    "ios",
    "what was there before, in comments",
    (at) =>
      edit(at, "ios", (text) =>
        text.replaceAll(
          /<key>(\w+)<\/key>\s*(?=<string>)/gu,
          (found, key) =>
            `<!-- <key>${key}</key><string>https://old.example</string> -->\n${found}<!-- of staging -->\n`,
        ),
      ),
  ],
  [
    "android",
    "comments, a key twice, other separators, a value on two lines",
    (at) =>
      edit(at, "android", (text) =>
        `issuer=https://old.example\n${text}`
          .replace(/^clientId=/mu, "#clientId=0oaOld\n! clientId=0oaOlder\nclientId : ")
          .replace(/^scopes=openid /mu, "scopes openid \\\n    "),
      ),
  ],
  [
    "react-native",
    "comments, several schemes, and the same keys elsewhere",
    (at) =>
      edit(at, "react-native", (text) =>
        text
          .replace(
            '"name"',
            '// "scheme": "com.example.old", see https://docs.expo.dev\n"extras": {"issuer": "x", "scopes": "y"},\n"name"',
          )
          .replace('"scheme": "com.example.myapp"', '"scheme": ["com.example.debug", "com.example.myapp",]')
          .replace('"okta": {', '"old": {"redirectUri": "z"}, "okta": { /* "clientId": "0oaOld", */'),
      ),
  ],
  [
    "ios",
    "the file is in another folder",
    (at) => move(at, "MyApp/Resources/Okta.plist", "Sources/Config/Okta.plist"),
  ],
  [
    "react-native",
    "app.json became code",
    (at) => move(at, "app.json", "app.config.ts"),
    { "settings-match-project": "skipped", "scheme-registered": "skipped" },
  ],
  ...platforms.map((platform): WellMeant => [
    platform,
    "another bundle ID everywhere, also in Okta",
    (at) => edit(at, platform, (text) => text.replaceAll("com.example.myapp", "com.example.renamed")),
    { "settings-match-project": "warn" },
  ]),
  [
    "ios",
    "an own template without our file",
    (at) => adopt(at, "MyApp/Resources/Okta.plist"),
    { "settings-match-project": "skipped" },
  ],
  [
    "react-native",
    "an own template that keeps the settings in code",
    (at) => {
      adopt(at);
      edit(at, "react-native", () => JSON.stringify({ expo: { name: "MyApp" } }));
    },
    { "settings-match-project": "skipped", "scheme-registered": "skipped" },
  ],
];

function edit(directory: string, platform: Platform, change: (text: string) => string): void {
  const path = join(directory, files[platform]);
  const before = readFileSync(path, "utf8");
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
}

function respace(text: string): string {
  return text
    .replaceAll("\t", "      ")
    .replaceAll("  ", "\t")
    .replaceAll(/\r?\n/gu, "\r\n")
    .replaceAll('": ', '"  :\t');
}

function move(directory: string, from: string, to: string): void {
  mkdirSync(dirname(join(directory, to)), { recursive: true });
  renameSync(join(directory, from), join(directory, to));
}

/** As if the project had been made with a template of somebody else, which has no such file. */
function adopt(directory: string, without?: string): void {
  const path = join(directory, manifestName);
  const manifest = JSON.parse(readFileSync(path, "utf8")) as { files: Record<string, string> };
  const kept = Object.entries(manifest.files).filter(([name]) => name !== without);
  if (without !== undefined) rmSync(join(directory, without));
  const template = { title: "Ours", sha256: "0".repeat(64) };
  writeFileSync(path, JSON.stringify({ ...manifest, template, files: Object.fromEntries(kept) }));
}

test.each(wellMeant)("no alarm: %s: %s", async (platform, what, change, verdicts = {}) => {
  const directory = await makeProject({ platform, ...healthy });
  change(directory);
  if (what.includes("also in Okta")) {
    const appId = readManifestOf(directory).okta.appId ?? "";
    const uris = (end: string): readonly string[] => [`com.example.renamed:/${end}`];
    const oauthClient = ["settings", "oauthClient"];
    const app = setField(
      { ...(await world.observer.getApp(appId)) },
      [...oauthClient, "redirect_uris"],
      uris("callback"),
    );
    await world.observer.replaceApp(
      appId,
      setField(app, [...oauthClient, "post_logout_redirect_uris"], uris("logout")),
    );
  }
  const found = await examine(directory);
  const others = found.checks.filter(({ verdict, group }) => group !== "machine" && verdict !== "pass");
  expect(Object.fromEntries(others.map(({ id, verdict }) => [id, verdict])), JSON.stringify(others)).toEqual(
    verdicts,
  );
  expect(found.ok).toBe(true);
  // What is meant so is not taken back.
  expect((await examine(directory, { fix: true })).fixed).toEqual([]);
});

test("a scheme that app.json does not register is named first, and --fix registers it", async () => {
  const directory = await makeProject({ platform: "react-native", ...healthy });
  const path = join(directory, "app.json");
  const before = readFileSync(path, "utf8");
  writeFileSync(path, before.replace('"scheme": "com.example.myapp"', '"scheme": "com.example.other"'));
  expect((await examine(directory)).cause?.id).toBe("scheme-registered");
  expect(listProblems(await examine(directory, { fix: true }))).toEqual([]);
  expect(readFileSync(path, "utf8")).toBe(before);
});

/** What somebody made of the line of `app/build.gradle.kts` that registers the scheme, and what is said of it. */
const registrations: readonly [what: string, value: string | undefined, verdict: string][] = [
  ["the scheme, as a text", '"com.example.myapp"', "pass"],
  ["another scheme", '"com.example.other"', "fail"],
  ["another scheme, and the right one in a comment", '"com.example.other" // "com.example.myapp"', "fail"],
  ["what only Gradle can know", 'providers.gradleProperty("scheme").get()', "skipped"],
  ["a text with a variable", '"$applicationId"', "skipped"],
  ["nothing: the line is gone", undefined, "warn"],
];

test("app/build.gradle.kts that registers another scheme is named first; what can't be read is no alarm", async () => {
  const directory = await makeProject({ platform: "android", ...healthy });
  const path = join(directory, "app", "build.gradle.kts");
  const line = /manifestPlaceholders\["webAuthenticationRedirectScheme"\] =\s+oktaValue[^\n]+/u;
  const before = readFileSync(path, "utf8");
  expect(before).toMatch(line);
  const found = [];
  for (const [what, value] of registrations) {
    const filling = `manifestPlaceholders["webAuthenticationRedirectScheme"] = ${value}`;
    const edited = before.replace(line, () => (value === undefined ? "" : filling));
    writeFileSync(path, edited.replaceAll("\n", "\r\n"));
    const { checks, cause } = await examine(directory);
    const verdict = checks.find(({ id }) => id === "scheme-registered")?.verdict;
    found.push([what, verdict, cause?.id]);
  }
  const expected = registrations.map(([what, , verdict]) => [
    what,
    verdict,
    verdict === "fail" ? "scheme-registered" : undefined,
  ]);
  expect(found).toEqual(expected);
});

interface Origin {
  readonly id: string;
}

async function listOrigins(): Promise<readonly Origin[]> {
  return world.observer.listTrustedOrigins();
}

/** What breaks the preview of a React Native project in a browser, and what is named then. */
const previewFaults: readonly [what: string, cause: string, stage: (appId: string) => Promise<void>][] = [
  [
    "its redirect URI is not registered",
    "web-preview-uris-registered",
    async (appId) => changeUris(appId, "redirect_uris"),
  ],
  [
    "its sign-out URI is not registered",
    "web-preview-uris-registered",
    async (appId) => changeUris(appId, "post_logout_redirect_uris"),
  ],
  ["its origin is not trusted", "web-preview-origin-trusted", removeOrigins],
  [
    "its origin is trusted, but not active",
    "web-preview-origin-trusted",
    async () => {
      for (const { id } of await listOrigins()) await world.observer.deactivateTrustedOrigin(id);
    },
  ],
  [
    "its origin is trusted, but not for CORS",
    "web-preview-origin-trusted",
    async () => {
      for (const origin of await listOrigins())
        await world.observer.replaceTrustedOrigin(origin.id, { ...origin, scopes: [{ type: "REDIRECT" }] });
    },
  ],
];

async function removeOrigins(): Promise<void> {
  for (const { id } of await listOrigins()) await world.observer.deleteTrustedOrigin(id);
}

async function changeUris(appId: string, list: string): Promise<void> {
  const app = await world.observer.getApp(appId);
  const uris = ["com.example.myapp:/callback", "com.example.myapp:/logout"].slice(
    list === "redirect_uris" ? 0 : 1,
  );
  await world.observer.replaceApp(
    appId,
    setField({ ...app }, ["settings", "oauthClient", list], uris.slice(0, 1)),
  );
}

test.each(previewFaults)("web preview: %s: %s, and --fix mends it", async (_what, cause, stage) => {
  const directory = await makeProject({ platform: "react-native", ...healthy, webPreview: true });
  const { okta } = readManifestOf(directory);
  await stage(okta.appId ?? "");
  const found = await examine(directory);
  expect(found.ok, "on a phone the app works").toBe(true);
  const [warning, ...others] = found.checks.filter(
    ({ verdict, group }) => verdict === "warn" && group !== "machine",
  );
  expect(warning).toMatchObject({ id: cause, fixable: true });
  expect(warning?.fix).toBeTruthy();
  expect(others).toEqual([]);
  const fixed = await examine(directory, { fix: true });
  expect(fixed.fixed).not.toEqual([]);
  expect(listProblems(fixed)).toEqual([]);
});

test("an app that was made for another project is not changed where nobody can be asked", async () => {
  const directory = await makeProject({ platform: "android", ...healthy });
  const stranger = await makeProject({ platform: "android", ...healthy, bundleId: "com.example.stranger" });
  const { okta } = readManifestOf(stranger);
  writeFileSync(join(directory, manifestName), JSON.stringify({ ...readManifestOf(directory), okta }));
  const file = join(directory, "okta.properties");
  writeFileSync(file, readFileSync(file, "utf8").replace(/0oa\w+/u, okta.clientId));
  const found = await examine(directory, { fix: true });
  expect(found).toMatchObject({ ok: false, fixed: [], cause: { id: "redirect-uri-registered" } });
  expect(world.said.join("\n")).toContain("was not made for this project");
});

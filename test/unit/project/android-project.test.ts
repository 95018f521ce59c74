import { expect, test } from "vitest";
import { formatApp } from "../../../src/flows/format-app.ts";
import type { ProjectPlan } from "../../../src/project/plan.ts";
import type { LockAfter } from "../../../src/values/unlock.ts";
import { okta, planNamed, textOf } from "./ios-plan.ts";

const remote = { ...okta, localOrg: false };

function planAndroid(name: string, settings = okta, lockAfter: LockAfter = "60" as LockAfter) {
  return planNamed(name, settings, { platform: "android", lockAfter });
}

/** The files that an answer changes; all others are copied. `okta-unlock.json` has the hash of each of them. */
const rendered =
  /(?:^README\.md|^okta\.properties|^settings\.gradle\.kts|^app\/build\.gradle\.kts|AndroidManifest\.xml|backup_rules\w*\.xml|network_security_config\.xml)$/u;

test("the rendered files are as they were read last", async () => {
  const plan = await planAndroid("Café “Sample”");
  const read = plan.files.filter(({ path }) => rendered.test(path));
  expect(read.length).toBeGreaterThanOrEqual(9);
  for (const { path, contents } of read)
    await expect(contents).toMatchFileSnapshot(`__snapshots__/android/${path}.txt`);
});

test("okta.properties is what apps create --format properties prints, below a comment", async () => {
  const plan = await planAndroid("Sample");
  const printed = formatApp(
    {
      appId: "0oa1b2c3d4e5f6g7h8i9",
      org: "https://example.okta.com",
      issuer: okta.issuer,
      clientId: okta.clientId,
      redirectUri: "com.example.sample:/callback",
      postLogoutRedirectUri: "com.example.sample:/logout",
    },
    "properties",
  );
  expect(textOf(plan, /^okta\.properties$/u).replace(/^#.*\n/u, "")).toBe(printed);
});

test("a build for the local org has its exception in debug alone, and no other project has one", async () => {
  const [local, other] = [await planAndroid("Sample"), await planAndroid("Sample", remote)];
  const debug = (plan: ProjectPlan) => plan.files.filter(({ path }) => path.startsWith("app/src/debug/"));
  expect(debug(local).map(({ path }) => path)).toEqual([
    "app/src/debug/AndroidManifest.xml",
    "app/src/debug/res/xml/network_security_config.xml",
  ]);
  expect(debug(other)).toEqual([]);
  const hashes = new Map(other.files.map(({ path, sha256 }) => [path, sha256]));
  const differing = local.files.filter(({ path, sha256 }) => hashes.get(path) !== sha256);
  expect(differing.filter((file) => !debug(local).includes(file)).map(({ path }) => path)).toEqual([
    "README.md",
    "app/build.gradle.kts",
    "okta-unlock.json",
  ]);
  expect(textOf(other, /^README\.md$/u)).not.toMatch(/local (?:org|trust)|reverseLocalOrg/u);
});

test("no release build accepts plain HTTP or another authority, and no code judges certificates by itself", async () => {
  const { files } = await planAndroid("Sample");
  const texts = files.filter(({ path }) => !/^README\.md$|^app\/src\/debug\//u.test(path));
  const loosened =
    /networkSecurityConfig|usesCleartextTraffic="true"|TrustManager|HostnameVerifier|hostnameVerifier|sslSocketFactory/u;
  expect(texts.filter(({ contents }) => loosened.test(String(contents)))).toEqual([]);
  expect(texts.length).toBeGreaterThan(40);
});

test("the wrapper of Gradle runs as it is: its script executable, the one of Windows with its own line ends", async () => {
  const { files } = await planAndroid("Sample");
  expect(files.filter(({ executable }) => executable).map(({ path }) => path)).toEqual(["gradlew"]);
  const batch = String(files.find(({ path }) => path === "gradlew.bat")?.contents);
  expect(batch.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/u);
  expect(files.find(({ path }) => path.endsWith("gradle-wrapper.jar"))).toMatchObject({ kind: "binary" });
});

test.each([
  ["0", "locks when somebody comes back to it, however short they were away"],
  ["60", "locks when somebody comes back to it after 60 seconds or more"],
])("with --lock-after %s the README says that %s", async (seconds, sentence) => {
  const plan = await planAndroid("Sample", okta, seconds as LockAfter);
  expect(textOf(plan, /^README\.md$/u).replaceAll(/\s+/gu, " ")).toContain(sentence);
});

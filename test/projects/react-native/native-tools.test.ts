import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parsePlist } from "plist";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { androidToolchain } from "../support/android-toolchain.ts";
import { linkNativeAndroid, type NativeAndroid, prepareNativeAndroid } from "../support/native-android.ts";
import { makeNativeProjects, renderInstalledProject } from "../support/react-native.ts";
import { reactNativeView } from "../support/sample-view.ts";
import { swiftToolchain, type ToolResult } from "../support/swift-toolchain.ts";
import { sharedFolder } from "../support/temporary-folder.ts";
import { projectFaults } from "../support/xcode-project.ts";

// What `expo prebuild` makes, read by the tools that the other two projects are checked with.
const android = await androidToolchain();
const swift = await swiftToolchain();
const folder = sharedFolder();
const out = sharedFolder();
const xcodeProject = "ios/MyApp.xcodeproj/project.pbxproj";
const kotlin = `android/app/src/main/java/${reactNativeView.applicationPath}`;
let native: NativeAndroid;

beforeAll(async () => {
  await renderInstalledProject({ ...reactNativeView, localOrg: true }, folder);
  await makeNativeProjects(folder);
  native = await prepareNativeAndroid(android, folder, { applicationId: reactNativeView.applicationId, out });
});

const read = (path: string): string => readFileSync(join(folder, path), "utf8");

async function checkXcodeProject(): Promise<ToolResult> {
  const parsed = await swift.run("plparse", [join(folder, xcodeProject)]);
  const faults = parsed.ok ? projectFaults(read(xcodeProject), join(folder, "ios")) : [parsed.output];
  return { ok: faults.length === 0, output: faults.join("\n") };
}

function checkXml(): Promise<ToolResult> {
  const files = readdirSync(join(folder, "ios"), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(?:plist|entitlements|storyboard|xcscheme|xcworkspacedata)$/u.test(path))
    .map((path) => join(folder, "ios", path));
  expect(files.length).toBeGreaterThanOrEqual(6);
  return swift.run("xmllint", ["--noout", "--nonet", ...files]);
}

function checkSwift(): Promise<ToolResult> {
  return swift.run("swift-frontend", ["-parse", join(folder, "ios/MyApp/AppDelegate.swift")]);
}

/** ktlint has the parser of the Kotlin compiler; the style of the files is up to Expo. */
async function checkKotlin(): Promise<ToolResult> {
  const files = ["MainActivity.kt", "MainApplication.kt"];
  const { output } = await android.ktlint(["--relative", ...files], join(folder, kotlin));
  const broken = output.split("\n").filter((line) => /^\S+\.kt:\d+:\d+: Not a valid Kotlin file/u.test(line));
  // Proof that they were read: Expo's style is not ktlint's.
  for (const file of files) if (!output.includes(`${file}:`)) broken.push(`${file} was not read: ${output}`);
  return { ok: broken.length === 0, output: broken.join("\n") };
}

const linkDebug = (): Promise<ToolResult> => linkNativeAndroid(native, "debug");

describe("what Expo makes of the project is right for", () => {
  test.each([
    ["two readers of Xcode projects", checkXcodeProject],
    ["a reader of XML", checkXml],
    ["the Swift compiler's parser", checkSwift],
    ["the Kotlin compiler's parser", checkKotlin],
  ])("%s", async (_, check) => {
    expect(await check()).toEqual({ ok: true, output: "" });
  });

  test("aapt2 and Android's merger of manifests, and the libraries add no permission that reaches for something", async () => {
    const debug = await linkDebug();
    const release = await linkNativeAndroid(native, "release");
    expect(debug).toMatchObject({ ok: true, output: expect.stringContaining("networkSecurityConfig") });
    expect(release).toMatchObject({ ok: true, output: expect.stringContaining("dataExtractionRules") });
    expect(release.output).not.toMatch(/networkSecurityConfig|usesCleartextTraffic="true"|debuggable/u);
    expect(release.output).toContain(`package="${reactNativeView.applicationId}"`);
    const asked = [...release.output.matchAll(/<uses-permission\s+android:name="([^"]+)"/gu)];
    expect(asked.map(([, name = ""]) => name.replace(/.*\./u, "")).toSorted()).toEqual([
      // Without it Expo's module for screenshots fails on Android 14; nobody is asked for it.
      "DETECT_SCREEN_CAPTURE",
      "DYNAMIC_RECEIVER_NOT_EXPORTED_PERMISSION",
      "INTERNET",
      "USE_BIOMETRIC",
      "USE_FINGERPRINT",
    ]);
  });

  test("people's privacy: the app asks iOS for nothing but what it was made for", () => {
    expect(parsePlist(read("ios/MyApp/MyApp.entitlements"))).toEqual({});
    const asked = Object.keys(parsePlist(read("ios/MyApp/Info.plist")) as object).filter((key) =>
      key.endsWith("UsageDescription"),
    );
    expect(asked).toEqual(["NSFaceIDUsageDescription"]);
  });
});

describe("the checks find", () => {
  const main = "android/app/src/main";
  const manifest = `${main}/AndroidManifest.xml`;
  const plist = "ios/MyApp/Info.plist";
  const delegate = "ios/MyApp/AppDelegate.swift";
  const activity = `${kotlin}/MainActivity.kt`;
  const styles = `${main}/res/values/styles.xml`;
  const strings = `${main}/res/values/strings.xml`;

  test.each<readonly [string, string, string | RegExp, string, () => Promise<ToolResult>, string]>([
    ["a missing semicolon", xcodeProject, "Version = 1;", "Version = 1", checkXcodeProject, "wanted ';'"],
    [
      "a reference to nothing",
      xcodeProject,
      /Object = \w{8}/u,
      "Object = 00000000",
      checkXcodeProject,
      "rootObject is no PBXProject",
    ],
    ["an element that is not closed", plist, "</array>", "", checkXml, "tag mismatch"],
    ["a brace too few", delegate, "{", "", checkSwift, "expected '{' in class"],
    [
      "a misspelt keyword",
      activity,
      "override fun",
      "override fn",
      checkKotlin,
      "expecting member declaration",
    ],
    [
      "an unknown attribute",
      manifest,
      "launchMode",
      "launchMod",
      linkDebug,
      "attribute android:launchMod not found",
    ],
    ["a resource that is not there", manifest, "@xml/backup_rules", "@xml/rules", linkDebug, "xml/rules"],
    [
      "a placeholder without value",
      manifest,
      "@string/app_name",
      "${name}",
      linkDebug,
      "no value for <name>",
    ],
    ["an unknown theme", styles, "Theme.AppCompat", "Theme.AppCompatible", linkDebug, "Theme.AppCompatible"],
    [
      "a text with an escape cut short",
      strings,
      "My App",
      String.raw`My \u00App`,
      linkDebug,
      "invalid unicode escape",
    ],
  ])("%s", async (_, path, from, to, check, says) => {
    const source = read(path);
    onTestFinished(() => writeFileSync(join(folder, path), source));
    expect(source.replace(from, to)).not.toBe(source);
    writeFileSync(join(folder, path), source.replace(from, to));
    const { ok, output } = await check();
    expect(output).toContain(says);
    expect(ok).toBe(false);
  });
});

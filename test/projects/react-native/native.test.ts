import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import fc from "fast-check";
import { parse as parsePlist } from "plist";
import { beforeAll, describe, expect, test } from "vitest";
import { legalName } from "../../unit/values/legal-names.ts";
import { makeNativeProjects, renderInstalledProject } from "../support/react-native.ts";
import { reactNativeView } from "../support/sample-view.ts";
import { sharedFolder, temporaryFolder } from "../support/temporary-folder.ts";
import { projectFaults } from "../support/xcode-project.ts";

const displayName = `Bob's "Best" \\ $HOME <b> & @ 😀`;
const folder = sharedFolder();

beforeAll(async () => {
  await renderInstalledProject({ ...reactNativeView, displayName, localOrg: true }, folder);
  await makeNativeProjects(folder);
});

const read = (path: string): string => readFileSync(join(folder, path), "utf8");

describe("for iOS", () => {
  const plist = () => parsePlist(read("ios/MyApp/Info.plist")) as Record<string, unknown>;

  test("the Xcode project has no fault", () => {
    const faults = projectFaults(read("ios/MyApp.xcodeproj/project.pbxproj"), join(folder, "ios"));
    // Expo's scripts bundle the JavaScript; our own project for iOS has none.
    expect(faults.filter((fault) => !fault.endsWith("unknown class PBXShellScriptBuildPhase"))).toEqual([]);
  });

  test("the app has its name, its scheme, and a reason for Face ID", () => {
    expect(plist()).toMatchObject({
      CFBundleDisplayName: displayName,
      ITSAppUsesNonExemptEncryption: false,
      NSFaceIDUsageDescription: "Face ID unlocks your session.",
    });
    expect(JSON.stringify(plist()["CFBundleURLTypes"])).toContain(`"${reactNativeView.redirectScheme}"`);
    expect(read("ios/MyApp.xcodeproj/project.pbxproj")).toContain(reactNativeView.bundleId);
  });

  test("nothing loosens what the system trusts", () => {
    const { NSAllowsArbitraryLoads, ...rest } = plist()["NSAppTransportSecurity"] as Record<string, unknown>;
    expect(NSAllowsArbitraryLoads).toBe(false);
    // Of Expo: for Metro, at names without a dot and at local addresses. An issuer begins with https.
    expect(rest).toEqual({ NSAllowsLocalNetworking: true });
  });
});

describe("for Android", () => {
  const manifest = () => read("android/app/src/main/AndroidManifest.xml");

  test("the app has its ID, its name and its scheme", () => {
    expect(read("android/app/build.gradle")).toContain(`applicationId '${reactNativeView.applicationId}'`);
    expect(read("android/app/src/main/res/values/strings.xml")).toContain(
      String.raw`<string name="app_name">Bob\'s \"Best\" \\ $HOME &lt;b&gt; &amp; \@ 😀</string>`,
    );
    expect(read("android/settings.gradle")).toContain("rootProject.name = 'MyApp'");
    expect(manifest()).toContain(`<data android:scheme="${reactNativeView.redirectScheme}"/>`);
  });

  test("it asks for no more than it needs", () => {
    const asked = [
      ...manifest().matchAll(/uses-permission android:name="android\.permission\.(\w+)"([^>]*)/gu),
    ];
    const kept = asked
      .filter(([, , rest = ""]) => !rest.includes('tools:node="remove"'))
      .map(([, name = ""]) => name);
    expect(kept.toSorted()).toEqual(["INTERNET", "USE_BIOMETRIC", "USE_FINGERPRINT"]);
  });

  test("only what people may take along leaves the device", () => {
    expect(manifest()).toContain('android:dataExtractionRules="@xml/backup_rules"');
    expect(manifest()).toContain('android:fullBackupContent="@xml/backup_rules_before_12"');
    const rules = ["backup_rules", "backup_rules_before_12"].map((name) =>
      read(`android/app/src/main/res/xml/${name}.xml`),
    );
    const included = rules.join("").match(/<include .*\/>/gu);
    expect(included).toHaveLength(3);
    expect(new Set(included)).toEqual(new Set(['<include domain="file" path="backed-up/" />']));
    expect(rules.join("")).not.toContain("<exclude");
  });

  test("debug builds alone trust the local org, at localhost alone", () => {
    const sources = join(folder, "android/app/src");
    const trusting = readdirSync(sources, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith("network_security_config.xml"))
      .toSorted();
    expect(trusting).toEqual([
      "debug/res/xml/network_security_config.xml",
      "debugOptimized/res/xml/network_security_config.xml",
    ]);
    expect(manifest()).not.toMatch(/networkSecurityConfig|usesCleartextTraffic/u);
    for (const build of ["debug", "debugOptimized"]) {
      expect(read(`android/app/src/${build}/AndroidManifest.xml`)).toMatch(
        /<application android:networkSecurityConfig="@xml\/network_security_config"/u,
      );
      const config = read(`android/app/src/${build}/res/xml/network_security_config.xml`);
      expect(config.match(/<domain .*>/gu)).toEqual(['<domain includeSubdomains="false">localhost</domain>']);
      expect(config.slice(0, config.indexOf("<domain-config"))).not.toContain("trust-anchors");
    }
  });
});

test("making them once more changes nothing", async () => {
  const files = [
    "ios/MyApp/Info.plist",
    "android/app/src/main/AndroidManifest.xml",
    "android/app/src/main/res/values/strings.xml",
    "android/app/src/debug/AndroidManifest.xml",
  ];
  const before = files.map(read);
  await makeNativeProjects(folder);
  expect(files.map(read)).toEqual(before);
});

test("a project for an Okta org trusts what the system does, in every build", async () => {
  const other = temporaryFolder();
  await renderInstalledProject(reactNativeView, other);
  await makeNativeProjects(other);
  const debug = join(other, "android/app/src/debug");
  expect(existsSync(join(debug, "res/xml/network_security_config.xml"))).toBe(false);
  expect(readFileSync(join(debug, "AndroidManifest.xml"), "utf8")).not.toContain("networkSecurityConfig");
});

test("a scheme that does not lead back is told before anything is built", async () => {
  const other = temporaryFolder();
  await renderInstalledProject({ ...reactNativeView, redirectScheme: "com.example.other" }, other);
  await expect(makeNativeProjects(other)).rejects.toThrow('"scheme" has to be "com.example.myapp"');
});

test("any legal name is escaped for Android so that its resources have that very name", () => {
  const load = createRequire(join(folder, "package.json"));
  const plugin = load("./okta-unlock/plugin/withDisplayName.js") as { escapeLabel: Escape };
  const expo = load("@expo/config-plugins/build/utils/XML.js") as { escapeAndroidString: Escape };
  fc.assert(
    fc.property(legalName, (name) => {
      expect(readAndroidString(expo.escapeAndroidString(plugin.escapeLabel(name)))).toBe(name);
    }),
    { numRuns: 300 },
  );
});

type Escape = (text: string) => string;

/** As aapt2 reads a text: white space joined, then its own escapes; quotes and references would change it. */
function readAndroidString(text: string): string {
  const joined = text.replaceAll(/\p{White_Space}+/gu, " ").trim();
  if (/^[@?]/u.test(joined)) throw new Error(`a reference: ${joined}`);
  return joined.replaceAll(
    /\\u([\da-f]{4})|\\(.)|(["'])/gu,
    (_, code?: string, escaped?: string, quote?: string) => {
      if (quote !== undefined) throw new Error(`an unescaped quote: ${joined}`);
      return code === undefined ? (escaped ?? "") : String.fromCharCode(Number.parseInt(code, 16));
    },
  );
}

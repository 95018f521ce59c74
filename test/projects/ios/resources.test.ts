import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "plist";
import { beforeAll, describe, expect, test } from "vitest";
import { renderIosProject } from "../support/render-template.ts";
import { deletionView, sampleView } from "../support/sample-view.ts";
import { swiftFiles, type SwiftToolchain, swiftToolchain } from "../support/swift-toolchain.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { buildSettings, projectFaults } from "../support/xcode-project.ts";

let swift: SwiftToolchain;
beforeAll(async () => {
  swift = await swiftToolchain();
});

async function rendered(view = sampleView): Promise<string> {
  const folder = temporaryFolder();
  await renderIosProject(view, folder);
  return folder;
}

function filesNamed(folder: string, pattern: RegExp): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => pattern.test(path))
    .map((path) => join(folder, path));
}

function projectIn(folder: string): string {
  return join(folder, "MyApp.xcodeproj/project.pbxproj");
}

describe("project.pbxproj", () => {
  test("names only objects that are there, and no object is left over", async () => {
    const folder = await rendered();
    expect(projectFaults(readFileSync(projectIn(folder), "utf8"), folder)).toEqual([]);
  });

  test("is a property list for an independent parser too", async () => {
    const result = await swift.run("plparse", [projectIn(await rendered())]);
    expect(result.output).toMatch(/ - a dictionary$/u);
    expect(result.ok).toBe(true);
  });

  test("pins the version of Okta's SDK that the app is checked against, and its revision", async () => {
    const folder = await rendered();
    const pinned = join(folder, "MyApp.xcodeproj/project.xcworkspace/xcshareddata/swiftpm/Package.resolved");
    const { pins } = JSON.parse(readFileSync(pinned, "utf8")) as {
      pins: readonly { location: string; state: { revision: string; version: string } }[];
    };
    const [, location] = /repositoryURL = "(.+)";/u.exec(readFileSync(projectIn(folder), "utf8")) ?? [];
    const [, version] =
      /kind = exactVersion;\s+version = (.+);/u.exec(readFileSync(projectIn(folder), "utf8")) ?? [];
    expect(pins.map((pin) => [pin.location, pin.state.version])).toEqual([[location, version]]);
    expect(pins[0]?.state.revision).toMatch(/^[0-9a-f]{40}$/u);
    expect(readFileSync(join(folder, "README.md"), "utf8")).toContain(`okta-mobile-swift ${version}`);
  });

  test("builds the app and its tests from their folders, with the bundle id that was chosen", async () => {
    const settings = buildSettings(readFileSync(projectIn(await rendered()), "utf8"));
    expect([...settings.keys()]).toEqual([
      "MyApp Debug",
      "MyApp Release",
      "MyAppTests Debug",
      "MyAppTests Release",
      "MyAppUITests Debug",
      "MyAppUITests Release",
    ]);
    for (const configuration of ["Debug", "Release"]) {
      const app = settings.get(`MyApp ${configuration}`);
      expect(app?.["PRODUCT_BUNDLE_IDENTIFIER"]).toBe("com.example.my-app");
      expect(app?.["INFOPLIST_KEY_NSFaceIDUsageDescription"]).toBe("Face ID unlocks your session.");
      const tests = settings.get(`MyAppTests ${configuration}`);
      expect(tests?.["TEST_HOST"]).toBe(
        "$(BUILT_PRODUCTS_DIR)/MyApp.app/$(BUNDLE_EXECUTABLE_FOLDER_PATH)/MyApp",
      );
      const journeys = settings.get(`MyAppUITests ${configuration}`);
      expect(journeys?.["TEST_TARGET_NAME"]).toBe("MyApp");
    }
  });

  test.each([
    ["a reference to nothing", /0A70CC000000000000000011 \/\* App \*\/,/u, "0A70CC0000000000000000FF,"],
    [
      "an object twice",
      "0A70CC000000000000000048 /* Release */ = {",
      "0A70CC000000000000000047 /* Release */ = {",
    ],
    ["an object that nobody names", "\t\t\t\t0A70CC000000000000000020 /* Tests */,\n", ""],
    ["a wrong root", "rootObject = 0A70CC000000000000000001", "rootObject = 0A70CC000000000000000002"],
    ["a folder that is not there", 'path = "MyAppTests"', 'path = "Tests"'],
    ["an unknown class", "isa = PBXGroup", "isa = PBXGruop"],
    ["a missing semicolon", "archiveVersion = 1;", "archiveVersion = 1"],
    ["a missing comma", "en,\n", "en\n"],
  ])("%s is found", async (_, from, to) => {
    const folder = await rendered();
    const text = readFileSync(projectIn(folder), "utf8");
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    writeFileSync(projectIn(folder), changed);
    const readable = (await swift.run("plparse", [projectIn(folder)])).ok;
    expect(readable && projectFaults(changed, folder).length === 0).toBe(false);
  });
});

test("the scheme runs and tests the targets that the project has", async () => {
  const folder = await rendered();
  const scheme = readFileSync(join(folder, "MyApp.xcodeproj/xcshareddata/xcschemes/MyApp.xcscheme"), "utf8");
  const project = readFileSync(join(folder, "MyApp.xcodeproj/project.pbxproj"), "utf8");
  const targets = [...scheme.matchAll(/BlueprintIdentifier = "(\w+)"\s+BuildableName = "([^"]+)"/gu)];
  expect(targets.map(([, , name]) => name)).toEqual([
    "MyApp.app",
    "MyAppTests.xctest",
    "MyAppUITests.xctest",
    "MyApp.app",
    "MyApp.app",
  ]);
  for (const [, id, name] of targets) {
    const target = /(?:UITests|Tests|App)(?=\.xctest|\.app$)/u.exec(name ?? "")?.[0];
    expect(project).toContain(`${id} /* ${target} */ = {\n\t\t\tisa = PBXNativeTarget;`);
  }
});

test("every XML file is well-formed", async () => {
  const files = filesNamed(await rendered(), /\.(?:plist|xcprivacy|xcscheme|xcworkspacedata)$/u);
  expect(files).toHaveLength(4);
  for (const file of files) {
    const result = await swift.run("xmllint", ["--noout", "--nonet", "--noblanks", file]);
    expect(result.output).toBe("");
  }
});

test("Okta.plist holds the five strings that the SDK reads, and nothing it would send along", async () => {
  const plist = parse(readFileSync(join(await rendered(), "MyApp/Resources/Okta.plist"), "utf8"));
  expect(plist).toEqual({
    issuer_url: sampleView.issuer,
    client_id: sampleView.clientId,
    scope: sampleView.scopes,
    redirect_uri: sampleView.redirectUri,
    logout_redirect_uri: sampleView.postLogoutRedirectUri,
  });
});

test("the privacy manifest declares what the app uses: its own UserDefaults", async () => {
  const manifest = parse(
    readFileSync(join(await rendered(), "MyApp/Resources/PrivacyInfo.xcprivacy"), "utf8"),
  );
  expect(manifest).toEqual({
    NSPrivacyTracking: false,
    NSPrivacyTrackingDomains: [],
    NSPrivacyCollectedDataTypes: [],
    NSPrivacyAccessedAPITypes: [
      {
        NSPrivacyAccessedAPIType: "NSPrivacyAccessedAPICategoryUserDefaults",
        NSPrivacyAccessedAPITypeReasons: ["CA92.1"],
      },
    ],
  });
});

test("every file that an asset catalog names is there, and the icons are 1024 pixels square without transparency", async () => {
  const folder = await rendered();
  const contents = filesNamed(folder, /Contents\.json$/u);
  expect(contents).toHaveLength(3);
  const named = contents.flatMap((path) => {
    const { images = [] } = JSON.parse(readFileSync(path, "utf8")) as {
      images?: readonly { filename: string }[];
    };
    return images.map(({ filename }) => join(dirname(path), filename));
  });
  expect(named).toHaveLength(3);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
  for (const icon of named.map((path) => readFileSync(path))) {
    expect([icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual([1024, 1024]);
    expect(icon.readUInt8(25)).toBe(2);
    expect(icon.length).toBeLessThan(20_000);
  }
});

describe("every text has a contrast of 4.5 to 1 or more:", () => {
  /** The backgrounds that iOS puts a text on: of a screen, a list, a row of it. */
  const backgrounds = { light: [0xffffff, 0xf2f2f7], dark: [0x000000, 0x1c1c1e] };

  async function accent(): Promise<{ light: number; dark: number }> {
    const path = join(await rendered(), "MyApp/Resources/Assets.xcassets/AccentColor.colorset/Contents.json");
    const { colors } = JSON.parse(readFileSync(path, "utf8")) as {
      colors: readonly { color: { components: Record<"red" | "green" | "blue", string> } }[];
    };
    const [light = 0, dark = 0] = colors.map(({ color: { components } }) =>
      [components.red, components.green, components.blue].reduce(
        (sum, part) => sum * 256 + Math.round(Number(part) * 255),
        0,
      ),
    );
    return { light, dark };
  }

  test("the accent colour on each background, and the background on a button of that colour", async () => {
    const colors = await accent();
    for (const appearance of ["light", "dark"] as const)
      for (const background of backgrounds[appearance])
        expect(contrastOf(colors[appearance], background)).toBeGreaterThanOrEqual(4.5);
  });

  test("white on the accent colour of dark mode has not", async () => {
    expect(contrastOf(0xffffff, (await accent()).dark)).toBeLessThan(4.5);
  });

  test("no view uses another colour than these and the system's for text", async () => {
    const screens = swiftFiles(join(await rendered(), "MyApp/Shell/Screens"));
    const code = screens.map((path) => readFileSync(path, "utf8")).join("\n");
    const styles = [...code.matchAll(/foregroundStyle\((.+)\)$/gmu)].map(([, style = ""]) => style);
    expect([...new Set(styles)].toSorted()).toEqual([
      ".tint",
      "Color(uiColor: .systemBackground)",
      "Color.primary",
    ]);
  });
});

/** As WCAG 2.2 defines it. */
function contrastOf(one: number, other: number): number {
  const luminance = (color: number): number =>
    [0.2126, 0.7152, 0.0722].reduce((sum, weight, index) => {
      const part = ((color >> (16 - 8 * index)) & 0xff) / 255;
      return sum + weight * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    }, 0);
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe("Localizable.xcstrings", () => {
  /** Literals that are shown to nobody. */
  const silent =
    /\b(?:systemImage|systemName): "[^"]*"|accessibilityIdentifier\("[^"]*"\)|verbatim: "[^"]*"|InfoDictionaryKey: "[^"]*"|environment\["[^"]*"\]|\?\? ""/gu;

  /** Every string literal in the views, as its key in the catalog: a value in it is `%@`. */
  function shownTexts(folder: string): readonly string[] {
    const views = [
      ...swiftFiles(join(folder, "MyApp/Shell/Screens")),
      join(folder, "MyApp/Shell/Launch/MainApp.swift"),
    ];
    const code = views.map((path) => readFileSync(path, "utf8").replaceAll(/^\s*\/\/.*$|\s\/\/ .*$/gmu, ""));
    const live = readFileSync(join(folder, "MyApp/Shell/Launch/AppModel+Live.swift"), "utf8");
    const texts = code
      .join("\n")
      .replaceAll(silent, "")
      .matchAll(/"((?:[^"\\\n]|\\.)*)"/gu);
    const localized = [...live.matchAll(/String\(localized: "((?:[^"\\]|\\.)*)"/gu)];
    return [...texts, ...localized].map(([, literal = ""]) => literal.replaceAll(/\\\([^)]*\)/gu, "%@"));
  }

  test.each([
    ["without", sampleView],
    ["with", deletionView],
  ])("has every text that the app shows, and no other, %s deletion of the account", async (_, view) => {
    const folder = await rendered(view);
    const path = join(folder, "MyApp/Resources/Localizable.xcstrings");
    const catalog = JSON.parse(readFileSync(path, "utf8")) as { sourceLanguage: string; strings: object };
    expect(catalog.sourceLanguage).toBe("en");
    expect(Object.keys(catalog.strings).toSorted()).toEqual([...new Set(shownTexts(folder))].toSorted());
  });

  test("is in the order in which Xcode writes it", async () => {
    const path = join(await rendered(deletionView), "MyApp/Resources/Localizable.xcstrings");
    const { strings } = JSON.parse(readFileSync(path, "utf8")) as { strings: object };
    const keys = Object.keys(strings).map((key) => key.toLowerCase());
    expect(keys).toEqual(keys.toSorted());
  });
});

test("the name and the reason for Face ID are in the catalog that Info.plist is translated by", async () => {
  const path = join(await rendered(), "MyApp/Resources/InfoPlist.xcstrings");
  const { strings } = JSON.parse(readFileSync(path, "utf8")) as { strings: object };
  expect(strings).toHaveProperty("CFBundleDisplayName.localizations.en.stringUnit.value", "My App");
  expect(strings).toHaveProperty(
    "NSFaceIDUsageDescription.localizations.en.stringUnit.value",
    "Face ID unlocks your session.",
  );
});

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { legalName } from "../../unit/values/legal-names.ts";
import { renderInstalledProject, runDoctor, runTool } from "../support/react-native.ts";
import { renderReactNativeProject } from "../support/render-template.ts";
import { reactNativeView } from "../support/sample-view.ts";
import { sharedFolder, temporaryFolder } from "../support/temporary-folder.ts";

const [displayName = "", other = ""] = fc.sample(legalName, 2);
const place = sharedFolder();
// One after the other in one folder: most of Jest's work is React Native itself, and is found again where it was done.
const folder = join(place, "app");

describe.each([
  { displayName: other, accountDeletion: true, localOrg: false, webPreview: false },
  { displayName, accountDeletion: false, localOrg: true, lockAfter: "0", locksAtOnce: true },
])("a project of $displayName, with deletion of the account: $accountDeletion", (answers) => {
  beforeAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    await renderInstalledProject({ ...reactNativeView, ...answers }, folder);
  });

  test("has right types, in TypeScript's strictest form", async () => {
    expect(await runTool(folder, "tsc", ["--noEmit"])).toBe("");
  });

  test("has nothing that Expo's linter warns of", async () => {
    expect(await runTool(folder, "eslint", ["--max-warnings", "0", "."])).toBe("");
  });

  test("passes its own tests, of the session and of each screen", async () => {
    const output = await runTool(folder, "jest", ["--ci", `--cacheDirectory=${join(place, "jest")}`]);
    expect(output).toMatch(/^Tests: +\d+ passed, \d+ total$/mu);
    expect(output).toMatch(/^PASS src\/screens\/tests\/HomeScreen\.test\.tsx/mu);
  });
});

const read = (path: string): string => readFileSync(join(folder, path), "utf8");

describe("Metro and Hermes", () => {
  test("make the app for both platforms, with nothing of the preview in it", async () => {
    await runTool(folder, "expo", ["export", "--platform", "ios", "--platform", "android"]);
    const bundles = readdirSync(join(folder, "dist"), { recursive: true, encoding: "utf8" });
    const compiled = bundles.filter((path) => path.endsWith(".hbc"));
    expect(compiled.map((path) => path.replaceAll("\\", "/").split("/").at(-2))).toEqual(
      expect.arrayContaining(["android", "ios"]),
    );
    for (const path of compiled) {
      const bundle = readFileSync(join(folder, "dist", path), "latin1");
      expect(
        ["Your session is locked.", "Simulat", "imulated", "okta-unlock.preview"].filter((text) =>
          bundle.includes(text),
        ),
      ).toEqual(["Your session is locked."]);
    }
  });

  test("refuse to make the preview for anybody but its developer", async () => {
    const exported = runTool(folder, "expo", ["export", "--platform", "web", "--output-dir", "web"]);
    await expect(exported).rejects.toThrow("This app has no build for the web");
    expect(existsSync(join(folder, "web/index.html"))).toBe(false);
  });
});

test("without the preview, nothing is there for the web", async () => {
  const without = temporaryFolder();
  const written = await renderReactNativeProject({ ...reactNativeView, webPreview: false }, without);
  // The lockfile names what its packages might want.
  const naming = written.filter(
    (path) =>
      path !== "package-lock.json" &&
      /web-?preview|8081|react-native-web|react-dom|"web"/iu.test(
        path + readFileSync(join(without, path), "utf8"),
      ),
  );
  expect(naming).toEqual([]);
});

describe("Expo's own idea of a project", () => {
  /** Type-checks app.json against the type that Expo has for it: its schema is on the network alone. */
  async function checkAppConfig(): Promise<string> {
    const check = join(folder, "app-config.ts");
    const { expo } = JSON.parse(read("app.json")) as { expo: object };
    const head = 'import type { ExpoConfig } from "@expo/config-types";';
    writeFileSync(check, `${head}\nexport default ${JSON.stringify(expo)} satisfies ExpoConfig;\n`);
    const options = ["--noEmit", "--skipLibCheck", "--ignoreConfig", "--module", "nodenext"];
    const output = await runTool(folder, "tsc", [...options, check]).catch(String);
    rmSync(check);
    return output;
  }

  /** The packages whose version is not the one that this version of Expo was made with. */
  function strangePackages(): readonly string[] {
    const { dependencies } = JSON.parse(read("package.json")) as { dependencies: Record<string, string> };
    const wanted = JSON.parse(read("node_modules/expo/bundledNativeModules.json")) as Record<string, string>;
    return Object.entries(dependencies)
      .filter(([name, version]) => !isWithin(version, wanted[name] ?? version))
      .map(([name, version]) => `${name} ${version}`);
  }

  /** Makes the mistake, and takes it back. */
  function change(path: string, from: string | RegExp, to: string): void {
    const source = read(path);
    onTestFinished(() => writeFileSync(join(folder, path), source));
    expect(source.replace(from, to)).not.toBe(source);
    writeFileSync(join(folder, path), source.replace(from, to));
  }

  test("is met: expo-doctor finds nothing in it", async () => {
    const { ok, output } = await runDoctor(folder);
    expect(ok, output).toBe(true);
    expect(output.match(/^✔/gmu)?.length, output).toBeGreaterThanOrEqual(19);
    expect(output).toContain("✔ Check that no duplicate dependencies are installed");
  });

  test("has every setting of app.json, and every version of a native module", async () => {
    expect(await checkAppConfig()).toBe("");
    expect(strangePackages()).toEqual([]);
  });

  test("expo-doctor finds what is wrong", async () => {
    change("package.json", '"typecheck":', '"expo": "true", "typecheck":');
    change("package.json", '"expo-crypto":', '"expo-modules-core": "57.0.1", "expo-crypto":');
    const { ok, output } = await runDoctor(folder);
    expect(ok).toBe(false);
    expect(output).toContain("✖ Check package.json for common issues");
    expect(output).toContain("✖ Check dependencies for packages that should not be installed directly");
  });

  test("a misspelt setting and a version of another SDK are found", async () => {
    change("app.json", '"userInterfaceStyle"', '"userInterfaceStlye"');
    change("package.json", /"expo-crypto": ".*"/u, '"expo-crypto": "56.0.3"');
    expect(await checkAppConfig()).toContain("userInterfaceStlye");
    expect(strangePackages()).toEqual(["expo-crypto 56.0.3"]);
  });
});

/** Whether an exact version is in a range as Expo writes them: exact, or `~` of a version with the same minor one. */
function isWithin(version: string, range: string): boolean {
  if (!range.startsWith("~")) return version === range;
  const [major, minor, patch = 0] = version.split(".").map(Number);
  const [wantedMajor, wantedMinor, least = 0] = range.slice(1).split(".").map(Number);
  return major === wantedMajor && minor === wantedMinor && patch >= least;
}

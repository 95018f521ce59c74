import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { TemplateView } from "../../../src/project/template-view.ts";
import { legalName } from "../../unit/values/legal-names.ts";
import {
  listedFiles,
  reactNativeTemplateFolder,
  renderReactNativeProject,
  renderTextFor,
} from "../support/render-template.ts";
import { reactNativeView } from "../support/sample-view.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

const read = (path: string): string => readFileSync(join(reactNativeTemplateFolder, path), "utf8");

test("only files that need a value are rendered", () => {
  const rendered = listedFiles("react-native").filter((from) => from.endsWith(".hbs"));
  expect(rendered.filter((from) => !read(from).includes("{{"))).toEqual([]);
});

test.each([
  ["an Okta org", reactNativeView],
  ["the local org", { ...reactNativeView, localOrg: true }],
  ["an app that deletes accounts", { ...reactNativeView, accountDeletion: true }],
  ["an app without a preview in the browser", { ...reactNativeView, webPreview: false }],
])("nothing of the template language is left in a project for %s", async (_, view) => {
  const folder = temporaryFolder();
  const written = await renderReactNativeProject(view, folder);
  expect(filesBelow(folder)).toEqual(written.toSorted());
  const untidy = written
    .filter((path) => !path.endsWith(".png"))
    .filter((path) => isUntidy(path, readFileSync(join(folder, path), "utf8")));
  expect(untidy).toEqual([]);
});

/** Leftovers of the template language, blanks at the end of lines, or anything but one line break at the end. */
function isUntidy(path: string, text: string): boolean {
  // Two braces are at home in JSX.
  const leftover = path.endsWith(".tsx") ? /\{\{[#/]?(?:if|unless|each|else)\b/u : /\{\{/u;
  return leftover.test(text) || /#region|#endregion|[ \t]\n|\r/u.test(text) || !/[^\n]\n$/u.test(text);
}

test("no import can find okta-unlock.json in place of the core", () => {
  const sources = filesBelow(reactNativeTemplateFolder).filter((path) => /\.tsx?(?:\.hbs)?$/u.test(path));
  const imports = sources.flatMap((path) => read(path).match(/"(?:\.\.?\/)+okta-unlock\b[^"]*"/gu) ?? []);
  expect(imports.length).toBeGreaterThan(10);
  expect(imports.filter((name) => /okta-unlock\/?"$/u.test(name))).toEqual([]);
});

test("what the org knows of a project is trusted in it alone, whatever the project is called", async () => {
  const names = fc.sample(legalName, 200);
  const views = names.map((displayName) => ({ ...reactNativeView, displayName }));
  const texts = await renderTextFor("app.json.hbs", views, "react-native");
  for (const [index, text] of texts.entries()) {
    const { expo } = JSON.parse(text) as {
      expo: { plugins: unknown[]; extra: { displayName: string; okta: object }; scheme: string };
    };
    expect(expo.plugins[0]).toBe("./okta-unlock/plugin/withOktaUnlock");
    expect(expo.extra.displayName).toBe(names[index]);
    expect(expo.extra.okta).toEqual({
      issuer: reactNativeView.issuer,
      clientId: reactNativeView.clientId,
      scopes: reactNativeView.scopes,
      redirectUri: reactNativeView.redirectUri,
      postLogoutRedirectUri: reactNativeView.postLogoutRedirectUri,
    });
    expect(expo.scheme).toBe(reactNativeView.redirectScheme);
  }
});

interface Lockfile {
  readonly packages: Readonly<
    Record<string, { version?: string; integrity?: string; resolved?: string; deprecated?: string }>
  >;
}

async function renderJson(from: string, view: TemplateView): Promise<unknown> {
  const [text = ""] = await renderTextFor(from, [view], "react-native");
  return JSON.parse(text);
}

type Manifest = Readonly<Record<"dependencies" | "devDependencies", Record<string, string>>>;

test.each([
  ["with a preview in the browser", reactNativeView],
  ["without", { ...reactNativeView, webPreview: false }],
])("the lockfile is of these exact versions, public, and names nothing deprecated, %s", async (_, view) => {
  const manifest = (await renderJson("package.json.hbs", view)) as Manifest;
  const { packages } = (await renderJson("package-lock.json.hbs", view)) as Lockfile;
  const pins = { ...manifest.dependencies, ...manifest.devDependencies };
  expect(packages[""]).toMatchObject({
    dependencies: manifest.dependencies,
    devDependencies: manifest.devDependencies,
  });
  for (const [name, version] of Object.entries(pins)) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+$/u);
    expect(packages[`node_modules/${name}`]?.version, name).toBe(version);
  }
  for (const [path, { integrity, resolved, deprecated }] of Object.entries(packages)) {
    if (path === "") continue;
    expect(integrity, path).toMatch(/^sha512-/u);
    expect(resolved, path).toMatch(/^https:\/\/registry\.npmjs\.org\/[^?]+\.tgz$/u);
    expect(deprecated, path).toBeUndefined();
  }
});

test("what the template was made for is what it installs", async () => {
  const { dependencies } = (await renderJson("package.json.hbs", reactNativeView)) as Manifest;
  const { toolchain } = JSON.parse(read("template.json")) as { toolchain: Record<string, string> };
  expect(toolchain).toMatchObject({
    Expo: dependencies["expo"],
    "React Native": dependencies["react-native"],
  });
});

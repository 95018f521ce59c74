import { beforeAll, expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { guides } from "virtual:okta-unlock/guides";
import { planSamples, type SamplesPlan } from "../../../src/samples/plan-samples.ts";
import { guideNames } from "../../../src/samples/guides.ts";
import { placeholderApp } from "../../../src/samples/sample-app.ts";
import { platforms } from "../../../src/values/platform.ts";

const source = {
  version: "0.1.0",
  templatesDirectory: fileURLToPath(new URL("../../../templates", import.meta.url)),
  scopes: ["openid", "profile", "email", "offline_access"],
};
const settings = { platforms, guides: guideNames, ...placeholderApp };

let plan: SamplesPlan;
beforeAll(async () => {
  plan = await planSamples(settings, source);
});

const snippetsOf: Readonly<Record<string, readonly string[]>> = {
  "unlock-mobile-app-with-biometrics": [
    "samplecode installsdk storerefreshtoken discardaccesstoken challenge getnewaccesstoken",
  ],
  "sign-into-mobile-app-redirect": [
    "samplecode redirectvalues createproject sdkname addconfigpkg configmid definecallback opensignin getuserinfo",
    "testapp checkfortoken refresh usetoken specificlinks",
  ],
  "sign-into-mobile-app": [
    "samplecode definescheme installsdk configuremid signin getinfo checkfortoken refresh usetoken",
  ],
};

function textsIn(prefix: string): readonly (readonly [path: string, text: string])[] {
  return plan.files
    .filter(({ path, contents }) => path.startsWith(prefix) && typeof contents === "string")
    .map(({ path, contents }) => [path, String(contents)]);
}

test.each(Object.keys(snippetsOf))(
  "%s has the snippets that Okta's docs include, in their folders",
  (guide) => {
    const names = (snippetsOf[guide] ?? []).flatMap((line) => line.split(" "));
    const third = guide === "sign-into-mobile-app" ? "react-native" : "reactnative";
    const wanted = ["ios", "android", third].flatMap((folder) =>
      names.map((name) => `guides/${guide}/main/${folder}/${name}.md`),
    );
    expect(
      textsIn(`guides/${guide}/`)
        .map(([path]) => path)
        .toSorted(),
    ).toEqual(wanted.toSorted());
  },
);

/** `import { A, B } from "kit";` as an import of each name: a page may show some of them. */
function listImports(line: string): string[] {
  const [, names = "", from = ""] = /^import \{([^}]+)\} from (.+)$/u.exec(line) ?? [];
  return names === "" ? [] : names.split(",").map((name) => `import { ${name.trim()} } from ${from}`);
}

test("every line of code in a snippet is a line of the project that CI compiles", () => {
  const missing = platforms.flatMap((platform) => {
    const project = textsIn(`projects/${platform}/`);
    const whole = project.flatMap(([, text]) => text.split("\n").map((line) => line.trim()));
    const lines = new Set([...whole, ...whole.flatMap(listImports)]);
    const pages = Object.values(guides.pages[platform]).flat();
    const code = pages.filter(({ from, text }) => from !== undefined && text !== undefined);
    expect(code.length).toBeGreaterThan(15);
    return code
      .flatMap(({ text = "" }) => text.split("\n").map((line) => line.trim()))
      .flatMap((line) => {
        const each = listImports(line);
        return each.length === 0 ? [line] : each;
      })
      .filter((line) => line !== "" && !lines.has(line));
  });
  expect(missing).toEqual([]);
});

test("a snippet holds nothing of the template language, and ends with one line break", () => {
  for (const [path, text] of textsIn("guides/")) {
    expect(text, path).not.toMatch(/\{\{|<!--|#(?:end)?region|\r|\t(?!<)/u);
    expect(text, path).toMatch(/\S\n$/u);
    expect((text.match(/^ *```/gmu) ?? []).length % 2, path).toBe(0);
  }
});

test("links lead to a page, and never to one of another platform", () => {
  const links = textsIn("guides/").flatMap(([path, text]) =>
    Array.from(text.matchAll(/\]\(([^)]+)\)/gu), ([, link = ""]) => ({ path, link })),
  );
  expect(links.length).toBeGreaterThan(20);
  expect(links.filter(({ link }) => !/^(?:https:\/\/|\/docs\/)/u.test(link))).toEqual([]);
  const elsewhere = links.filter(({ path, link }) => {
    const [, platform] = /\/(ios|android|reactnative)\/main\//u.exec(link) ?? [];
    return platform !== undefined && !path.replace("react-native", "reactnative").includes(`/${platform}/`);
  });
  expect(elsewhere).toEqual([]);
});

test("other values are in the projects and in the snippets, and no file lacks its place in the manifest", async () => {
  const other = await planSamples({ ...settings, issuer: "https://acme.okta.com" as never }, source);
  const texts = other.files.map(({ contents }) => String(contents)).join("\n");
  expect(texts).toContain("issuer=https://acme.okta.com\n");
  expect(texts).not.toContain(placeholderApp.issuer);
  const manifest = JSON.parse(String(plan.files.at(-1)?.contents)) as {
    files: Readonly<Record<string, string>>;
  };
  expect(Object.keys(manifest.files)).toEqual(plan.files.slice(0, -1).map(({ path }) => path));
});

test("one platform and one guide give a part of the same bytes", async () => {
  const part = await planSamples({ ...settings, platforms: ["ios"], guides: guideNames.slice(0, 1) }, source);
  const whole = new Map(plan.files.map(({ path, sha256 }) => [path, sha256]));
  for (const { path, sha256 } of part.files.slice(0, -1)) expect(whole.get(path), path).toBe(sha256);
  expect(part.files.some(({ path }) => path.includes("android"))).toBe(false);
});

test("docs/published-snippets.md compares each snippet with what Okta publishes", () => {
  const page = readFileSync(new URL("../../../docs/published-snippets.md", import.meta.url), "utf8");
  const rows = new Set(Array.from(page.matchAll(/^\| `([a-z]+)` \|/gmu), ([, name]) => name));
  const missing = guides.snippets.map(({ snippet }) => snippet).filter((snippet) => !rows.has(snippet));
  expect(missing).toEqual([]);
});

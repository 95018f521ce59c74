import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  androidTemplateFolder,
  reactNativeTemplateFolder,
  templateFolder,
} from "../support/render-template.ts";

/** What React Native does not say: `fetch` does not tell this from being offline, and the passcode opens no session. */
const unsaid =
  /^The connection to Okta is not trusted|no (?:passcode|screen lock)|^Set a (?:passcode|screen lock)/u;

const source = readFileSync(join(reactNativeTemplateFolder, "src/strings.ts.hbs"), "utf8");

function readTexts(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, words = ""]) => words);
}

/** The values of the object `name` in strings.ts. */
function readWords(name: string): readonly string[] {
  const [, object = ""] =
    new RegExp(String.raw`const ${name}\b[^=]*= \{\n(.*?)^\};`, "msu").exec(source) ?? [];
  const words = readTexts(object, /^ {2}\w+: "(.+)",$/gmu);
  expect(words).not.toEqual([]);
  return words;
}

function sayOnReactNative(words: string, file: RegExp, names: RegExp): string {
  return words
    .replace(file, "app.json")
    .replace(names, "issuer, clientId, scopes, redirectUri and postLogoutRedirectUri in extra.okta");
}

test("on an iPhone, React Native says what iOS says, word for word", () => {
  const catalog = join(templateFolder, "App/Resources/Localizable.xcstrings.hbs");
  const said = readTexts(readFileSync(catalog, "utf8"), /^ {4}"([^"]+)" : \{/gmu)
    .filter((words) => !unsaid.test(words))
    .map((words) =>
      sayOnReactNative(words, /^Okta.plist/u, /issuer_url, client_id, scope and redirect_uri/u),
    );
  expect([...readWords("words"), ...readWords("iosWords")].toSorted()).toEqual(said.toSorted());
});

test("on Android, it says what the Android app says", () => {
  const resources = join(androidTemplateFolder, "app/src/main/res/values/strings.xml.hbs");
  const said = readTexts(readFileSync(resources, "utf8"), /<string name="[^"]+">([^<]+)<\/string>/gu)
    .map((words) => words.replaceAll(String.raw`\'`, "'"))
    .filter((words) => !unsaid.test(words))
    .map((words) =>
      sayOnReactNative(words, /^okta.properties/u, /issuer, clientId, .* and signOutRedirectUri/u),
    );
  expect([...readWords("words"), ...readWords("androidWords")].toSorted()).toEqual(said.toSorted());
});

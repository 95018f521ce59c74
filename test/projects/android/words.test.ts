import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { androidTemplateFolder, templateFolder } from "../support/render-template.ts";

/** Where the platforms differ: what iOS says, and what Android says there. */
const differences: readonly (readonly [ios: RegExp, android: string])[] = [
  [
    /^Face ID or Touch ID is not set up on this device. Set it up/u,
    "No fingerprint or face is set up on this device. Set one up",
  ],
  [/^Face ID or Touch ID was/u, "Your fingerprint or face was"],
  [
    /^Face ID or Touch ID can't be used. Allow it for this app/u,
    "Your fingerprint or face can't be used. Look",
  ],
  [/Face ID or Touch ID/u, "a fingerprint or face"],
  [/\bpasscode\b/u, "screen lock"],
  [/your face or finger/u, "your fingerprint or face"],
  [/^Okta.plist/u, "okta.properties"],
  [
    /issuer_url, client_id, scope and redirect_uri/u,
    "issuer, clientId, scopes, signInRedirectUri and signOutRedirectUri",
  ],
];

function readTexts(path: string, text: RegExp): readonly string[] {
  return [...readFileSync(path, "utf8").matchAll(text)].map(([, words = ""]) => words);
}

function sayOnAndroid(words: string): string {
  return differences.reduce((said, [ios, android]) => said.replace(ios, android), words);
}

test("Android says what iOS says, word for word, but for the names of what each system has", () => {
  const ios = readTexts(
    join(templateFolder, "App/Resources/Localizable.xcstrings.hbs"),
    /^ {4}"([^"]+)" : \{/gmu,
  );
  const resources = join(androidTemplateFolder, "app/src/main/res/values/strings.xml.hbs");
  const android = readTexts(resources, /<string name="[^"]+">([^<]+)<\/string>/gu);
  const said = android.map((words) => words.replaceAll(String.raw`\'`, "'"));
  expect(said.toSorted()).toEqual(ios.map((words) => sayOnAndroid(words)).toSorted());
});

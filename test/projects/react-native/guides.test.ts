import { describe, expect, test } from "vitest";
import { linesOfRegion, readSource } from "../support/regions.ts";
import { listedFiles, reactNativeTemplateFolder } from "../support/render-template.ts";

/**
 * What takes the place of the snippets of Okta's guides in an app of React Native: the same regions as on iOS, with the
 * number of lines that the guides have for iOS today, as they have none for React Native.
 */
const snippets: readonly (readonly [snippet: string, published: number, file: string, region: string])[] = [
  ["addconfigpkg", 3, "okta-unlock/okta/OktaSignIn.ts", "import-sdk"],
  ["configmid", 6, "src/createAppModel.ts", "configuration"],
  ["opensignin, signing in", 14, "okta-unlock/okta/OktaSignIn.ts", "sign-in"],
  ["opensignin, signing out", 17, "okta-unlock/okta/OktaSignIn.ts", "sign-out"],
  ["getuserinfo", 17, "okta-unlock/okta/OktaGrant.ts", "get-user-info"],
  ["usetoken", 8, "okta-unlock/session/ApiClient.ts", "use-token"],
  ["checkfortoken", 32, "okta-unlock/session/AppModel.ts", "check-for-session"],
  ["refresh", 16, "okta-unlock/session/OktaSession.ts", "refresh"],
  ["storerefreshtoken", 19, "okta-unlock/vault/SecureStoreItems.ts", "store-refresh-token"],
  ["challenge", 10, "okta-unlock/vault/SecureStoreItems.ts", "challenge"],
  ["getnewaccesstoken", 7, "okta-unlock/okta/OktaAuthorizationServer.ts", "get-new-access-token"],
  ["discardaccesstoken", 5, "okta-unlock/session/OktaSession.ts", "discard-access-token"],
];

function linesOf(file: string, region: string): readonly string[] {
  return linesOfRegion(readSource(reactNativeTemplateFolder, listedFiles("react-native"), file), region);
}

describe("the snippet", () => {
  test.each(snippets)("%s is shorter than the %i lines of today", (_, published, file, region) => {
    const lines = linesOf(file, region);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThan(published);
    expect(lines.join("\n"), "the same in every project").not.toContain("{{");
  });

  test.each(snippets)(
    "%s is no more than 120 columns wide when it stands alone",
    (_, _published, file, region) => {
      const lines = linesOf(file, region);
      const indentation = Math.min(...lines.map((line) => line.search(/\S/u)));
      expect(Math.max(...lines.map((line) => line.length - indentation))).toBeLessThanOrEqual(120);
    },
  );
});

import { describe, expect, test } from "vitest";
import { linesOfRegion, readSource } from "../support/regions.ts";
import { listedFiles, templateFolder } from "../support/render-template.ts";

/**
 * The snippets of Okta's guides "Unlock a mobile app with biometrics", "Sign users in to your mobile app using the
 * redirect model" and the two pages that it leads on to, each with the number of lines that it has there today
 * (okta-developer-docs, 468de9c511), and the region that takes its place. Every region is compiled where it stands.
 * Not here is what has no code of ours: `installsdk` (nothing is installed for the vault), `definecallback`.
 */
const snippets: readonly (readonly [snippet: string, published: number, file: string, region: string])[] = [
  ["addconfigpkg", 3, "Shell/Launch/AppModel+Live.swift", "import-sdk"],
  ["configmid", 6, "Shell/Launch/AppModel+Live.swift", "configuration"],
  ["opensignin, signing in", 14, "Core/Okta/OktaSignIn.swift", "sign-in"],
  ["opensignin, signing out", 17, "Core/Okta/OktaSignIn.swift", "sign-out"],
  ["getuserinfo", 17, "Core/Okta/OktaGrant.swift", "get-user-info"],
  ["usetoken", 8, "Core/Session/ApiClient.swift", "use-token"],
  ["checkfortoken", 32, "Core/Session/AppModel.swift", "check-for-session"],
  ["refresh", 16, "Core/Session/OktaSession.swift", "refresh"],
  ["storerefreshtoken", 19, "Core/Keychain/KeychainItems.swift", "store-refresh-token"],
  ["challenge", 10, "Core/Keychain/KeychainItems.swift", "challenge"],
  ["getnewaccesstoken", 7, "Core/Okta/OktaAuthorizationServer.swift", "get-new-access-token"],
  ["discardaccesstoken", 5, "Core/Session/OktaSession.swift", "discard-access-token"],
];

function linesOf(file: string, region: string): readonly string[] {
  return linesOfRegion(readSource(templateFolder, listedFiles(), `App/${file}`), region);
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

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { linesOfRegion } from "../support/regions.ts";
import { androidTemplateFolder } from "../support/render-template.ts";

/**
 * The snippets of Okta's guides "Unlock a mobile app with biometrics", "Sign users in to your mobile app using the
 * redirect model" and the two pages that it leads on to, and the regions that take their places: the same names as in the
 * iOS project (../ios/guides.test.ts). Every region is compiled where it stands.
 */
const snippets: readonly (readonly [snippet: string, file: string, region: string])[] = [
  ["addconfigpkg", "core/okta/OktaClient.kt.hbs", "import-sdk"],
  ["configmid", "core/okta/OktaClient.kt.hbs", "configuration"],
  ["opensignin, signing in", "core/okta/OktaSignIn.kt.hbs", "sign-in"],
  ["opensignin, signing out", "core/okta/OktaSignIn.kt.hbs", "sign-out"],
  ["getuserinfo", "core/okta/OktaGrant.kt.hbs", "get-user-info"],
  ["usetoken", "core/session/ApiClient.kt.hbs", "use-token"],
  ["checkfortoken", "core/session/AppModel.kt.hbs", "check-for-session"],
  ["refresh", "core/session/OktaSession.kt.hbs", "refresh"],
  ["storerefreshtoken", "core/keystore/KeystoreVault.kt.hbs", "store-refresh-token"],
  ["challenge", "core/keystore/KeystoreVault.kt.hbs", "challenge"],
  ["getnewaccesstoken", "core/okta/OktaAuthorizationServer.kt.hbs", "get-new-access-token"],
  ["discardaccesstoken", "core/session/OktaSession.kt.hbs", "discard-access-token"],
];

function linesOf(file: string, region: string): readonly string[] {
  const source = readFileSync(join(androidTemplateFolder, "app/src/main/kotlin/app", file), "utf8");
  return linesOfRegion(source, region);
}

describe("the snippet", () => {
  test.each(snippets)("%s is short enough to be read at once", (_, file, region) => {
    const lines = linesOf(file, region);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThanOrEqual(20);
  });

  test.each(snippets)(
    "%s is no more than 120 columns wide, and holds nothing of the template language",
    (_, file, region) => {
      const lines = linesOf(file, region);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
      expect(lines.join("\n")).not.toContain("{{");
    },
  );
});

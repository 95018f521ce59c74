/**
 * What shows that a platform has a feature: a scenario that it plays or a region of its source, by their names, a text in a
 * file of the template, or a test of okta-unlock's by its file and title.
 */
export type Backing =
  | { readonly scenario: string }
  | { readonly test: string; readonly titled: string }
  | { readonly region: string }
  | { readonly file: string; readonly text: string };

/** A cell of the table: what it says, and what backs it; a `no` has a reason in place of a backing. */
export type Cell =
  | { readonly says: string; readonly by: Backing }
  | { readonly says: "no"; readonly reason: string };

export interface Feature {
  readonly feature: string;
  readonly ios: Cell;
  readonly android: Cell;
  readonly reactNative: Cell;
}

const yes = (by: Backing): Cell => ({ says: "yes", by });
const said = (says: string, file: string, text: string): Cell => ({ says, by: { file, text } });
const no = (reason: string): Cell => ({ says: "no", reason });

/** The same on every platform. */
function everywhere(feature: string, by: Backing): Feature {
  return { feature, ios: yes(by), android: yes(by), reactNative: yes(by) };
}

const played = (feature: string, scenario: string): Feature => everywhere(feature, { scenario });
const quoted = (feature: string, region: string): Feature => everywhere(feature, { region });

const noPasscode = no("Expo's secure store has no key that the device's passcode opens");
const passcode = yes({
  scenario: "with the passcode allowed, a device without biometrics protects the session",
});
const main = "app/src/main";

/** The rows of docs/projects.md. */
export const features: readonly Feature[] = [
  quoted("Sign in through the browser", "sign-in"),
  {
    feature: "Register the scheme that Okta leads back to",
    ios: no("the browser sheet returns to the app without it"),
    android: said("yes", "app/build.gradle.kts.hbs", "webAuthenticationRedirectScheme"),
    reactNative: said("yes", "okta-unlock/plugin/withOktaUnlock.js.hbs", "assertScheme"),
  },
  {
    feature: "Check ID tokens, after each refresh too",
    ios: said(
      "by Okta's SDK",
      "App/Core/Okta/OktaAuthorizationServer.swift",
      "an ID token that cannot be checked",
    ),
    android: said(
      "by Okta's SDK",
      `${main}/kotlin/app/core/okta/OktaGrant.kt.hbs`,
      "has checked the ID token",
    ),
    reactNative: {
      says: "tested",
      by: {
        test: "test/projects/react-native/okta.test.ts",
        titled: "for its signature, in Hermes too, which has no WebCrypto",
      },
    },
  },
  quoted("Show who is signed in", "get-user-info"),
  quoted("Find the session when the app starts", "check-for-session"),
  played("Refresh once, however many ask", "two uses at once make one renewal"),
  quoted("Store a rotated refresh token first", "keep-rotated-token"),
  quoted("Call an API", "use-token"),
  quoted("Call it again with a fresh token if refused", "call-with-retry"),
  quoted("Discard the access token", "discard-access-token"),
  quoted("Get a new access token", "get-new-access-token"),
  quoted("Keep the refresh token behind biometrics", "store-refresh-token"),
  quoted("Ask for a face or a finger", "challenge"),
  played("Lock after a time in the background", "a long time in the background locks and asks at once"),
  played("Lock at once", "a time of zero locks every time"),
  played("Survive a failed unlock", "a prompt that ends with cancelled erases nothing"),
  played("Sign in again where unlocking fails", "signing in again from the lock replaces the session"),
  played("End the session if biometrics change", "changed biometrics end the session"),
  played("Open without network", "unlocking without network opens the app and keeps everything"),
  {
    feature: "Unlock with the device's passcode, if chosen",
    ios: passcode,
    android: passcode,
    reactNative: noPasscode,
  },
  {
    feature: "Cover the screen in the app switcher",
    ios: said("yes", "App/Shell/Screens/PrivacyCover.swift", "PrivacyCover"),
    android: said("yes", `${main}/kotlin/app/shell/screens/PrivacyCover.kt.hbs`, "PrivacyCover"),
    reactNative: said("yes", "src/screens/PrivacyCover.tsx", "preventScreenCaptureAsync"),
  },
  quoted("Sign out", "sign-out"),
  played("Forget the device", "forgetting the device revokes and erases without the browser"),
  played("Delete the account, if chosen", "a deleted account takes everything of it along"),
  {
    feature: "Leave tokens out of backups",
    ios: said("yes", "App/Core/Keychain/KeychainItems.swift", "ThisDeviceOnly"),
    android: said("yes", `${main}/res/xml/backup_rules.xml`, "<include"),
    reactNative: said("yes", "okta-unlock/plugin/withBackupRules.js", "backup_rules"),
  },
  {
    feature: "Dark mode",
    ios: said("yes", "App/Resources/Assets.xcassets/AccentColor.colorset/Contents.json", "dark"),
    android: said("yes", `${main}/res/values-night/colors.xml`, "<color"),
    reactNative: said("yes", "src/theme.ts", "dark"),
  },
  {
    feature: "Screen readers",
    ios: said("yes", "App/Shell/Screens/LockedView.swift", "accessibility"),
    android: said("tested", "app/src/test/kotlin/app/shell/screens/AccessibilityTest.kt.hbs", "TalkBack"),
    reactNative: said("tested", "src/screens/tests/accessibility.test.tsx", "test"),
  },
  {
    feature: "All texts in one file",
    ios: said("yes", "App/Resources/Localizable.xcstrings.hbs", "strings"),
    android: said("yes", `${main}/res/values/strings.xml.hbs`, "<string"),
    reactNative: said("yes", "src/strings.ts.hbs", "words"),
  },
  {
    feature: "Trust the local org in debug builds only",
    ios: no("no build has to: `okta-unlock local trust` lets the simulator itself trust it"),
    android: said("yes", "app/src/debug/res/xml/network_security_config.xml", "localhost"),
    reactNative: said("Android", "okta-unlock/plugin/withLocalOrg.js", "localhost"),
  },
  {
    feature: "Preview in a browser",
    ios: no("the simulator of Xcode shows the app"),
    android: no("the emulator of Android Studio shows the app"),
    reactNative: {
      says: "if chosen",
      by: {
        test: "test/projects/react-native/web-journey.test.ts",
        titled:
          "the preview signs in to the local org, refreshes, locks, unlocks in each simulated case, and signs out",
      },
    },
  },
  {
    feature: "Tests that play the shared scenarios",
    ios: said("yes", "AppTests/ScenarioTests.swift.hbs", "plays"),
    android: said("yes", "app/src/test/kotlin/app/core/session/ScenarioTest.kt.hbs", "plays"),
    reactNative: said("yes", "okta-unlock/session/tests/scenarios.test.ts", "scenarios"),
  },
];

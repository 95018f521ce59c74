/** A change that somebody might make to a project by mistake, and what the check has to say of it. */
export interface Mistake {
  readonly mistake: string;
  /** Relative to the project, or to the folder of its package when it begins with `core/` or `shell/`. */
  readonly file: string;
  readonly from: string | RegExp;
  readonly to: string;
  readonly says: string;
}

/** In Kotlin: the compiler finds them. */
export const kotlinMistakes: readonly Mistake[] = [
  {
    mistake: "a wrong parameter of Okta's SDK",
    file: "core/okta/OktaSignIn.kt",
    from: "redirectUrl = settings.redirectUri",
    to: "redirectUri = settings.redirectUri",
    says: "no parameter with name 'redirectUri' found",
  },
  {
    mistake: "a sign-in without a list of scopes: the SDK has another, older function without one",
    file: "core/okta/OktaSignIn.kt",
    from: /,\n(?: *\/\/.*\n)? *scope = settings\.scopes(?=\n)/u,
    to: "",
    says: "no value passed for parameter 'scope'",
  },
  {
    mistake: "a method that Okta's SDK does not have any more",
    file: "core/okta/OktaAuthorizationServer.kt",
    from: "client.revokeToken(token = refreshToken)",
    to: "client.revoke(token = refreshToken)",
    says: "unresolved reference 'revoke'",
  },
  {
    mistake: "an answer of Okta's SDK that nobody looks into",
    file: "core/okta/OktaGrant.kt",
    from: "client.getUserInfo(accessToken = token.accessToken).getOrThrow()",
    to: "client.getUserInfo(accessToken = token.accessToken)",
    says: "receiver type mismatch",
  },
  {
    mistake: "a text that is not there",
    file: "shell/screens/SignInScreen.kt",
    from: "R.string.sign_in,",
    to: "R.string.sing_in,",
    says: "unresolved reference 'sing_in'",
  },
  {
    mistake: "a state that no screen shows",
    file: "shell/screens/RootScreen.kt",
    from: /^ *AppState\.SigningOut -> .*\n/mu,
    to: "",
    says: "'when' expression must be exhaustive",
  },
  {
    mistake: "a screen that is shown by no screen",
    file: "shell/launch/AppSettings.kt",
    from: /$/u,
    to: '\nfun hello() = androidx.compose.material3.Text("Hello")\n',
    says: "@Composable invocations can only happen from the context of a @Composable function",
  },
  {
    mistake: "a call that suspends from one that can't",
    file: "shell/launch/UnlockApplication.kt",
    from: "model.getOrNull()?.enterBackground()",
    to: "kotlinx.coroutines.delay(1)",
    says: "suspend",
  },
  {
    mistake: "a check that is not needed: the compiler warns",
    file: "core/okta/OktaSignIn.kt",
    from: "oAuth2Client = client",
    to: "oAuth2Client = client!!",
    says: "unnecessary non-null assertion",
  },
];

/** Calls newer than the oldest Android that the app runs on. */
export const newerCalls: readonly Mistake[] = [
  {
    mistake: "an executor that came with Android 9",
    file: "shell/launch/UnlockApplication.kt",
    from: "if (BuildConfig.DEBUG)",
    to: "mainExecutor.execute {}\n        if (BuildConfig.DEBUG)",
    says: "UnlockApplication.kt: mainExecutor",
  },
];

/** In resources and manifests: aapt2 or the merger finds them. */
export const resourceMistakes: readonly Mistake[] = [
  {
    mistake: "a misspelt resource in the manifest",
    file: "app/src/main/AndroidManifest.xml",
    from: "@string/app_name",
    to: "@string/app_nam",
    says: "resource string/app_nam",
  },
  {
    mistake: "a misspelt attribute",
    file: "app/src/main/AndroidManifest.xml",
    from: "android:supportsRtl",
    to: "android:supportRtl",
    says: "attribute android:supportRtl not found",
  },
  {
    mistake: "backup rules that Okta's SDK has, too, without saying whose count",
    file: "app/src/main/AndroidManifest.xml",
    from: /\s*tools:replace="[^"]*"/u,
    to: "",
    says: "tools:replace",
  },
  {
    mistake: "a scheme to come back by that nobody names",
    file: "app/build.gradle.kts",
    from: 'manifestPlaceholders["webAuthenticationRedirectScheme"]',
    to: 'manifestPlaceholders["redirectScheme"]',
    says: "webAuthenticationRedirectScheme",
  },
];

/** In build scripts. */
export const scriptMistakes: readonly Mistake[] = [
  {
    mistake: "a wrong property of the Android plugin",
    file: "app/build.gradle.kts",
    from: "minSdk = 26",
    to: "minimumSdk = 26",
    says: "unresolved reference 'minimumSdk'",
  },
  {
    mistake: "a property of the wrong type",
    file: "app/build.gradle.kts",
    from: "isMinifyEnabled = true",
    to: 'isMinifyEnabled = "true"',
    says: "mismatch",
  },
  {
    mistake: "a library that the catalog does not have",
    file: "app/build.gradle.kts",
    from: "libs.okta.oauth2",
    to: "libs.okta.oauth",
    says: "unresolved reference 'oauth'",
  },
  {
    mistake: "a misspelt repository",
    file: "settings.gradle.kts",
    from: "gradlePluginPortal()",
    to: "gradlePluginsPortal()",
    says: "unresolved reference 'gradlePluginsPortal'",
  },
];

// Says which plugins there are, in the versions of gradle/libs.versions.toml. app/build.gradle.kts applies them.
plugins {
    alias(libs.plugins.android.application) apply false
    // The Android plugin compiles Kotlin itself. This line decides with which version: one that reads Okta's SDK.
    alias(libs.plugins.kotlin.android) apply false
    alias(libs.plugins.kotlin.compose) apply false
}

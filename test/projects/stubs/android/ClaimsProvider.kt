// What the Android app calls of com.okta.kotlin:auth-foundation 3.0.0, package com.okta.authfoundation.claims. The name of
// this file is the SDK's: the compiler makes a class ClaimsProviderKt of it.
package com.okta.authfoundation.claims

import com.okta.authfoundation.stub

// commonMain claims/ClaimsProvider.kt:29; its members name types of kotlinx.serialization, and the app needs none
interface ClaimsProvider

// commonMain claims/ClaimsProvider.kt:64, 94, 100
val ClaimsProvider.name: String? get() = stub()
val ClaimsProvider.preferredUsername: String? get() = stub()
val ClaimsProvider.email: String? get() = stub()

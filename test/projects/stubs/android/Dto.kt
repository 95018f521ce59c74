// What the Android app calls of com.okta.kotlin:auth-foundation 3.0.0, package com.okta.authfoundation.client.dto.
package com.okta.authfoundation.client.dto

import com.okta.authfoundation.claims.ClaimsProvider

// commonMain client/dto/OidcUserInfo.kt:25-27
class OidcUserInfo internal constructor(claimsProvider: ClaimsProvider) : ClaimsProvider by claimsProvider

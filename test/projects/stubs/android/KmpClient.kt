// What the Android app calls of com.okta.kotlin:auth-foundation 3.0.0, package com.okta.authfoundation.client.kmp.
@file:Suppress("unused", "UNUSED_PARAMETER")

package com.okta.authfoundation.client.kmp

import com.okta.authfoundation.client.OAuth2ClientConfiguration
import com.okta.authfoundation.client.TokenInfo
import com.okta.authfoundation.client.dto.OidcUserInfo
import com.okta.authfoundation.jwt.Jwks
import com.okta.authfoundation.stub

// commonMain client/kmp/OAuth2Client.kt:74-76, 111, 160, 180-183, 263, 378, 540
class OAuth2Client private constructor(val configuration: OAuth2ClientConfiguration) {
    suspend fun getUserInfo(accessToken: String): Result<OidcUserInfo> = stub()

    suspend fun refreshToken(refreshToken: String): Result<TokenInfo> = stub()

    suspend fun refreshToken(
        refreshToken: String,
        extraRequestParameters: Map<String, String>
    ): Result<TokenInfo> = stub()

    suspend fun revokeToken(token: String): Result<Unit> = stub()

    suspend fun jwks(): Result<Jwks> = stub()

    companion object {
        fun createFromConfiguration(configuration: OAuth2ClientConfiguration): OAuth2Client = stub()
    }
}

// commonMain client/kmp/IdTokenValidator.kt:26-67; `validate` names types that the app does not need
interface IdTokenValidator {
    class Error(message: String, val identifier: String = "") : IllegalStateException(message) {
        companion object {
            const val EXPIRED = "expired"
            const val ISSUED_AT_THRESHOLD_NOT_SATISFIED = "issued_at_threshold_not_satisfied"
        }
    }
}

// What the Android app calls of com.okta.kotlin:auth-foundation 3.0.0, package com.okta.authfoundation.client.
@file:Suppress("unused", "UNUSED_PARAMETER")

package com.okta.authfoundation.client

import com.okta.authfoundation.api.http.ApiExecutor
import com.okta.authfoundation.client.kmp.OAuth2Client
import com.okta.authfoundation.stub

// commonMain client/OAuth2ClientBuilder.kt:66, 72, 75, 99, 166-171
class OAuth2ClientBuilder private constructor() {
    var apiExecutor: ApiExecutor
        get() = stub()
        set(value) {}
    var clock: OidcClock
        get() = stub()
        set(value) {}
    var authorizationServerId: String? = null

    companion object {
        fun create(
            issuerUrl: String,
            clientId: String,
            scope: List<String>,
            buildAction: (OAuth2ClientBuilder.() -> Unit)? = null
        ): Result<OAuth2Client> = stub()
    }
}

// commonMain client/OAuth2ClientConfiguration.kt:34
class OAuth2ClientConfiguration private constructor()

// commonMain client/OAuth2ClientResult.kt:23-89; of the real constructors some are internal, some need an opt-in
sealed class OAuth2ClientResult<T> {
    class Error<T> internal constructor(val exception: Exception) : OAuth2ClientResult<T>() {
        class HttpResponseException
        internal constructor(val responseCode: Int, val error: String?, val errorDescription: String?) : Exception()

        class OidcEndpointsNotAvailableException internal constructor(cause: Throwable?) : Exception(cause)

        class RateLimitException internal constructor(val requestUrl: String, val retryAfterSeconds: Long?) :
            Exception()
    }

    class Success<T> internal constructor(val result: T) : OAuth2ClientResult<T>()

    fun getOrThrow(): T = stub()
}

// commonMain client/OidcClock.kt:25-29
fun interface OidcClock {
    fun currentTimeEpochSecond(): Long
}

// commonMain client/TokenInfo.kt:27-81
interface TokenInfo {
    val id: String
    val clientId: String
    val issuerUrl: String
    val tokenType: String
    val expiresIn: Int
    val accessToken: String
    val scope: String?
    val refreshToken: String?
    val idToken: String?
    val deviceSecret: String?
    val issuedTokenType: String?
}

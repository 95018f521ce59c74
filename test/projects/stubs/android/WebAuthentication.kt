// What the Android app calls of com.okta.kotlin:web-authentication-ui 3.0.0, package com.okta.webauthenticationui.
@file:Suppress("unused", "UNUSED_PARAMETER", "DEPRECATION")

package com.okta.webauthenticationui

import android.content.Context
import androidx.browser.customtabs.CustomTabsIntent
import com.okta.authfoundation.client.OAuth2ClientResult
import com.okta.authfoundation.client.TokenInfo
import com.okta.authfoundation.client.kmp.OAuth2Client
import com.okta.authfoundation.events.EventCoordinator
import com.okta.authfoundation.stub

// main WebAuthenticationProvider.kt:28; the app does not call `launch`
interface WebAuthenticationProvider

// main DefaultWebAuthenticationProvider.kt:52-86
class DefaultWebAuthenticationProvider
@JvmOverloads
constructor(
    private val eventCoordinator: EventCoordinator = EventCoordinator(emptyList()),
    val preferredBrowsers: List<String> = emptyList(),
    val queryIntentServicesFlags: Int = 0,
    private val customizeTabsIntent: ((context: Context, builder: CustomTabsIntent.Builder) -> Unit)? = null
) : WebAuthenticationProvider

// main WebAuthentication.kt:71-74, 183, 193, 209-214, 282-286. Not here is the deprecated `login` with a scope of one string,
// which the real SDK takes for a call without `scope`: here that does not compile.
class WebAuthentication(
    oAuth2Client: OAuth2Client,
    webAuthenticationProvider: WebAuthenticationProvider =
        DefaultWebAuthenticationProvider(EventCoordinator(emptyList()))
) {
    class FlowCancelledException internal constructor() : Exception()

    class FlowAlreadyInProgressException internal constructor() : Exception()

    suspend fun login(
        context: Context,
        redirectUrl: String,
        scope: List<String>,
        extraRequestParameters: Map<String, String> = emptyMap()
    ): Result<TokenInfo> = stub()

    suspend fun logoutOfBrowser(context: Context, redirectUrl: String, idToken: String): OAuth2ClientResult<Unit> =
        stub()
}

// What the Android app calls of com.okta.kotlin:auth-foundation 3.0.0, package com.okta.authfoundation (see README.md).
@file:Suppress("unused", "UNUSED_PARAMETER")

package com.okta.authfoundation

import android.content.Context
import java.security.GeneralSecurityException

internal fun stub(): Nothing = throw UnsupportedOperationException("This stands for Okta's SDK, to compile against.")

// androidMain AuthFoundation.kt:21-22
object AuthFoundation {
    fun initializeAndroidContext(context: Context) {}
}

// commonMain BiometricAuthenticationException.kt:29-34; the superclass is that of androidMain …:20-23
class BiometricAuthenticationException(message: String, val biometricExceptionDetails: BiometricExceptionDetails) :
    GeneralSecurityException(message)

// commonMain BiometricAuthenticationException.kt:39-53
sealed interface BiometricExceptionDetails {
    data object OnAuthenticationFailed : BiometricExceptionDetails

    data class OnAuthenticationError(val errorCode: Int, val errString: CharSequence) : BiometricExceptionDetails
}

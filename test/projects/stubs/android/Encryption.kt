// What the Android app calls of com.okta.kotlin:auth-foundation 3.0.0, package com.okta.authfoundation.credential.kmp.
@file:Suppress("unused", "UNUSED_PARAMETER")

package com.okta.authfoundation.credential.kmp

import androidx.biometric.BiometricPrompt
import com.okta.authfoundation.stub
import java.security.KeyPairGenerator
import java.security.KeyStore

// commonMain credential/kmp/TokenEncryptionHandler.kt:26-46
interface TokenEncryptionHandler {
    suspend fun encrypt(plaintext: ByteArray): EncryptionResult

    suspend fun decrypt(ciphertext: ByteArray, encryptionExtras: Map<String, String>): ByteArray
}

// commonMain credential/kmp/EncryptionResult.kt:24-27
data class EncryptionResult(val ciphertext: ByteArray, val encryptionExtras: Map<String, String> = emptyMap())

// commonMain credential/kmp/TokenEncryptionKeyInvalidatedException.kt:29-31
class TokenEncryptionKeyInvalidatedException(val keyAlias: String) : Exception()

// androidMain credential/kmp/AndroidTokenEncryptionHandler.kt:62-69, 109, 126-129
class AndroidTokenEncryptionHandler(
    private val keyAlias: String = "",
    private val requireBiometric: Boolean = false,
    private val userAuthenticationTimeout: Int = 5,
    private val promptInfo: BiometricPrompt.PromptInfo? = null,
    private val keyStore: KeyStore = stub(),
    private val keyPairGenerator: KeyPairGenerator = stub()
) : TokenEncryptionHandler {
    override suspend fun encrypt(plaintext: ByteArray): EncryptionResult = stub()

    override suspend fun decrypt(ciphertext: ByteArray, encryptionExtras: Map<String, String>): ByteArray = stub()
}

// What the Android app calls of com.okta.kotlin:oauth2 3.0.0, package com.okta.oauth2.kmp.
package com.okta.oauth2.kmp

// commonMain kmp/AuthorizationCodeFlow.kt:31, 43-46; the app only meets its exception
interface AuthorizationCodeFlow {
    class ResumeException(message: String, val errorId: String) : Exception(message)
}

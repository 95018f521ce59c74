// What the Android app gets of com.okta.kotlin:auth-foundation 3.0.0, package com.okta.authfoundation.jwt.
package com.okta.authfoundation.jwt

// commonMain jwt/Jwks.kt:26
class Jwks private constructor()

package com.example.app.core.okta

import android.app.Application
import com.example.app.core.session.SessionError
import com.example.app.core.session.UserProfile
import java.io.File
import kotlin.time.Clock
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.annotation.ConscryptMode

/** The app's way to Okta, with the SDK itself, against a server. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35], application = Application::class)
@ConscryptMode(ConscryptMode.Mode.OFF)
class OktaSdkTest {
    private val org = TestOrg(File(System.getProperty("trusted")))
    private val clock = OktaClock()
    private val client = createOktaClient(settings(org.issuer), clock).getOrThrow()
    private val server = OktaAuthorizationServer(client, clock)

    @After
    fun close() = org.close()

    private fun settings(issuer: String) =
        OktaSettings(issuer, "0oa1", listOf("openid", "offline_access"), "app:/callback", "app:/logout")

    private fun renewalError() = assertThrows(SessionError::class.java) { runBlocking { server.renew("R1") } }

    @Test
    fun refreshes() = runBlocking {
        val grant = server.renew("R1")
        assertEquals(listOf("A1", "R2", "00u1"), listOf(grant.accessToken, grant.refreshToken, grant.subject))
        assertTrue((grant.expiresAt - Clock.System.now() - 1.hours).absoluteValue < 1.minutes)
        assertEquals(UserProfile(name = "Ada", username = "ada@x.org"), grant.userProfile())
    }

    @Test
    fun asksTheAuthorizationServerThatTheIssuerNames() = runBlocking {
        server.renew("R1")
        assertEquals("GET /.well-known/openid-configuration", org.requests.first())
    }

    @Test
    fun takesTokensWithNewKeysThoughTheOldMayBeCached() = runBlocking {
        server.withoutKeys().renew("R1")
        org.rotateKeys()
        assertEquals("R3", server.withoutKeys().renew("R2").refreshToken)
        assertEquals("one request for the keys of each refresh", 2, org.count("/v1/keys"))
    }

    @Test
    fun spendsNoRefreshTokenWithoutKeys() {
        org.answers["/v1/keys"] = Answer(503, "")
        assertEquals(SessionError.Unavailable, renewalError())
        assertEquals(0, org.count("/v1/token"))
    }

    @Test
    fun takesTokensThoughTheClockOfTheDeviceIsWrong() = runBlocking {
        for (error in listOf(3.hours, (-3).hours)) {
            clock.set(Clock.System.now() + error)
            val grant = server.withoutKeys().renew("R1")
            assertTrue((grant.expiresAt - Clock.System.now() - 1.hours).absoluteValue < 1.minutes)
        }
    }

    @Test
    fun endsASessionForTheRefusalOfARefreshAlone() {
        org.answers["/v1/token"] = Answer(400, """{"error":"invalid_grant","error_description":"expired"}""")
        assertEquals(SessionError.SignInRequired, renewalError())
        for ((status, body) in listOf(429 to "{}", 500 to """{"error":"server_error"}""", 200 to "<html>", 502 to "")) {
            org.answers["/v1/token"] = Answer(status, body)
            assertEquals("$status $body", SessionError.Unavailable, renewalError())
        }
        org.answers["/v1/token"] = Answer(401, """{"error":"invalid_client","error_description":"no such client"}""")
        assertEquals(SessionError.Refused("no such client"), renewalError())
    }

    @Test
    fun tellsARefusedAccessToken() {
        val grant = runBlocking { server.renew("R1") }
        org.answers["/v1/userinfo"] = Answer(401, "")
        val error = assertThrows(SessionError::class.java) { runBlocking { grant.userProfile() } }
        assertEquals(SessionError.AccessTokenRefused, error)
    }

    @Test
    fun tellsOfflineFromAServerThatIsNotTrusted() {
        org.close()
        assertEquals(SessionError.Offline, renewalError())
        TestOrg(File(System.getProperty("untrusted"))).use { other ->
            val client = createOktaClient(settings(other.issuer), clock).getOrThrow()
            val error = assertThrows(SessionError::class.java) {
                runBlocking { OktaAuthorizationServer(client, clock).renew("R1") }
            }
            assertEquals(SessionError.UntrustedServer, error)
        }
    }

    @Test
    fun revokesTheRefreshToken() = runBlocking {
        server.renew("R1").revoke()
        server.revoke("R9")
        val revoked = org.requests.filter { it.startsWith("POST /v1/revoke") }
        assertEquals(listOf("R2", "R9").map { "POST /v1/revoke client_id=0oa1&token=$it" }, revoked)
    }

    @Test
    fun staysCancelledWhenTheCallerIs() = runBlocking {
        val started = CompletableDeferred<Unit>()
        val work = async(Dispatchers.IO) {
            runCatching {
                askOkta {
                    started.complete(Unit)
                    runCatching { delay(1.hours) }.getOrThrow()
                }
            }.exceptionOrNull()
        }
        started.await()
        work.cancelAndJoin()
        assertTrue(work.isCancelled)
        // A flow that was given up inside is an answer, not the end of the caller.
        val error = runCatching { askOkta { throw CancellationException("given up") } }.exceptionOrNull()
        assertEquals(SessionError.Cancelled, error)
    }

    @Test
    fun takesAnIssuerApart() {
        assertEquals("https://a.okta.com" to "default", splitIssuer("https://a.okta.com/oauth2/default"))
        assertEquals("https://localhost:4433" to "aus1", splitIssuer("https://localhost:4433/oauth2/aus1/"))
        assertEquals("https://a.okta.com" to null, splitIssuer("https://a.okta.com"))
        assertThrows(IllegalArgumentException::class.java) { splitIssuer("https://a.okta.com/default") }
    }
}

package com.example.myapp.core.session

import kotlin.random.Random
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.advanceUntilIdle
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import okhttp3.Request
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test

/** Does anything at any time, and looks after each step whether the rules of the session hold. */
class RandomWalkTest {
    @Test
    fun `the rules hold, whatever happens in whatever order`() {
        val first = System.getenv("WALK_SEED")?.toInt()
        for (seed in first?.let { it..it } ?: 1..600) {
            lateinit var walk: Walk
            try {
                runTest {
                    walk = Walk(Random(seed), this)
                    walk.run()
                }
            } catch (broken: Throwable) {
                throw AssertionError("WALK_SEED=$seed: ${broken.message}\n${walk.story.joinToString("\n")}", broken)
            }
        }
        println("600 random walks hold the rules.")
    }
}

@OptIn(ExperimentalCoroutinesApi::class)
private class Walk(private val random: Random, private val test: TestScope) {
    val story = mutableListOf<String>()
    private val stage = Stage(given(), test)
    private val world get() = stage.world
    private var wasOpen = false
    private var callsWhenOpen = 0
    private var renewsWhenHeld = 0
    private var mayBeSpent = false
    private var isHeld = false
    private var issued = 1
    private var newest: String? = null
    private var callsFollowed = 0
    private var callsTold = 0

    private fun given(): Scenario.Given {
        val hasSession = random.nextBoolean()
        return Scenario.Given(
            session = hasSession,
            vault = if (hasSession) "R1" else null,
            device = Device.entries.random(random).takeUnless { hasSession } ?: Device.Biometrics,
            policy = if (random.nextBoolean()) "biometric-or-passcode" else null,
            lockAfter = if (random.nextBoolean()) 0 else 60
        ).also { story += "$it" }
    }

    private val actions: Map<String, () -> Unit> = mapOf(
        "signIn" to {
            forgetFirstToken()
            stage.model.signIn()
        },
        "cancelSignIn" to { stage.model.cancelSignIn() },
        "unlock" to { stage.model.unlock() },
        "lock" to { stage.model.lock() },
        "refresh" to { stage.model.refresh() },
        "loadProfile" to { stage.model.loadProfile() },
        "discardAccessToken" to { stage.model.discardAccessToken() },
        "signOut" to { stage.model.signOut() },
        "forgetDevice" to { stage.model.forgetDevice() },
        "deleteAccount" to { stage.model.deleteAccount() },
        "callApi" to { callApi() },
        "becomeActive" to { becomeActive() },
        "enterBackground" to { enterBackground() },
        "relaunch" to { relaunch() },
        "enrol" to { world.vault.device = Device.Biometrics },
        "enrolAnother" to { world.vault.enrolAnother() },
        "unenrol" to { world.vault.unenrol() },
        "refuse" to { world.vault.isRefusing = !world.isInFront },
        "wait" to { world.secondsPassed += random.nextLong(100) },
        "pass time" to { test.advanceTimeBy(random.nextLong(8_000)) }
    )

    private val answers = mapOf(
        "server.renew" to listOf("offline", "unavailable", "invalid_grant", "same", "clockSkewed"),
        "server.revoke" to listOf("offline"),
        "server.userInfo" to listOf("offline", "401 once"),
        "vault.read" to listOf("cancelled", "lockedOut", "failed", "biometricsChanged"),
        "vault.store" to listOf("fails", "cut short"),
        "browser.signIn" to listOf("cancelled", "granted nothing", "somebody else", "invalid_grant"),
        "browser.confirm" to listOf("cancelled", "somebody else"),
        "browser.signOut" to listOf("cancelled", "hangs"),
        "account.delete" to listOf("fails"),
        "api" to listOf("401", "401 once")
    )

    private val holdable =
        listOf("server.renew", "server.revoke", "server.userInfo", "vault.read", "browser.signIn", "browser.confirm")

    suspend fun run() {
        stage.model.start()
        settle()
        repeat(30) {
            world.answers = answers.filter { random.nextInt(4) == 0 }.mapValues { it.value.random(random) }
            mayBeSpent = mayBeSpent || world.answers["server.renew"] == "invalid_grant"
            if (random.nextInt(5) == 0) hold(holdable.filter { random.nextInt(3) == 0 }.toSet())
            val (name, act) = actions.entries.random(random)
            story += "$name ${world.answers} held=${world.heldCalls.value}"
            act()
            // Now and then the next thing happens at the same moment.
            if (random.nextInt(3) == 0) return@repeat
            test.runCurrent()
            look()
            if (random.nextInt(3) == 0) settle()
        }
        settle()
        stage.end()
    }

    private fun hold(calls: Set<String>) {
        world.heldCalls.value = calls
        isHeld = "server.renew" in calls
        renewsWhenHeld = renews()
    }

    private fun renews() = world.calls.count { it.startsWith("server.renew") }

    private fun callApi() {
        val model = stage.model
        test.launch { runCatching { model.data(Request.Builder().url("https://api.example.com/").build()) } }
    }

    private fun becomeActive() {
        world.isInFront = true
        world.vault.isRefusing = false
        stage.model.becomeActive()
    }

    private fun enterBackground() {
        world.isInFront = false
        stage.model.enterBackground()
    }

    private fun relaunch() {
        stage.end()
        test.launch { stage.perform("relaunch") }
        test.runCurrent()
        // What was under way may have spent a token whose successor nobody has stored.
        followNewest()
        newest = null
        mayBeSpent = true
        wasOpen = false
        callsWhenOpen = world.calls.size
        renewsWhenHeld = renews()
        becomeActive()
    }

    /** Gives every answer, and waits until nothing is left to do. */
    private fun settle() {
        hold(emptySet())
        test.advanceUntilIdle()
        story += "settled: ${stage.model.uiState.value.state}, after ${world.calls.drop(callsTold)}"
        callsTold = world.calls.size
        look()
        checkWhatStays()
    }

    private fun freshen() {
        val sinceSignIn = world.calls.takeLastWhile { it != "browser.signIn" }
        val signedIn = sinceSignIn.size < world.calls.size
        if (signedIn && sinceSignIn.none { it == "server.renew R1" }) forgetFirstToken()
    }

    /** Each sign-in of the world gives R1, which Okta would not have seen before. */
    private fun forgetFirstToken() {
        (world.field("spent") as MutableMap<*, *>).remove("R1")
    }

    private fun look() {
        freshen()
        followNewest()
        val shown = stage.model.uiState.value
        val state = shown.state
        val isOpen = state.isOpen || state == AppState.Deleting
        if (isOpen && !wasOpen) {
            val opened = world.calls.drop(callsWhenOpen)
            assertTrue("opened by nobody", opened.any { it == "vault.read" || it == "browser.signIn" })
        }
        if (isOpen) callsWhenOpen = world.calls.size
        wasOpen = isOpen
        val isClosed = state is AppState.SignedOut || state is AppState.Locked || state == AppState.Unlocking
        if (isClosed) assertNull("a profile in a closed app", shown.profile)
        if (isHeld && world.calls.none { it == "browser.signIn" }) {
            assertTrue("two refreshes at once", renews() - renewsWhenHeld <= 2)
        }
        if (state == AppState.SignedOut(SignedOutReason.Expired)) assertTrue("a spent token was sent", mayBeSpent)
    }

    private fun checkWhatStays() {
        val state = stage.model.uiState.value.state
        val token = world.vault.stored()
        when (state) {
            is AppState.SignedOut, AppState.Unprotected -> {
                assertFalse("a marker without a session", stage.marker.isSet)
                assertNull("a token without a session", token)
            }

            is AppState.Locked, AppState.Active, AppState.ActiveOffline -> {
                assertTrue("a session without a marker", stage.marker.isSet)
                assertNotNull("a session without a token", token)
            }

            else -> throw AssertionError("no way out of $state")
        }
        val secrets = listOf("refreshToken", "grant", "idToken", "cameMeanwhile").filter { secret(it) != null }
        if (!state.isOpen) assertEquals("secrets in a closed app", emptyList<String>(), secrets)
        if (world.isInFront) assertFalse("covered in front", stage.model.uiState.value.isAway)
        if (newest != null && (state is AppState.Locked || state == AppState.Active)) {
            assertEquals("the newest token", newest, secret("unsaved") ?: token)
        }
    }

    /** What Okta gave last: unknown after a sign-in or the end of a process, until the next refresh. */
    private fun followNewest() {
        val now = world.field("refreshTokens") as Int
        if (now > issued) newest = "R$now"
        val isOfAnother =
            world.calls.lastIndexOf("browser.signIn") > world.calls.indexOfLast { it.startsWith("server.renew") }
        if (isOfAnother || "browser.signIn" in world.calls.drop(callsFollowed)) newest = null
        issued = now
        callsFollowed = world.calls.size
    }

    private fun secret(name: String) = stage.model.field("session")!!.field(name)
}

private fun WorldVault.stored(): String? = field("file")?.field("token") as String?

private fun Any.field(name: String): Any? = javaClass.getDeclaredField(name).apply { isAccessible = true }.get(this)

/** A change that breaks one rule of the session: what it does, in which file, and how. */
export interface BrokenRule {
  readonly rule: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The test that turns red: the one of the scenarios, unless no scenario can tell it. */
  readonly shownBy?: string;
}

const inSession = rulesFor("OktaSession.kt", [
  ["two refreshes run at once", "renewal ?: scope.async", "scope.async"],
  [
    "a refresh ends with the screen that asked for it",
    "scope.async {",
    "CoroutineScope(kotlinx.coroutines.currentCoroutineContext()).async {",
  ],
  [
    "an access token is used before its refresh token is stored",
    "if (newest != current || unsaved != null) save(newest)",
    "scope.async { if (newest != current || unsaved != null) save(newest) }",
  ],
  ["a rotated token is not stored", "if (newest != current || unsaved != null) save(newest)", ""],
  [
    "an unsaved token is not stored by the next renewal",
    "newest != current || unsaved != null",
    "newest != current",
  ],
  [
    "a refresh that outlived the session stores its token",
    "if (era.session != this.era.session) return@withLock false",
    "",
  ],
  [
    "a refresh that outlived the session leaves its token at Okta",
    "runCatching { server.revoke(fresh.refreshToken ?: current) }",
    "",
  ],
  ["a refresh that outlived the lock opens the session again", "if (refreshToken != null) {", "if (true) {"],
  [
    "the old refresh token is dropped when Okta did not rotate",
    "fresh.refreshToken ?: current",
    'fresh.refreshToken ?: ""',
  ],
  [
    "unlocking does not wait for the refresh that outlived the lock",
    "if (renewal != null) withTimeoutOrNull(renewalLimit) { renewal.join() }",
    "",
  ],
  [
    "a refusal that comes too late ends the next session",
    "if (era != mutex.withLock { this.era }) throw SessionError.Locked\n        return answer.getOrThrow()\n    }\n\n    /** Its answer",
    "return answer.getOrThrow()\n    }\n\n    /** Its answer",
  ],
  ["revoking does not wait for the refresh", "renewal?.join()", ""],
  ["locking leaves the tokens in memory", "        refreshToken = null\n        grant = null\n", ""],
  [
    "an unsaved token is not stored again when locking",
    "        saveUnsaved()\n        if (unsaved",
    "        if (unsaved",
  ],
  ["the keys that were known first are kept for ever", "server.withoutKeys().renew", "server.renew"],
  ["the clock of the device tells what has expired", "server.now", "kotlin.time.Clock.System.now()"],
  [
    "unlocking waits for the refresh without limit",
    "withTimeoutOrNull(renewalLimit) { renewal.join() }",
    "renewal.join()",
  ],
  [
    "user info's refusal is met with no fresh token",
    "renew(insteadOf = grant).userProfile()",
    "throw SessionError.AccessTokenRefused",
  ],
  ["a session in memory writes to the vault", "if (storage == Storage.Memory) return", ""],
  ["an expired access token is used", "> leeway)", "> (-86400).seconds)"],
  ["a discarded access token stays", "grant.also { grant = null }", "grant"],
  [
    "a sign-in leaves what the vault held",
    "Storage.Memory -> runCatching { vault.erase() }",
    "Storage.Memory -> Unit",
  ],
]);

const inModel = rulesFor("AppModel.kt", [
  [
    "a cancelled prompt erases",
    "val reason = failure.endsSession",
    "val reason = failure.endsSession ?: SignedOutReason.Expired.takeIf { failure == UnlockFailure.Cancelled }",
  ],
  [
    "being offline ends the session",
    "if (error == SessionError.SignInRequired) end",
    "if (error == SessionError.SignInRequired || error == SessionError.Offline) end",
  ],
  [
    "unlocking offline ends the session",
    "if (failure == SessionError.SignInRequired) return",
    "if (failure is SessionError) return",
  ],
  [
    "a server in trouble ends the session",
    "if (error == SessionError.SignInRequired) end",
    "if (error == SessionError.SignInRequired || error == SessionError.Unavailable) end",
  ],
  [
    "invalid_grant does not end the session",
    "if (error == SessionError.SignInRequired) end(SignedOutReason.Expired) else show(error)",
    "show(error)",
  ],
  [
    "invalid_grant at the unlock does not end the session",
    "if (failure == SessionError.SignInRequired) return end(SignedOutReason.Expired)",
    "",
  ],
  [
    "what an API call tells of the session is not heard",
    "            judge(error)\n            throw error",
    "            throw error",
  ],
  [
    "the marker is set although the vault refused",
    "dependencies.marker.isSet = isKept",
    "dependencies.marker.isSet = true",
  ],
  ["nothing is erased at the first start", "runCatching { session.erase() }", ""],
  [
    "the vault is read before anybody was asked",
    "mayPromptUnasked = true\n            state = AppState.Locked()",
    "mayPromptUnasked = true\n            runCatching { session.unseal() }\n            state = AppState.Locked()",
  ],
  ["the marker outlives the session", "dependencies.marker.isSet = false", ""],
  [
    "a sign-out is undone when the app is ended meanwhile",
    "        dependencies.marker.isSet = false\n        val idToken",
    "        val idToken",
  ],
  [
    "a device is remembered when the app is ended meanwhile",
    "        dependencies.marker.isSet = false\n        val revoked",
    "        val revoked",
  ],
  [
    "the browser is in front before anything is erased",
    "        erase(SignedOutReason.UserRequested)\n        if (idToken != null) endBrowserSession(idToken)",
    "        if (idToken != null) endBrowserSession(idToken)\n        erase(SignedOutReason.UserRequested)",
  ],
  [
    "signing out waits for the browser without limit",
    "scope.outcome(policy.browserLimit) {",
    "runCatching {",
  ],
  [
    "signing out does not learn which browser session to end",
    "        scope.succeeds(policy.renewalLimit) { session.renew() }\n        return",
    "        return",
  ],
  ["nobody is told that a browser session goes on", "if (!revoked || idToken == null)", "if (!revoked)"],
  [
    "a code that is refused is taken for a session that has ended",
    "SessionError.SignInRequired -> Notice.Failed(SessionError.Unavailable)",
    "SessionError.SignInRequired -> Notice.Failed(error)",
  ],
  [
    "an app that was left during the prompt stays covered",
    "        mustLock = false\n        val reason",
    "        val reason",
  ],
  [
    "a long time in Settings ends a session in memory",
    "if (state == AppState.Unprotected) protect()",
    "if (state == AppState.Unprotected && !mustLock) protect()",
  ],
  [
    "a cancelled sign-in ends the session",
    "state = before\n            show(error)",
    "state = before\n            end(null)",
  ],
  [
    "a long absence while unlocking does not lock",
    "if (mustLock) return close(promptingUnasked = false)",
    "",
  ],
  [
    "a long absence while deleting does not lock",
    "if (mustLock) return@launch close(promptingUnasked = false)",
    "",
  ],
  [
    "the prompt comes up again and again",
    "        mayPromptUnasked = false\n        mustLock",
    "        mustLock",
  ],
  ["a lock asked for prompts by itself", "close(promptingUnasked = false)", "close(promptingUnasked = true)"],
  [
    "a session in memory survives a long absence",
    "AppState.Unprotected -> endRevoked(null)",
    "AppState.Unprotected -> Unit",
  ],
  ["a session in memory is never protected", "if (state == AppState.Unprotected) protect()", ""],
  [
    "a session that is protected later gets no marker",
    "        dependencies.marker.isSet = true\n        state = AppState.Active",
    "        state = AppState.Active",
  ],
  ["signing out forgets to revoke", "{ session.revoke() }", "{ session.isSaved() }"],
  ["signing out forgets the browser", "if (idToken != null) endBrowserSession(idToken)", ""],
  ["nobody is told that Okta was not told", "notice = Notice.EndedHereOnly", "notice = null"],
  [
    "a profile stays after the lock",
    "state = AppState.Locked()\n                profile = null",
    "state = AppState.Locked()",
  ],
  [
    "a failed deletion erases",
    "state = before\n            if",
    "state = before\n            end(SignedOutReason.AccountDeleted)\n            if",
  ],
  [
    "a deletion keeps the session at Okta",
    "        revoke()\n        end(SignedOutReason.AccountDeleted)",
    "        end(SignedOutReason.AccountDeleted)",
  ],
  [
    "whoever leaves leaves their things behind",
    "            dependencies.localData.erase()\n            dependencies.marker",
    "            dependencies.marker",
  ],
  [
    "an expired session takes the person's things along",
    "if (reason?.isWanted == true) {",
    "if (reason != null) {",
  ],
  [
    "another person finds the things of the one before",
    "if (dependencies.marker.changeOwner(grant.subject)) dependencies.localData.erase()",
    "dependencies.marker.changeOwner(grant.subject)",
  ],
  ["a token that the vault refused is not stored on return", "session.saveAgain()", ""],
  [
    "unlocking waits for Okta without limit",
    "scope.outcome(policy.renewalLimit) { session.renew() }?.exceptionOrNull()",
    "runCatching { session.renew() }.exceptionOrNull()",
  ],
  [
    "whether to lock is decided late",
    "        if (lockTimer.isOver(dependencies.timeSinceBoot())) mustLock = true\n        lockTimer = lockTimer.comeBack()\n        return scope.launch { resume() }",
    "        return scope.launch {\n            if (lockTimer.isOver(dependencies.timeSinceBoot())) mustLock = true\n            lockTimer = lockTimer.comeBack()\n            resume()\n        }",
  ],
  ["a prompt comes up behind an app that was left", "if (lockTimer.isAway) return", ""],
  [
    "a session that is over lives on at Okta",
    "state = AppState.SigningOut\n        revoke()\n        end(reason)",
    "end(reason)",
  ],
  ["a cancelled sign-in signs in", "if (own != signIns) return@launch discard(grant)", ""],
  ["the tokens of a cancelled sign-in live on", "return@launch discard(grant)", "return@launch"],
  [
    "a marker that can't be read counts as missing",
    "state != AppState.Launching || !dependencies.marker.isReadable",
    "state != AppState.Launching",
  ],
  [
    "a lockout stays in the app",
    "if (locked.failure == UnlockFailure.LockedOut)",
    "if (locked.failure == UnlockFailure.Corrupt)",
  ],
]);

const elsewhere: readonly BrokenRule[] = [
  ...rulesFor("UnlockPolicy.kt", [
    ["the background time-out is off by one", ">= limit", "> limit"],
    ["leaving twice starts the time anew", "leftAt ?: now", "now"],
  ]),
  ...rulesFor("AccountDeletion.kt", [
    ["an unlocked phone is enough to delete", "val proof = confirm()", "val proof = session.currentGrant()"],
    [
      "a deletion waits for its confirmation without limit",
      "scope.outcome(policy.confirmationLimit) {",
      "runCatching {",
    ],
    ["anybody may confirm a deletion", "person != proof.subject", "person.isEmpty()"],
    [
      "a confirmation that is refused ends the session",
      "throw SessionError.Unavailable\n        }",
      "throw SessionError.SignInRequired\n        }",
    ],
    [
      "the tokens of a refused confirmation live on",
      "scope.succeeds(policy.revocationLimit) { proof.revoke() }",
      "",
    ],
  ]),
  ...rulesFor("RefreshTokenVault.kt", [
    [
      "the old token is deleted before the new one is there",
      "= write(refreshToken, key = keys().maxOrNull() ?: 1)",
      "{\n        val key = keys().maxOrNull() ?: 1\n        erase()\n        write(refreshToken, key)\n    }",
    ],
    ["a new session uses the key of an old one", "(old.maxOrNull() ?: 0) + 1", "old.maxOrNull() ?: 1"],
    [
      "a lockout ends the session",
      "Cancelled, LockedOut,",
      "LockedOut -> SignedOutReason.VaultCorrupt\n            Cancelled,",
    ],
    [
      "missing biometrics end the session",
      "Cancelled, LockedOut, NotEnrolled,",
      "NotEnrolled -> SignedOutReason.BiometricsChanged\n            Cancelled, LockedOut,",
    ],
    [
      "a vault that can't be read this time ends the session",
      "Unavailable, Failed -> null",
      "Unavailable -> null\n            Failed -> SignedOutReason.VaultCorrupt",
    ],
    [
      "changed biometrics don't end the session",
      "BiometricsChanged -> SignedOutReason.BiometricsChanged",
      "BiometricsChanged -> null",
    ],
  ]),
  ...rulesFor("ApiClient.kt", [
    ["an API's refusal is met with no fresh token", "answer.code != 401", "answer.code != 418"],
  ]),
];

const notInScenarios: readonly BrokenRule[] = [
  {
    rule: "a sign-out that comes too late ends the next session",
    file: "OktaSession.kt",
    from: "refreshToken.takeIf { era == this.era }",
    to: "refreshToken",
    shownBy: "OktaSessionTest",
  },
  {
    rule: "the old key is deleted before the new token is there",
    file: "RefreshTokenVault.kt",
    from: "        write(refreshToken, key = (old.maxOrNull() ?: 0) + 1)\n        for (number in old) runCatching { deleteKey(number) }",
    to: "        for (number in old) runCatching { deleteKey(number) }\n        write(refreshToken, key = (old.maxOrNull() ?: 0) + 1)",
    shownBy: "RefreshTokenVaultTest",
  },
];

/** Every rule of the session that a test of the project has to hold. */
export const brokenRules = [...inSession, ...inModel, ...elsewhere, ...notInScenarios];

function rulesFor(
  file: string,
  changes: readonly (readonly [rule: string, from: string, to: string])[],
): readonly BrokenRule[] {
  return changes.map(([rule, from, to]) => ({ rule, file, from, to }));
}

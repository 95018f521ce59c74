/** A change that breaks one rule of the session: what it does, in which file, and how. */
export interface BrokenRule {
  readonly rule: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const inSession = rulesFor("OktaSession.swift", [
  ["two refreshes run at once", "let task = renewal ?? Task {", "let task = Task {"],
  [
    "an access token is used before its refresh token is stored",
    "if newest != current || !isSaved { save(newest) }",
    "defer { save(newest) }",
  ],
  ["a rotated token is not stored", "if newest != current || !isSaved { save(newest) }", ""],
  [
    "an unsaved token is not stored by the next renewal",
    "newest != current || !isSaved {",
    "newest != current {",
  ],
  [
    "a refresh that outlived the session stores its token",
    "guard era.session == self.era.session else {",
    "guard true else {",
  ],
  [
    "a refresh that outlived the session leaves its token at Okta",
    "try? await server.revoke(fresh.refreshToken ?? current)",
    "",
  ],
  ["a refresh that outlived the lock opens the session again", "if self.refreshToken != nil {", "if true {"],
  [
    "the old refresh token is dropped when Okta did not rotate",
    "fresh.refreshToken ?? current",
    'fresh.refreshToken ?? ""',
  ],
  [
    "unlocking does not wait for the refresh that outlived the lock",
    "if let renewal { _ = await succeeds(within: renewalLimit) { _ = try await renewal.value } }",
    "",
  ],
  [
    "a refusal that comes too late ends the next session",
    "// The session was locked or has ended meanwhile: neither tokens nor a refusal count any more.\n        guard era == self.era else { throw SessionError.locked }",
    "",
  ],
  ["revoking does not wait for the refresh", "_ = try? await renewal?.value\n        guard", "guard"],
  [
    "a sign-out that comes too late ends the next session",
    "guard era == self.era, let refreshToken",
    "_ = era\n        guard let refreshToken",
  ],
  ["locking leaves the tokens in memory", "        refreshToken = nil\n        grant = nil\n", ""],
  [
    "an unsaved token is not stored again when locking",
    "        saveAgain()\n        guard isSaved",
    "        guard isSaved",
  ],
  [
    "a refresh is suspended with the app",
    "try await backgroundTime.hold { try await self.exchange(current, in: era) }",
    "try await exchange(current, in: era)",
  ],
  ["the keys that were known first are kept for ever", "server.withoutKeys().renew", "server.renew"],
  ["the clock of the device tells what has expired", "server.now", "Date()"],
  [
    "unlocking waits for the refresh without limit",
    "_ = await succeeds(within: renewalLimit) { _ = try await renewal.value }",
    "_ = try? await renewal.value",
  ],
  [
    "user info's refusal is met with no fresh token",
    "return try await renew(insteadOf: grant).userProfile()",
    "throw SessionError.accessTokenRefused",
  ],
  ["a session in memory writes to the vault", "guard storage == .vault else { return }", ""],
  ["an expired access token is used", "> leeway {", "> -86400 {"],
  ["a discarded access token stays", "grant = nil\n        try await discarded", "try await discarded"],
  ["a sign-in leaves what the vault held", "case .memory: try? vault.erase()", "case .memory: break"],
]);

const inModel = rulesFor("AppModel.swift", [
  [
    "a cancelled prompt erases",
    "if let reason = failure.endsSession {",
    "if let reason = failure.endsSession ?? (failure == .cancelled ? .expired : nil) {",
  ],
  [
    "being offline ends the session",
    "if error as? SessionError == .signInRequired { return",
    "if [.signInRequired, .offline].contains(error as? SessionError) { return",
  ],
  [
    "unlocking offline ends the session",
    "if failure as? SessionError == .signInRequired { return",
    "if failure is SessionError { return",
  ],
  [
    "a server in trouble ends the session",
    "if error as? SessionError == .signInRequired { return",
    "if [.signInRequired, .unavailable].contains(error as? SessionError) { return",
  ],
  [
    "invalid_grant does not end the session",
    "if error as? SessionError == .signInRequired { return await end(.expired) }",
    "",
  ],
  [
    "invalid_grant at the unlock does not end the session",
    "if failure as? SessionError == .signInRequired { return await end(.expired) }",
    "",
  ],
  [
    "what an API call tells of the session is not heard",
    "if error is SessionError { await judge(error) }",
    "",
  ],
  [
    "the marker is set although the vault refused",
    "isKept = (try? await session.begin(with: grant, storage: .vault)) != nil }",
    "isKept = (try? await session.begin(with: grant, storage: .vault)) != nil || isKept }",
  ],
  ["nothing is erased at the first start", "try? await session.erase()", ""],
  [
    "the vault is read before anybody was asked",
    "mayPromptUnasked = true\n            state = .locked(nil)",
    'mayPromptUnasked = true\n            try? await session.unseal(reason: "")\n            state = .locked(nil)',
  ],
  ["the marker outlives the session", "dependencies.marker.isSet = false", ""],
  [
    "a sign-out is undone when the app is ended meanwhile",
    "        dependencies.marker.isSet = false\n        let idToken",
    "        let idToken",
  ],
  [
    "a device is remembered when the app is ended meanwhile",
    "        dependencies.marker.isSet = false\n        let revoked",
    "        let revoked",
  ],
  [
    "the browser is in front before anything is erased",
    "await erase(.userRequested)\n        if let idToken { await endBrowserSession(idToken) }",
    "if let idToken { await endBrowserSession(idToken) }\n        await erase(.userRequested)",
  ],
  [
    "signing out waits for the browser without limit",
    "within: policy.browserLimit",
    "within: .seconds(3600)",
  ],
  [
    "signing out does not learn which browser session to end",
    "_ = await succeeds(within: policy.renewalLimit) { [session] in _ = try await session.renew() }\n        return",
    "return",
  ],
  ["nobody is told that a browser session goes on", "if !revoked || idToken == nil {", "if !revoked {"],
  [
    "a code that is refused is taken for a session that has ended",
    "case .signInRequired: notice = .failed(.unavailable)",
    "",
  ],
  [
    "an app that was left during the prompt stays covered",
    "else { return }\n        mustLock = false\n        if let reason",
    "else { return }\n        if let reason",
  ],
  [
    "a long time in Settings ends a session in memory",
    "if state == .unprotected { await protect() }\n        // An app",
    "if state == .unprotected, !mustLock { await protect() }\n        // An app",
  ],
  [
    "a cancelled sign-in ends the session",
    "state = before\n            show(error)",
    "state = before\n            await end(nil)",
  ],
  [
    "a long absence while unlocking does not lock",
    "if mustLock { return await lock() }\n        await settle()\n        if let",
    "await settle()\n        if let",
  ],
  [
    "a long absence while deleting does not lock",
    "if mustLock { return await lock() }\n            await settle()",
    "await settle()",
  ],
  [
    "the prompt comes up again and again",
    "        mayPromptUnasked = false\n        mustLock",
    "        mustLock",
  ],
  ["a lock asked for prompts by itself", "close(promptingUnasked: false)", "close(promptingUnasked: true)"],
  [
    "a session in memory survives a long absence",
    "case .unprotected:\n            await endRevoked(nil)",
    "case .unprotected: break",
  ],
  ["a session in memory is never protected", "if state == .unprotected { await protect() }", ""],
  [
    "a session that is protected later gets no marker",
    "        dependencies.marker.isSet = true\n        state = .active\n",
    "        state = .active\n",
  ],
  ["signing out forgets to revoke", "try await session.revoke() }", "_ = await session.isSaved }"],
  ["signing out forgets the browser", "if let idToken { await endBrowserSession(idToken) }", ""],
  ["nobody is told that Okta was not told", "notice = .endedHereOnly", "notice = nil"],
  [
    "a profile stays after the lock",
    "state = .locked(nil)\n            profile = nil",
    "state = .locked(nil)",
  ],
  [
    "a failed deletion erases",
    "state = before\n            if",
    "state = before\n            await end(.accountDeleted)\n            if",
  ],
  [
    "a deletion keeps the session at Okta",
    "        _ = await revoke()\n        await end(.accountDeleted)",
    "        await end(.accountDeleted)",
  ],
  [
    "whoever leaves leaves their things behind",
    "            dependencies.localData.erase()\n            _ = dependencies.marker",
    "            _ = dependencies.marker",
  ],
  [
    "an expired session takes the person's things along",
    "if reason?.isWanted == true {",
    "if reason != nil {",
  ],
  [
    "another person finds the things of the one before",
    "if dependencies.marker.changeOwner(to: grant.subject) { dependencies.localData.erase() }",
    "_ = dependencies.marker.changeOwner(to: grant.subject)",
  ],
  ["a token that the vault refused is not stored on return", "await session.saveAgain()\n", ""],
  ["unlocking waits for Okta without limit", "within: policy.renewalLimit)", "within: .seconds(3600))"],
  [
    "whether to lock is decided late",
    "if lockTimer.comeBack(at: dependencies.now()) { mustLock = true }\n        return Task {",
    "return Task {\n            if lockTimer.comeBack(at: dependencies.now()) { mustLock = true }\n           ",
  ],
  ["a prompt comes up behind an app that was left", "guard !lockTimer.isAway else { return }", ""],
  [
    "a session that is over lives on at Okta",
    "state = .signingOut\n        _ = await revoke()\n        await end(reason)",
    "await end(reason)",
  ],
  ["a cancelled sign-in signs in", "guard own == signIns else { return await discard(grant) }", ""],
  ["the tokens of a cancelled sign-in live on", "return await discard(grant)", "return"],
  [
    "a marker that can't be read counts as missing",
    "state == .launching, dependencies.marker.isReadable",
    "state == .launching",
  ],
  ["a lockout stays in the app", "if failure == .lockedOut {", "if failure == .corrupt {"],
]);

const elsewhere: readonly BrokenRule[] = [
  ...rulesFor("UnlockPolicy.swift", [
    ["the background time-out is off by one", ">= limit", "> limit"],
    ["leaving twice starts the time anew", "leftAt = leftAt ?? now", "leftAt = now"],
  ]),
  ...rulesFor("AccountDeletion.swift", [
    ["an unlocked phone is enough to delete", "try await confirm()", "try await session.currentGrant()"],
    [
      "a deletion waits for its confirmation without limit",
      "within: policy.confirmationLimit",
      "within: .seconds(3600)",
    ],
    ["anybody may confirm a deletion", "person == proof.subject", "!person.isEmpty"],
    [
      "a confirmation that is refused ends the session",
      "signInRequired): throw SessionError.unavailable",
      "signInRequired): throw SessionError.signInRequired",
    ],
    ["the tokens of a refused confirmation live on", "await end(proof)\n            throw", "throw"],
  ]),
  ...rulesFor("RefreshTokenVault.swift", [
    [
      "the old token is deleted before the new one is there",
      "        try add(refreshToken, number: (old.max() ?? 0) + 1)\n        for number in old { try? delete(number: number) }",
      "        for number in old { try? delete(number: number) }\n        try add(refreshToken, number: (old.max() ?? 0) + 1)",
    ],
    [
      "a lockout ends the session",
      "case .cancelled, .lockedOut,",
      "case .lockedOut: .vaultCorrupt\n        case .cancelled,",
    ],
    [
      "missing biometrics end the session",
      "case .cancelled, .lockedOut, .notEnrolled,",
      "case .notEnrolled: .biometricsChanged\n        case .cancelled, .lockedOut,",
    ],
    [
      "a vault that can't be read this time ends the session",
      ".unavailable, .failed: nil",
      ".unavailable: nil\n        case .failed: .vaultCorrupt",
    ],
    [
      "changed biometrics don't end the session",
      "case .biometricsChanged: .biometricsChanged",
      "case .biometricsChanged: nil",
    ],
  ]),
  ...rulesFor("ApiClient.swift", [
    ["an API's refusal is met with no fresh token", "statusCode == 401", "statusCode == 418"],
  ]),
];

/** Every rule of the session that a test of the project has to hold. */
export const brokenRules = [...inSession, ...inModel, ...elsewhere];

function rulesFor(
  file: string,
  changes: readonly (readonly [rule: string, from: string, to: string])[],
): readonly BrokenRule[] {
  return changes.map(([rule, from, to]) => ({ rule, file, from, to }));
}

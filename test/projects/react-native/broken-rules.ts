/** A change that breaks one rule of the session: what it does, in which file, and how. */
export interface BrokenRule {
  readonly rule: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const inSession = rulesFor("OktaSession.ts", [
  [
    "two refreshes run at once",
    "this.renewal ?? this.beginRenewal(this.refreshToken)",
    "this.beginRenewal(this.refreshToken)",
  ],
  [
    "an access token is used before its refresh token is stored",
    "if (newest !== current || !this.isSaved) await this.save(newest);",
    "setTimeout(() => this.save(newest));",
  ],
  ["a rotated token is not stored", "if (newest !== current || !this.isSaved) await this.save(newest);", ""],
  [
    "an unsaved token is not stored by the next renewal",
    "if (newest !== current || !this.isSaved)",
    "if (newest !== current)",
  ],
  [
    "a refresh that outlived the session stores its token",
    "if (era.session !== this.era.session) return false;",
    "",
  ],
  [
    "a refresh that outlived the session leaves its token at Okta",
    "await this.server.revoke(fresh.refreshToken ?? current).catch(() => undefined);",
    "",
  ],
  [
    "a refresh that outlived the lock opens the session again",
    "if (this.refreshToken !== null) {\n        this.refreshToken = newest;",
    "{\n        this.refreshToken = newest;",
  ],
  [
    "the old refresh token is dropped when Okta did not rotate",
    "const newest = fresh.refreshToken ?? current;",
    'const newest = fresh.refreshToken ?? "";',
  ],
  [
    "unlocking does not wait for the refresh that outlived the lock",
    "if (renewal !== null) await succeeds(this.renewalLimit, () => renewal);",
    "",
  ],
  [
    "a refusal that comes too late ends the next session",
    "count any more.\n    if (era !== this.era)",
    "count any more.\n    if (era === null)",
  ],
  ["revoking does not wait for the refresh", "await renewal?.catch(() => undefined);", ""],
  [
    "a sign-out that comes too late ends the next session",
    "if (era !== this.era || this.refreshToken === null)",
    "if (this.refreshToken === null)",
  ],
  ["locking leaves the tokens in memory", "    this.refreshToken = null;\n    this.grant = null;\n", ""],
  [
    "an unsaved token is not stored again when locking",
    "await this.saveUnsaved();\n      if (!this.isSaved)",
    "if (!this.isSaved)",
  ],
  [
    "the keys that were known first are kept for ever",
    "this.server.withoutKeys().renew",
    "this.server.renew",
  ],
  ["the clock of the device tells what has expired", "server.now().getTime()", "Date.now()"],
  [
    "unlocking waits for the refresh without limit",
    "await succeeds(this.renewalLimit, () => renewal)",
    "await renewal.catch(() => undefined)",
  ],
  [
    "user info's refusal is met with no fresh token",
    'if (!isSessionError(error, "accessTokenRefused")) throw error;',
    "throw error;",
  ],
  ["a session in memory writes to the vault", 'if (this.storage === "memory") return;', ""],
  ["an expired access token is used", "> leeway", "> -86_400_000"],
  ["a discarded access token stays", "this.grant = null;\n    await discarded", "await discarded"],
  ["a sign-in leaves what the vault held", "else await this.vault.erase().catch(() => undefined);", ""],
  [
    "the key goes before a refresh that outlived the lock is stored",
    "const mayStore = this.renewal !== null || this.unsaved !== null;",
    "const mayStore = this.unsaved !== null;",
  ],
  [
    "the key goes before an unsaved token is stored",
    "const mayStore = this.renewal !== null || this.unsaved !== null;",
    "const mayStore = this.renewal !== null;",
  ],
]);

const inModel = rulesFor("AppModel.ts", [
  [
    "a cancelled prompt erases",
    "if (failure.endsSession) await this.end(failure.endsSession);",
    'if (failure.endsSession || failure.kind === "cancelled") await this.end(failure.endsSession ?? "expired");',
  ],
  [
    "being offline ends the session",
    'if (isSessionError(error, "signInRequired"))',
    'if (isSessionError(error, "signInRequired") || isSessionError(error, "offline"))',
  ],
  [
    "unlocking offline ends the session",
    'if (isSessionError(failure, "signInRequired"))',
    "if (failure instanceof SessionError)",
  ],
  [
    "a server in trouble ends the session",
    'if (isSessionError(error, "signInRequired"))',
    'if (isSessionError(error, "signInRequired") || isSessionError(error, "unavailable"))',
  ],
  [
    "invalid_grant does not end the session",
    'if (isSessionError(error, "signInRequired")) await this.end("expired");\n    else',
    "",
  ],
  [
    "invalid_grant at the unlock does not end the session",
    'if (isSessionError(failure, "signInRequired")) return this.end("expired");',
    "",
  ],
  [
    "what an API call tells of the session is not heard",
    "if (error instanceof SessionError) await this.judge(error);",
    "",
  ],
  ["the marker is set although the vault refused", "marker.isSet = isKept;", "marker.isSet = true;"],
  ["nothing is erased at the first start", "await this.session.erase().catch(() => undefined);", ""],
  [
    "the vault is read before anybody was asked",
    'this.mayPromptUnasked = true;\n      this.set({ state: { kind: "locked" } });',
    'this.mayPromptUnasked = true;\n      await this.session.unseal().catch(() => undefined);\n      this.set({ state: { kind: "locked" } });',
  ],
  ["the marker outlives the session", "    marker.isSet = false;\n", ""],
  [
    "a sign-out is undone when the app is ended meanwhile",
    "    this.dependencies.marker.isSet = false;\n    const idToken",
    "    const idToken",
  ],
  [
    "a device is remembered when the app is ended meanwhile",
    "    this.dependencies.marker.isSet = false;\n    const revoked",
    "    const revoked",
  ],
  [
    "the browser is in front before anything is erased",
    'await this.erase("userRequested");\n    if (idToken !== null) await this.endBrowserSession(idToken);',
    'if (idToken !== null) await this.endBrowserSession(idToken);\n    await this.erase("userRequested");',
  ],
  ["signing out waits for the browser without limit", "this.policy.browserLimit", "3_600_000"],
  [
    "signing out does not learn which browser session to end",
    "await succeeds(this.policy.renewalLimit, () => this.session.renew());",
    "",
  ],
  ["nobody is told that a browser session goes on", "if (!revoked || idToken === null)", "if (!revoked)"],
  [
    "a code that is refused is taken for a session that has ended",
    'failure.kind === "signInRequired" ? new SessionError("unavailable") : failure',
    "failure",
  ],
  [
    "an app that was left during the prompt stays covered",
    "    this.set({ mustLock: false });\n    if (failure.endsSession)",
    "    if (failure.endsSession)",
  ],
  [
    "a long time in Settings ends a session in memory",
    'if (this.is("unprotected")) await this.protect();',
    'if (this.is("unprotected") && !this.shown.mustLock) await this.protect();',
  ],
  [
    "a cancelled sign-in ends the session",
    "this.set({ state: before });\n      return this.show(error);",
    "this.set({ state: before });\n      return this.end();",
  ],
  [
    "a long absence while unlocking does not lock",
    "if (this.shown.mustLock) return this.lock();\n    this.settle();",
    "this.settle();",
  ],
  [
    "a long absence while deleting does not lock",
    "if (this.shown.mustLock) return this.lock();\n      this.settle();",
    "this.settle();",
  ],
  [
    "the prompt comes up again and again",
    "    this.mayPromptUnasked = false;\n    this.set({ mustLock",
    "    this.set({ mustLock",
  ],
  [
    "a lock asked for prompts by itself",
    "this.close({ promptingUnasked: false })",
    "this.close({ promptingUnasked: true })",
  ],
  [
    "a session in memory survives a long absence",
    'if (this.is("unprotected")) return this.endRevoked();',
    'if (this.is("unprotected")) return;',
  ],
  ["a session in memory is never protected", 'if (this.is("unprotected")) await this.protect();', ""],
  [
    "a session that is protected later gets no marker",
    '    this.dependencies.marker.isSet = true;\n    this.set({ state: { kind: "active" } });',
    '    this.set({ state: { kind: "active" } });',
  ],
  ["signing out forgets to revoke", "() => this.session.revoke())", "async () => this.session.isSaved)"],
  ["signing out forgets the browser", "if (idToken !== null) await this.endBrowserSession(idToken);", ""],
  ["nobody is told that Okta was not told", '{ notice: { kind: "endedHereOnly" } }', "{ notice: null }"],
  [
    "a profile stays after the lock",
    'this.set({ state: { kind: "locked" }, profile: null,',
    'this.set({ state: { kind: "locked" },',
  ],
  [
    "a failed deletion erases",
    "this.set({ state: before });\n      if (this.shown.mustLock)",
    'this.set({ state: before });\n      await this.end("accountDeleted");\n      if (this.shown.mustLock)',
  ],
  [
    "a deletion keeps the session at Okta",
    'await this.revoke();\n    await this.end("accountDeleted");',
    'await this.end("accountDeleted");',
  ],
  [
    "whoever leaves leaves their things behind",
    "      await localData.erase();\n      await marker",
    "      await marker",
  ],
  ["an expired session takes the person's things along", "if (isWanted(reason)) {", "if (reason) {"],
  [
    "another person finds the things of the one before",
    "if (await marker.changeOwner(grant.subject)) await localData.erase();",
    "await marker.changeOwner(grant.subject);",
  ],
  ["a token that the vault refused is not stored on return", "    await this.session.saveAgain();\n", ""],
  ["unlocking waits for Okta without limit", "outcome(this.policy.renewalLimit", "outcome(3_600_000"],
  [
    "whether to lock is decided late",
    "    const isOver = lockTimer.isOver(this.dependencies.clock());\n    this.set({ lockTimer: lockTimer.comeBack(), mustLock: mustLock || isOver });\n    return this.resume();",
    "    this.set({ lockTimer: lockTimer.comeBack() });\n    return Promise.resolve().then(() => {\n      const isOver = this.shown.lockTimer.isOver(this.dependencies.clock());\n      this.set({ lockTimer: this.shown.lockTimer.comeBack(), mustLock: mustLock || isOver });\n      return this.resume();\n    });",
  ],
  ["a prompt comes up behind an app that was left", "if (this.shown.lockTimer.isAway) return;", ""],
  [
    "a session that is over lives on at Okta",
    '    this.set({ state: { kind: "signingOut" } });\n    await this.revoke();\n    await this.end(reason);',
    "    await this.end(reason);",
  ],
  ["a cancelled sign-in signs in", "if (own !== this.signIns) return await this.discard(grant);", ""],
  ["the tokens of a cancelled sign-in live on", "return await this.discard(grant);", "return;"],
  [
    "a marker that can't be read counts as missing",
    '!this.is("launching") || !this.dependencies.marker.isReadable',
    '!this.is("launching")',
  ],
  [
    "a lockout stays in the app",
    'if (before.failure?.kind === "lockedOut") await this.vault.endLockout();',
    "",
  ],
]);

const elsewhere: readonly BrokenRule[] = [
  ...rulesFor("LockTimer.ts", [
    ["the background time-out is off by one", ">= this.limit", "> this.limit"],
    ["leaving twice starts the time anew", "this.leftAt ?? now", "now"],
    [
      "a phone that sleeps stops the time",
      "Math.max(byWall, now.steady - this.leftAt.steady)",
      "now.steady - this.leftAt.steady",
    ],
  ]),
  ...rulesFor("AccountDeletion.ts", [
    ["an unlocked phone is enough to delete", "await this.confirm()", "await session.currentGrant()"],
    ["anybody may confirm a deletion", "person !== proof.subject", 'person === ""'],
    [
      "a deletion waits for its confirmation without limit",
      "outcome(this.policy.confirmationLimit, () => confirmation)",
      "outcome(3_600_000, () => confirmation)",
    ],
    [
      "a confirmation that is refused ends the session",
      'if (isSessionError(answer.error, "signInRequired")) throw new SessionError("unavailable");',
      "",
    ],
    ["the tokens of a confirmation live on", "await this.end(proof);", ""],
  ]),
  ...rulesFor("UnlockFailure.ts", [
    ["a lockout ends the session", 'case "lockedOut":', 'case "lockedOut":\n        return "vaultCorrupt";'],
    [
      "missing biometrics end the session",
      'case "notEnrolled":',
      'case "notEnrolled":\n        return "biometricsChanged";',
    ],
    [
      "a vault that can't be read this time ends the session",
      'case "failed":',
      'case "failed":\n        return "vaultCorrupt";',
    ],
    ["changed biometrics don't end the session", 'return "biometricsChanged";', "return undefined;"],
    ["a vault that is corrupt doesn't end the session", 'return "vaultCorrupt";', "return undefined;"],
  ]),
  ...rulesFor("RefreshTokenVault.ts", [
    [
      "a new session is stored under the key of the old one",
      "const key = await this.items.createKey(place);",
      "const key = this.open?.key ?? (await this.items.readKey(old)) ?? (await this.items.createKey(place));",
    ],
    [
      "a key that is gone leaves a session that can't be opened",
      "if (key === null)",
      "if (key === undefined)",
    ],
  ]),
  ...rulesFor("ApiClient.ts", [
    ["an API's refusal is met with no fresh token", "answer.status !== 401", "answer.status !== 418"],
  ]),
];

/** Every rule of the session that a scenario has to hold. */
export const brokenRules = [...inSession, ...inModel, ...elsewhere];

/** Rules of this platform alone, which the other tests of the project have to hold. */
export const brokenPlatformRules: readonly BrokenRule[] = [
  ...rulesFor("RefreshTokenVault.ts", [
    [
      "the old key goes before the new token is there",
      "await this.items.replaceFile(`${place}:${await key.encrypt(refreshToken)}`);\n    this.open = { place, key };\n    await this.items.deleteKey(old).catch(() => undefined);",
      "await this.items.deleteKey(old).catch(() => undefined);\n    await this.items.replaceFile(`${place}:${await key.encrypt(refreshToken)}`);\n    this.open = { place, key };",
    ],
    [
      "a new key takes the place of the old one",
      'const place = old === "a" ? "b" : "a";',
      "const place = old;",
    ],
    ["the old key stays", "await this.items.deleteKey(old).catch(() => undefined);", ""],
    [
      "a text that no key fits is taken for missing",
      'new UnlockFailure("corrupt")',
      'new UnlockFailure("failed")',
    ],
    ["a key stays in memory", "  close(): void {\n    this.open = null;", "  close(): void {"],
  ]),
  ...rulesFor("OktaSession.ts", [
    [
      "a token that comes while the vault is read is lost",
      "this.unsaved ?? this.cameMeanwhile ?? secret",
      "this.unsaved ?? secret",
    ],
    ["two store at the same time", "const turn = this.lastInTurn.then(work);", "const turn = work();"],
    [
      "a locked session leaves the key in memory",
      "      this.closeOpening();\n      this.closeVault();",
      "      this.closeOpening();",
    ],
    [
      "a refresh that outlived the lock leaves the key in memory",
      "if (this.renewal === renewal) this.renewal = null;\n      this.closeVault();",
      "if (this.renewal === renewal) this.renewal = null;",
    ],
  ]),
  ...rulesFor("LockTimer.ts", [
    ["a clock that was set back keeps the app open", "byWall < 0 || ", ""],
    [
      "a clock that is set back a little keeps the app open",
      "Math.max(byWall, now.steady - this.leftAt.steady)",
      "byWall",
    ],
  ]),
  ...rulesFor("AppModel.ts", [
    ["an unlock that comes too late opens a session that is over", 'if (!this.is("unlocking")) return;', ""],
    [
      "whoever declined is asked again and again",
      'this.hasDeclined = error instanceof UnlockFailure && error.kind === "cancelled";',
      "",
    ],
    ["a new sign-in does not ask again", "this.hasDeclined = false;\n    const isKept", "const isKept"],
    [
      "a profile that comes while the app locks is shown",
      "if (isOpen(this.state)) this.set({ profile });",
      "this.set({ profile });",
    ],
  ]),
  ...rulesFor("AccountDeletion.ts", [
    [
      "a confirmation that comes too late lives on",
      "void confirmation.then((proof) => this.end(proof)).catch(() => undefined);",
      "",
    ],
    ["an API that refuses is taken for one that has deleted", "answer?.ok !== true", "answer === null"],
  ]),
];

function rulesFor(
  file: string,
  changes: readonly (readonly [rule: string, from: string, to: string])[],
): readonly BrokenRule[] {
  return changes.map(([rule, from, to]) => ({ rule, file, from, to }));
}

import Foundation
import Observation

/// The state machine of the app. Views show `state` and call its functions; nothing else moves it.
@Observable
@MainActor
final class AppModel {
    private(set) var state = AppState.launching
    private(set) var profile: UserProfile?
    private(set) var accessTokenExpiry: Date?
    /// What the person should know about the last thing that was tried.
    private(set) var notice: Notice?

    @ObservationIgnored private let session: OktaSession
    @ObservationIgnored private let vault: any RefreshTokenVault
    @ObservationIgnored private let browser: any SignInBrowser
    @ObservationIgnored private let marker: any SessionMarker
    @ObservationIgnored private let policy: UnlockPolicy
    @ObservationIgnored private let unlockReason: String
    @ObservationIgnored private let now: @MainActor () -> ContinuousClock.Instant

    @ObservationIgnored private var leftAt: ContinuousClock.Instant?
    /// The biometric prompt comes up by itself once after each lock; after that, only when asked for.
    @ObservationIgnored private var mayPromptUnasked = false
    /// The app was away for too long while it was still unlocking.
    @ObservationIgnored private var mustLockAgain = false

    init(
        session: OktaSession,
        vault: any RefreshTokenVault,
        browser: any SignInBrowser,
        marker: any SessionMarker,
        policy: UnlockPolicy = .standard,
        unlockReason: String,
        now: @escaping @MainActor () -> ContinuousClock.Instant = { .now }
    ) {
        self.session = session
        self.vault = vault
        self.browser = browser
        self.marker = marker
        self.policy = policy
        self.unlockReason = unlockReason
        self.now = now
    }

    // #region startup
    /// Decides from the marker alone where to begin: reading the vault here would prompt at once.
    func start() async {
        guard state == .launching else { return }
        if marker.isSet {
            mayPromptUnasked = true
            state = .locked(nil)
        } else {
            await end(nil)
        }
    }
    // #endregion startup

}

// MARK: - Sign in and out

extension AppModel {
    func signIn() async {
        let before = state
        switch state {
        case .signedOut, .locked: break
        case .launching, .signingIn, .unprotected, .unlocking, .active, .activeOffline, .signingOut: return
        }
        notice = nil
        state = .signingIn
        do {
            try await begin(with: browser.signIn())
        } catch {
            state = before
            show(error)
            return
        }
        await loadProfile()
    }

    private func begin(with grant: any Grant) async throws {
        if vault.canProtect, await isStored(grant) {
            marker.set()
            state = .active
        } else {
            try await session.begin(with: grant, storage: .memory)
            marker.clear()
            state = .unprotected
        }
    }

    private func isStored(_ grant: any Grant) async -> Bool {
        (try? await session.begin(with: grant, storage: .vault)) != nil
    }

    /// Ends the session here and at Okta, and the one in the browser. The local end happens whatever the network does.
    func signOut() async {
        guard state.isOpen else { return }
        state = .signingOut
        let idToken = await session.idToken
        let revoked = await revoke()
        if let idToken {
            // A browser that was closed, or could not be reached, does not keep anybody signed in here.
            try? await browser.signOut(idToken: idToken)
        }
        await end(.userRequested)
        if !revoked { notice = .endedHereOnly }
    }

    /// Ends the session without the browser. While locked the token cannot be read, so it is not revoked then: it dies
    /// at Okta when it has not been used for some days.
    func forgetDevice() async {
        let wasOpen = state.isOpen
        switch state {
        case .unprotected, .active, .activeOffline, .locked: break
        case .launching, .signedOut, .signingIn, .unlocking, .signingOut: return
        }
        state = .signingOut
        let revoked = wasOpen ? await revoke() : false
        await end(.userRequested)
        if !revoked { notice = .endedHereOnly }
    }

    private func revoke() async -> Bool {
        await succeeds(within: policy.revocationLimit) { [session] in try await session.revoke() }
    }

    /// The marker goes first: should the app die now, the next start erases what is left.
    private func end(_ reason: SignedOutReason?) async {
        marker.clear()
        try? await session.erase()
        profile = nil
        accessTokenExpiry = nil
        notice = nil
        state = .signedOut(reason)
    }
}

// MARK: - Lock and unlock

extension AppModel {
    /// Asks for a face or a finger, then for a fresh access token.
    func unlock() async {
        guard case .locked = state else { return }
        mayPromptUnasked = false
        mustLockAgain = false
        notice = nil
        state = .unlocking
        do {
            try await session.unseal(reason: unlockReason)
        } catch {
            await stayLocked(error as? UnlockFailure ?? .unavailable)
            return
        }
        await refresh()
        if mustLockAgain { await lock() }
        if state == .active { await loadProfile() }
    }

    private func stayLocked(_ failure: UnlockFailure) async {
        if let reason = failure.endsSession {
            await end(reason)
        } else {
            state = .locked(failure)
        }
    }

    func lock() async {
        await close(promptingUnasked: false)
    }

    private func close(promptingUnasked: Bool) async {
        switch state {
        case .unprotected:
            await end(nil)
        case .active, .activeOffline:
            state = .locked(nil)
            profile = nil
            accessTokenExpiry = nil
            notice = nil
            mayPromptUnasked = promptingUnasked
            do { try await session.lock() } catch { await end(.vaultCorrupt) }
        case .launching, .signedOut, .signingIn, .locked, .unlocking, .signingOut:
            break
        }
    }

    /// Notes the time on a clock that nobody can set and that runs while the device sleeps.
    func enterBackground() {
        leftAt = now()
    }

    /// Locks if the app was away for too long, then does what waits for the person to be back.
    func becomeActive() async {
        await start()
        if let leftAt, leftAt.duration(to: now()) >= policy.lockAfter {
            mustLockAgain = state == .unlocking
            await close(promptingUnasked: true)
        }
        leftAt = nil
        switch state {
        case .locked where mayPromptUnasked: await unlock()
        case .activeOffline: await refresh()
        case .unprotected: await protect()
        default: break
        }
    }

    /// Biometrics may have been set up in Settings meanwhile.
    private func protect() async {
        guard vault.canProtect, (try? await session.protect()) != nil else { return }
        marker.set()
        state = .active
    }
}

// MARK: - Tokens

extension AppModel {
    /// Fetches a fresh access token.
    func refresh() async {
        await attempt { try await $0.renew() }
    }

    func loadProfile() async {
        await attempt { session in
            let profile = try await session.userProfile()
            if state.isOpen { self.profile = profile }
        }
    }

    func discardAccessToken() async {
        await attempt { try await $0.discardAccessToken() }
    }

    /// Runs `work`, then says what became of the session. Only Okta's final refusal ends it.
    private func attempt(_ work: (OktaSession) async throws -> Void) async {
        notice = nil
        do {
            try await work(session)
        } catch SessionError.signInRequired {
            if state.isOpen || state == .unlocking { await end(.expired) }
            return
        } catch {
            show(error)
        }
        await settle()
    }

    private func settle() async {
        let expiry = await session.accessTokenExpiry
        let isSaved = await session.isSaved
        switch state {
        case .unlocking, .activeOffline: state = expiry == nil ? .activeOffline : .active
        case .active, .unprotected: break
        case .launching, .signedOut, .signingIn, .locked, .signingOut: return
        }
        accessTokenExpiry = expiry
        if !isSaved { notice = .failed(.notSaved) }
    }

    private func show(_ error: any Error) {
        switch error as? SessionError ?? .unavailable {
        case .cancelled, .locked: break
        case let failure: notice = .failed(failure)
        }
    }
}

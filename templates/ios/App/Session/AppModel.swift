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

    /// The app was left and has not yet decided whether to lock: nothing of it may be shown.
    var isAway: Bool { leftAt != nil }
    /// Whether there is an API that can delete the account.
    var canDeleteAccount: Bool { deletion != nil }

    @ObservationIgnored private let session: OktaSession
    @ObservationIgnored private let vault: any RefreshTokenVault
    @ObservationIgnored private let browser: any SignInBrowser
    @ObservationIgnored private let marker: any SessionMarker
    @ObservationIgnored private let deletion: AccountDeletion?
    @ObservationIgnored private let localData: any LocalData
    @ObservationIgnored private let api: ApiClient
    @ObservationIgnored private let policy: UnlockPolicy
    @ObservationIgnored private let unlockReason: String
    @ObservationIgnored private let now: @MainActor () -> ContinuousClock.Instant

    private var leftAt: ContinuousClock.Instant?
    /// The biometric prompt comes up by itself once after each lock; after that, only when asked for.
    @ObservationIgnored private var mayPromptUnasked = false
    /// The app was away for too long while it was busy: it locks as soon as it is not.
    @ObservationIgnored private var mustLockAgain = false

    init(
        session: OktaSession,
        vault: any RefreshTokenVault,
        browser: any SignInBrowser,
        marker: any SessionMarker,
        account: (any AccountServer)?,
        localData: any LocalData,
        transport: @escaping ApiClient.Transport = { try await URLSession.shared.data(for: $0) },
        policy: UnlockPolicy,
        unlockReason: String,
        now: @escaping @MainActor () -> ContinuousClock.Instant = { .now }
    ) {
        self.session = session
        self.vault = vault
        self.browser = browser
        self.marker = marker
        self.deletion = account.map {
            AccountDeletion(account: $0, browser: browser, revocationLimit: policy.revocationLimit)
        }
        self.localData = localData
        self.api = ApiClient(session: session, transport: transport)
        self.policy = policy
        self.unlockReason = unlockReason
        self.now = now
    }

    /// Decides from the marker alone where to begin: reading the vault here would prompt at once.
    func start() async {
        guard state == .launching else { return }
        // #region check-for-session
        if marker.isSet {
            mayPromptUnasked = true
            state = .locked(nil)
        } else {
            await end(nil)
        }
        // #endregion check-for-session
    }
}

// MARK: - Sign in and out

extension AppModel {
    func signIn() async {
        let before = state
        switch state {
        case .signedOut, .locked: break
        case .launching, .signingIn, .unprotected, .unlocking, .active, .activeOffline, .signingOut, .deleting: return
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
        case .launching, .signedOut, .signingIn, .unlocking, .signingOut, .deleting: return
        }
        state = .signingOut
        let revoked = wasOpen ? await revoke() : false
        await end(.userRequested)
        if !revoked { notice = .endedHereOnly }
    }

    /// Deletes the person's account at your API, then whatever this device has of it. They sign in once more before.
    /// When that fails, nothing is erased.
    func deleteAccount() async {
        guard state.isOpen, let deletion else { return }
        let before = state
        notice = nil
        mustLockAgain = false
        state = .deleting
        do {
            try await deletion.run(in: session)
        } catch {
            state = before
            if mustLockAgain { return await lock() }
            await settle()
            await judge(error)
            return
        }
        _ = await revoke()
        await end(.accountDeleted)
    }

    private func revoke() async -> Bool {
        await succeeds(within: policy.revocationLimit) { [session] in try await session.revoke() }
    }

    /// The marker goes first: should the app die now, the next start erases what is left.
    private func end(_ reason: SignedOutReason?) async {
        marker.clear()
        try? await session.erase()
        if reason?.isWanted == true { localData.erase() }
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
        await open()
    }

    /// The vault gave its token: fetches an access token, and opens the app with or without it.
    private func open() async {
        var failure: (any Error)?
        do { try await session.renew() } catch { failure = error }
        if failure as? SessionError == .signInRequired { return await end(.expired) }
        state = failure == nil ? .active : .activeOffline
        if mustLockAgain { return await lock() }
        if let failure { show(failure) }
        await settle()
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
        case .launching, .signedOut, .signingIn, .locked, .unlocking, .signingOut, .deleting:
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
            mustLockAgain = state == .unlocking || state == .deleting
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

    /// Calls an API of yours with the access token, and takes note of what that tells about the session.
    func data(for request: URLRequest) async throws -> (Data, HTTPURLResponse) {
        if state.isOpen { notice = nil }
        do {
            let answer = try await api.data(for: request)
            await settle()
            return answer
        } catch {
            if error is SessionError { await judge(error) }
            throw error
        }
    }

    func discardAccessToken() async {
        await attempt { try await $0.discardAccessToken() }
    }

    /// Runs `work`, then says what became of the session.
    private func attempt(_ work: (OktaSession) async throws -> Void) async {
        notice = nil
        do {
            try await work(session)
        } catch {
            await judge(error)
        }
        await settle()
    }

    /// Only Okta's final refusal ends a session; of anything else the person is told. What comes too late, after a lock
    /// or an end, says nothing about now.
    private func judge(_ error: any Error) async {
        guard state.isOpen else { return }
        if error as? SessionError == .signInRequired { return await end(.expired) }
        show(error)
    }

    /// Brings what is shown in line with the session. An app that is not open stays as it is: only `unlock` opens it.
    private func settle() async {
        let expiry = await session.accessTokenExpiry
        let isSaved = await session.isSaved
        switch state {
        case .activeOffline: state = expiry == nil ? .activeOffline : .active
        case .active, .unprotected: break
        case .launching, .signedOut, .signingIn, .locked, .unlocking, .signingOut, .deleting: return
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

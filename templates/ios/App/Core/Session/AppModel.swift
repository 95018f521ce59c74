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

    /// The app was left and has not yet locked, if it has to: nothing of it may be shown.
    var isAway: Bool { lockTimer.isAway || (mustLock && state.isOpen) }
    /// Whether there is an API that can delete the account.
    var canDeleteAccount: Bool { deletion != nil }

    @ObservationIgnored private let session: OktaSession
    @ObservationIgnored private let vault: RefreshTokenVault
    @ObservationIgnored private let browser: any SignInBrowser
    @ObservationIgnored private let marker: any SessionMarker
    @ObservationIgnored private let deletion: AccountDeletion?
    @ObservationIgnored private let localData: any LocalData
    @ObservationIgnored private let api: ApiClient
    @ObservationIgnored private let policy: UnlockPolicy
    @ObservationIgnored private let unlockReason: String
    @ObservationIgnored private let now: @MainActor () -> ContinuousClock.Instant

    private var lockTimer: LockTimer
    /// The app was away for too long: it locks as soon as it is not busy.
    private var mustLock = false
    /// The biometric prompt comes up by itself once after each lock; after that, only when asked for.
    @ObservationIgnored private var mayPromptUnasked = false
    /// Where a sign-in that can still be cancelled began.
    @ObservationIgnored private var stateBeforeSignIn: AppState?
    @ObservationIgnored private var signIns = 0

    /// What the app needs of everything around it.
    struct Dependencies {
        let server: any AuthorizationServer
        let browser: any SignInBrowser
        let vault: RefreshTokenVault
        let marker: any SessionMarker
        let backgroundTime: any BackgroundTime
        let localData: any LocalData
        let account: (any AccountServer)?
        let unlockReason: String
        var transport: ApiClient.Transport = { try await URLSession.shared.data(for: $0) }
        var now: @MainActor () -> ContinuousClock.Instant = { .now }
    }

    init(_ dependencies: Dependencies, policy: UnlockPolicy) {
        session = OktaSession(
            server: dependencies.server,
            vault: dependencies.vault,
            backgroundTime: dependencies.backgroundTime,
            renewalLimit: policy.renewalLimit
        )
        vault = dependencies.vault
        browser = dependencies.browser
        marker = dependencies.marker
        deletion = dependencies.account.map {
            AccountDeletion(account: $0, browser: dependencies.browser, revocationLimit: policy.revocationLimit)
        }
        localData = dependencies.localData
        api = ApiClient(session: session, transport: dependencies.transport)
        self.policy = policy
        unlockReason = dependencies.unlockReason
        now = dependencies.now
        lockTimer = LockTimer(limit: policy.lockAfter)
    }

    /// Decides from the marker alone where to begin: reading the vault here would prompt at once.
    func start() async {
        guard state == .launching, marker.isReadable else { return }
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
        guard state.canSignIn else { return }
        let before = state
        signIns += 1
        let own = signIns
        notice = nil
        state = .signingIn
        stateBeforeSignIn = before
        do {
            let grant = try await browser.signIn()
            guard own == signIns else { return await discard(grant) }
            stateBeforeSignIn = nil
            try await begin(with: grant)
        } catch {
            guard own == signIns else { return }
            stateBeforeSignIn = nil
            state = before
            show(error)
            return
        }
        await loadProfile()
    }

    /// Closes the browser. The app does not wait for it: what it answers after this is void.
    func cancelSignIn() async {
        guard let before = stateBeforeSignIn else { return }
        stateBeforeSignIn = nil
        signIns += 1
        state = before
        await browser.cancel()
    }

    private func discard(_ grant: any Grant) async {
        _ = await succeeds(within: policy.revocationLimit) { try await grant.revoke() }
    }

    private func begin(with grant: any Grant) async throws {
        let isKept = vault.canProtect ? await isStored(grant) : false
        if !isKept { try await session.begin(with: grant, storage: .memory) }
        marker.isSet = isKept
        if marker.changeOwner(to: grant.subject) { localData.erase() }
        state = isKept ? .active : .unprotected
    }

    private func isStored(_ grant: any Grant) async -> Bool {
        (try? await session.begin(with: grant, storage: .vault)) != nil
    }

    /// Ends the session here and at Okta, and the one in the browser. The local end happens whatever the network does.
    func signOut() async {
        guard state.isOpen else { return }
        state = .signingOut
        marker.isSet = false
        let idToken = await idToken()
        let revoked = await revoke()
        await erase(.userRequested)
        if let idToken { await endBrowserSession(idToken) }
        state = .signedOut(.userRequested)
        if !revoked || idToken == nil { notice = .endedHereOnly }
    }

    /// Names the browser session to end. After unlocking offline it is not known yet.
    private func idToken() async -> String? {
        if let idToken = await session.idToken { return idToken }
        _ = await succeeds(within: policy.renewalLimit) { [session] in _ = try await session.renew() }
        return await session.idToken
    }

    /// Nobody is signed in here any more, whatever the browser answers. It may never do so.
    private func endBrowserSession(_ idToken: String) async {
        let answer = await outcome(within: policy.browserLimit) { [browser] in
            try await browser.signOut(idToken: idToken)
        }
        if answer == nil { await browser.cancel() }
    }

    /// Ends the session without the browser. While locked the token cannot be read, so it is not revoked then: it dies
    /// at Okta when it has not been used for some days.
    func forgetDevice() async {
        guard state.canForget else { return }
        let wasOpen = state.isOpen
        state = .signingOut
        marker.isSet = false
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
        mustLock = false
        state = .deleting
        do {
            try await deletion.run(in: session)
        } catch {
            state = before
            if mustLock { return await lock() }
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

    private func end(_ reason: SignedOutReason?) async {
        await erase(reason)
        state = .signedOut(reason)
    }

    /// The marker goes first: should the app be ended now, the next start erases what is left.
    private func erase(_ reason: SignedOutReason?) async {
        marker.isSet = false
        try? await session.erase()
        if reason?.isWanted == true {
            localData.erase()
            _ = marker.changeOwner(to: nil)
        }
        mustLock = false
        profile = nil
        accessTokenExpiry = nil
        notice = nil
    }
}

// MARK: - Lock and unlock

extension AppModel {
    /// Asks for a face or a finger, then for a fresh access token.
    func unlock() async {
        guard case .locked(let failure) = state else { return }
        mayPromptUnasked = false
        mustLock = false
        notice = nil
        state = .unlocking
        do {
            if failure == .lockedOut { try await session.endLockout(reason: unlockReason) }
            try await session.unseal(reason: unlockReason)
        } catch {
            await stayLocked(error as? UnlockFailure ?? .unavailable)
            return
        }
        await open()
    }

    /// The vault gave its token: fetches an access token, and opens the app with or without it.
    private func open() async {
        let answer = await outcome(within: policy.renewalLimit) { [session] in _ = try await session.renew() }
        var failure: (any Error)?
        if case .failure(let error) = answer { failure = error }
        if failure as? SessionError == .signInRequired { return await end(.expired) }
        state = .activeOffline
        if mustLock { return await lock() }
        await settle()
        if let failure { return show(failure) }
        // Of an answer that is late, loading the profile learns.
        await loadProfile()
    }

    private func stayLocked(_ failure: UnlockFailure) async {
        mustLock = false
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
        mustLock = false
        switch state {
        case .unprotected:
            await endRevoked(nil)
        case .active, .activeOffline:
            state = .locked(nil)
            profile = nil
            accessTokenExpiry = nil
            notice = nil
            mayPromptUnasked = promptingUnasked
            do { try await session.lock() } catch { await endRevoked(.vaultCorrupt) }
        case .launching, .signedOut, .signingIn, .locked, .unlocking, .signingOut, .deleting:
            break
        }
    }

    /// For a session that nobody will come back to.
    private func endRevoked(_ reason: SignedOutReason?) async {
        state = .signingOut
        _ = await revoke()
        await end(reason)
    }

    func enterBackground() {
        lockTimer.leave(at: now())
    }

    /// Decides at once whether to lock, so that leaving again cannot undo it. The rest follows: the lock, then what
    /// waits for the person to be back.
    @discardableResult
    func becomeActive() -> Task<Void, Never> {
        if lockTimer.comeBack(at: now()) { mustLock = true }
        return Task { await resume() }
    }

    private func resume() async {
        await start()
        await session.saveAgain()
        if await session.isSaved, notice == .failed(.notSaved) { notice = nil }
        // Before the lock: setting up biometrics in Settings may take longer than that.
        if state == .unprotected { await protect() }
        // An app that is busy with these two locks when they are done.
        if mustLock, state != .unlocking, state != .deleting { await close(promptingUnasked: true) }
        guard !lockTimer.isAway else { return }
        switch state {
        case .locked where mayPromptUnasked: await unlock()
        case .activeOffline: await refresh()
        default: break
        }
    }

    /// Biometrics may have been set up in Settings meanwhile.
    private func protect() async {
        guard vault.canProtect, (try? await session.protect()) != nil else { return }
        marker.isSet = true
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
        // What Okta refused is the code of a sign-in: no session has ended.
        case .signInRequired: notice = .failed(.unavailable)
        case let failure: notice = .failed(failure)
        }
    }
}

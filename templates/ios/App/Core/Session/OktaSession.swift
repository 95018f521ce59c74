import Foundation

/// Owns the secrets while the app is unlocked: the refresh token of the vault, and an access token in memory only.
///
/// - One refresh at a time: whoever asks meanwhile gets the same answer.
/// - A rotated refresh token is in the vault before its access token is used.
/// - A refresh is never cancelled, and the system is asked not to suspend it. Its answer is stored even after a lock.
/// - A token that the vault refused (the phone is locked) is kept until the vault takes it.
actor OktaSession {
    /// Where the refresh token of a new session goes.
    enum Storage: Sendable {
        case vault
        case memory
    }

    /// Which session, and which opening of it, a refresh began in.
    private struct Era: Equatable {
        var session = 0
        var opening = 0
    }

    private let server: any AuthorizationServer
    private let vault: any RefreshTokenVault
    private let backgroundTime: any BackgroundTime
    private let renewalLimit: Duration

    private var era = Era()
    private var storage = Storage.vault
    private var refreshToken: String?
    private var grant: (any Grant)?
    /// Outlives a discarded access token: it names the browser session to end at sign-out.
    private(set) var idToken: String?
    /// The one refresh of this session that is under way.
    private var renewal: Task<any Grant, any Error>?
    /// The newest refresh token, while the vault refuses to take it.
    private var unsaved: String?
    private var isUnsealing = false
    /// The refresh token that came while the vault was being read, which may have given an older one.
    private var cameMeanwhile: String?

    init(
        server: any AuthorizationServer,
        vault: any RefreshTokenVault,
        backgroundTime: any BackgroundTime,
        renewalLimit: Duration = .seconds(3)
    ) {
        self.server = server
        self.vault = vault
        self.backgroundTime = backgroundTime
        self.renewalLimit = renewalLimit
    }

    /// False while the vault holds an older refresh token than the newest.
    var isSaved: Bool { unsaved == nil }

    /// Nil when no access token is in memory; the next use fetches one.
    var accessTokenExpiry: Date? { grant?.expiresAt }

    /// Starts the session that a sign-in gave, in place of any other.
    func begin(with grant: any Grant, storage: Storage) throws {
        guard let refreshToken = grant.refreshToken else { throw SessionError.noRefreshToken }
        switch storage {
        case .vault: try vault.store(refreshToken)
        case .memory: try? vault.erase()
        }
        closeSession()
        self.storage = storage
        self.refreshToken = refreshToken
        keep(grant)
    }

    /// Moves a session that lived in memory into the vault, once the device can guard it.
    func protect() throws {
        guard storage == .memory, let refreshToken else { return }
        try vault.store(refreshToken)
        storage = .vault
    }

    /// Reads the refresh token from the vault, after a biometric check. Throws `UnlockFailure`.
    func unseal(reason: String) async throws {
        // A refresh that began before the app was locked may be about to replace what the vault holds.
        if let renewal { _ = await succeeds(within: renewalLimit) { _ = try await renewal.value } }
        saveAgain()
        let era = self.era
        isUnsealing = true
        defer {
            isUnsealing = false
            cameMeanwhile = nil
        }
        let secret = try await vault.read(reason: reason)
        guard era == self.era else { throw SessionError.locked }
        refreshToken = unsaved ?? cameMeanwhile ?? secret
        storage = .vault
    }

    /// Drops the secrets from memory; the vault keeps the session. A refresh in flight goes on, so that a rotated
    /// token is still stored. Throws `SessionError.notSaved`, and stays open, when the vault refuses the newest token:
    /// the session could not be opened again.
    func lock() throws {
        saveAgain()
        guard isSaved else { throw SessionError.notSaved }
        closeOpening()
    }

    /// Offers the vault once more what it refused.
    func saveAgain() {
        if let unsaved { save(unsaved) }
    }

    /// Forgets the session, in memory and in the vault. A refresh in flight cannot bring it back.
    func erase() throws {
        closeSession()
        try vault.erase()
    }

    /// Ends the session at Okta. The refresh in flight is waited for, so that the newest token is the one revoked.
    func revoke() async throws {
        let era = self.era
        _ = try? await renewal?.value
        guard era == self.era, let refreshToken else { throw SessionError.locked }
        try await server.revoke(refreshToken)
    }

    // #region current-grant
    /// The tokens in memory, or fresh ones when the access token is missing or about to expire.
    func currentGrant(leeway: TimeInterval = 60) async throws -> any Grant {
        if let grant, grant.expiresAt.timeIntervalSince(server.now) > leeway { return grant }
        return try await renew()
    }
    // #endregion current-grant

    /// Fresh tokens in place of those an API refused, unless somebody else has already fetched them.
    func renew(insteadOf refused: any Grant) async throws -> any Grant {
        if let grant, grant.accessToken != refused.accessToken { return grant }
        return try await renew()
    }

    // #region refresh
    /// Exchanges the refresh token for a new access token.
    @discardableResult
    func renew() async throws -> any Grant {
        guard let refreshToken else { throw SessionError.locked }
        let era = self.era
        let task = renewal ?? Task { try await exchangeUnsuspended(refreshToken, in: era) }
        renewal = task
        let answer = await task.result
        if renewal == task { renewal = nil }
        // The session was locked or has ended meanwhile: neither tokens nor a refusal count any more.
        guard era == self.era else { throw SessionError.locked }
        return try answer.get()
    }
    // #endregion refresh

    private func exchangeUnsuspended(_ current: String, in era: Era) async throws -> any Grant {
        try await backgroundTime.hold { try await self.exchange(current, in: era) }
    }

    private func exchange(_ current: String, in era: Era) async throws -> any Grant {
        // Okta changes its keys now and then. An answer that no known key fits would cost the rotated refresh token.
        let fresh = try await server.withoutKeys().renew(current)
        guard era.session == self.era.session else {
            // The session is over, and nobody else knows this token.
            try? await server.revoke(fresh.refreshToken ?? current)
            throw SessionError.locked
        }
        // #region keep-rotated-token
        let newest = fresh.refreshToken ?? current
        if newest != current || !isSaved { save(newest) }
        // #endregion keep-rotated-token
        if isUnsealing { cameMeanwhile = newest }
        if self.refreshToken != nil {
            self.refreshToken = newest
            keep(fresh)
        }
        return fresh
    }

    private func keep(_ grant: any Grant) {
        self.grant = grant
        idToken = grant.idToken ?? idToken
    }

    private func save(_ refreshToken: String) {
        guard storage == .vault else { return }
        do {
            try vault.store(refreshToken)
            unsaved = nil
        } catch {
            unsaved = refreshToken
        }
    }

    /// Revokes the access token and drops it. The refresh token stays: the next use fetches a new access token.
    func discardAccessToken() async throws {
        // #region discard-access-token
        guard let discarded = grant else { return }
        grant = nil
        try await discarded.revokeAccessToken()
        // #endregion discard-access-token
    }

    func userProfile() async throws -> UserProfile {
        let era = self.era
        let grant = try await currentGrant()
        do {
            let profile = try await profile(with: grant)
            guard era == self.era else { throw SessionError.locked }
            return profile
        } catch {
            throw era == self.era ? error : SessionError.locked
        }
    }

    /// Okta, too, may refuse an access token before its time: one fresh token, one more try.
    private func profile(with grant: any Grant) async throws -> UserProfile {
        do {
            return try await grant.userProfile()
        } catch SessionError.accessTokenRefused {
            return try await renew(insteadOf: grant).userProfile()
        }
    }

    private func closeOpening() {
        era.opening += 1
        refreshToken = nil
        grant = nil
        idToken = nil
    }

    private func closeSession() {
        closeOpening()
        era.session += 1
        renewal = nil
        unsaved = nil
    }
}

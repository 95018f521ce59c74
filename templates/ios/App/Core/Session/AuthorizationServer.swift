import Foundation

/// What the session asks of Okta. Every failure is a `SessionError`.
protocol AuthorizationServer: Sendable {
    /// What time it is at Okta: the clock of `Grant.expiresAt`. The device's own may be hours off.
    var now: Date { get }

    /// The same server, of whose signing keys nothing is known yet.
    func withoutKeys() -> Self

    /// Exchanges a refresh token for new tokens (RFC 6749, section 6).
    func renew(_ refreshToken: String) async throws -> any Grant

    /// Revokes a refresh token, and with it the access tokens it made (RFC 7009).
    func revoke(_ refreshToken: String) async throws
}

/// The tokens of one answer from Okta.
protocol Grant: Sendable {
    var accessToken: String { get }
    var expiresAt: Date { get }
    /// Nil when Okta did not rotate: the old one stays valid then.
    var refreshToken: String? { get }
    /// Names the browser session to end at sign-out.
    var idToken: String? { get }
    /// Who signed in: the same for the same person, always.
    var subject: String? { get }

    func userProfile() async throws -> UserProfile
    func revokeAccessToken() async throws
    /// Revokes every token of this answer.
    func revoke() async throws
}

/// The browser that Okta's sign-in page opens in.
@MainActor
protocol SignInBrowser: Sendable {
    func signIn() async throws -> any Grant
    /// Asks for the credentials once more, even if the browser still has a session.
    func confirm() async throws -> any Grant
    func signOut(idToken: String) async throws
    /// Closes the browser. Whether `signIn` then ends is not certain.
    func cancel() async
}

/// What the app shows of the person who signed in.
struct UserProfile: Equatable, Sendable {
    var name: String?
    var email: String?
    var username: String?
}

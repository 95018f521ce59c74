import Foundation

/// Why Okta could not be asked, or said no. Nothing here carries a token.
enum SessionError: Error, Equatable, Sendable {
    /// The person closed the browser.
    case cancelled
    /// The secrets are not in memory (any more).
    case locked
    /// Okta no longer accepts the access token: 401.
    case accessTokenRefused
    /// Okta refuses the refresh token for good: `invalid_grant`.
    case signInRequired
    case offline
    /// The server's certificate is not trusted: a proxy, or a local org whose authority is not installed.
    case untrustedServer
    /// The ID token seems to come from another time: this device's clock is wrong.
    case clockSkewed
    /// Okta sent no refresh token: the scope `offline_access` or the Refresh Token grant is missing.
    case noRefreshToken
    /// The newest refresh token could not be written to the vault.
    case notSaved
    /// Whoever signed in once more is not the one who is signed in here.
    case otherPerson
    /// Your API did not delete the account.
    case notDeleted
    /// Okta refused, in its own words.
    case refused(String)
    /// A server error, a captive portal, an answer that makes no sense: worth another try later.
    case unavailable
}

extension SessionError {
    /// Why a request failed before Okta answered.
    init(request error: URLError) {
        switch error.code {
        case .cancelled: self = .cancelled
        case .serverCertificateUntrusted, .serverCertificateHasUnknownRoot, .serverCertificateHasBadDate,
            .serverCertificateNotYetValid, .secureConnectionFailed:
            self = .untrustedServer
        default: self = .offline
        }
    }
}

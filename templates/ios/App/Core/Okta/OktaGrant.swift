import AuthFoundation
import Foundation

/// The tokens of one answer, as the SDK holds them.
struct OktaGrant: Grant {
    let token: Token
    let client: OAuth2Client

    var accessToken: String { token.accessToken }
    var refreshToken: String? { token.refreshToken }
    var idToken: String? { token.idToken?.rawValue }
    var subject: String? { token.idToken?.subject }

    /// In Okta's time (`Date.nowCoordinated`), whatever the clock of the device says.
    var expiresAt: Date { token.expiresAt ?? .distantPast }

    func userProfile() async throws -> UserProfile {
        try await callingOkta {
            // #region get-user-info
            let userInfo = try await client.userInfo(token: token)
            return UserProfile(name: userInfo.name, email: userInfo.email, username: userInfo.preferredUsername)
            // #endregion get-user-info
        }
    }

    func revokeAccessToken() async throws {
        try await callingOkta { try await client.revoke(token, type: .accessToken) }
    }

    func revoke() async throws {
        try await callingOkta { try await client.revoke(token) }
    }
}

import AuthFoundation
import Foundation

/// Asks Okta through its SDK.
struct OktaAuthorizationServer: AuthorizationServer {
    let client: OAuth2Client

    var now: Date { .nowCoordinated }

    /// The SDK's client keeps Okta's keys for as long as it lives, and a cache would beyond that.
    func withoutKeys() -> Self {
        Self(client: OAuth2Client(client.configuration, session: URLSession.ephemeral))
    }

    func renew(_ refreshToken: String) async throws -> any Grant {
        try await callingOkta {
            // #region get-new-access-token
            // The keys first: an ID token that cannot be checked afterwards would cost the rotated refresh token.
            _ = try await client.jwks()
            let token = try await Token.from(refreshToken: refreshToken, using: client)
            return OktaGrant(token: token, client: client)
            // #endregion get-new-access-token
        }
    }

    // The SDK revokes what a `Token` holds; after unlocking offline there is only the refresh token itself.
    func revoke(_ refreshToken: String) async throws {
        try await callingOkta {
            guard let endpoint = try await client.openIdConfiguration().revocationEndpoint else {
                throw SessionError.unavailable
            }
            let id = client.configuration.clientId
            let request = URLRequest(revoking: refreshToken, clientId: id, at: endpoint)
            let (_, response) = try await client.session.data(for: request)
            guard (response as? HTTPURLResponse)?.statusCode == 200 else { throw SessionError.unavailable }
        }
    }
}

import Foundation

/// Calls an API with the access token. An answer of 401 is met with one fresh token and one more try; if that is
/// refused as well, the caller gets the refusal.
struct ApiClient: Sendable {
    typealias Transport = @Sendable (URLRequest) async throws -> (Data, URLResponse)

    let session: OktaSession
    var transport: Transport = { try await URLSession.shared.data(for: $0) }

    // #region call-with-retry
    func data(for request: URLRequest) async throws -> (Data, HTTPURLResponse) {
        let grant = try await session.currentGrant()
        let answer = try await send(request, with: grant)
        guard answer.1.statusCode == 401 else { return answer }
        return try await send(request, with: session.renew(insteadOf: grant))
    }
    // #endregion call-with-retry

    private func send(_ request: URLRequest, with grant: any Grant) async throws -> (Data, HTTPURLResponse) {
        // #region use-token
        var request = request
        request.authorize(with: grant.accessToken)
        let (data, response) = try await transport(request)
        // #endregion use-token
        guard let response = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
        return (data, response)
    }
}

extension URLRequest {
    /// Adds an access token (RFC 6750, section 2.1).
    mutating func authorize(with accessToken: String) {
        setValue("Bearer \(accessToken)", forHTTPHeaderField: "Authorization")
    }
}

import Foundation

/// Calls an API with the access token. An answer of 401 is met with one fresh token and one more try; if that is
/// refused as well, the caller gets the refusal.
struct ApiClient: Sendable {
    typealias Transport = @Sendable (URLRequest) async throws -> (Data, URLResponse)

    let session: OktaSession
    var transport: Transport = { try await URLSession.shared.data(for: $0) }

    // #region authorize
    func data(for request: URLRequest) async throws -> (Data, HTTPURLResponse) {
        let grant = try await session.currentGrant()
        let answer = try await send(request, with: grant)
        guard answer.1.statusCode == 401 else { return answer }
        return try await send(request, with: session.renew(insteadOf: grant))
    }

    private func send(_ request: URLRequest, with grant: any Grant) async throws -> (Data, HTTPURLResponse) {
        var request = request
        request.setValue("Bearer \(grant.accessToken)", forHTTPHeaderField: "Authorization")
        let (data, response) = try await transport(request)
        guard let response = response as? HTTPURLResponse else { throw SessionError.unavailable }
        return (data, response)
    }
    // #endregion authorize
}

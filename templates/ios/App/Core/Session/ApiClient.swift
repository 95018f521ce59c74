import Foundation

/// Calls an API with the access token. An answer of 401 is met with one fresh token and one more try; if that is
/// refused as well, the caller gets the refusal.
struct ApiClient: Sendable {
    typealias Transport = @Sendable (URLRequest) async throws -> (Data, URLResponse)

    let session: OktaSession
    var transport: Transport = { try await URLSession.ephemeral.data(for: $0) }

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

    /// The request that ends a refresh token (RFC 7009, section 2.1).
    init(revoking refreshToken: String, clientId: String, at endpoint: URL) {
        var form = URLComponents()
        form.queryItems = [
            URLQueryItem(name: "client_id", value: clientId),
            URLQueryItem(name: "token", value: refreshToken),
            URLQueryItem(name: "token_type_hint", value: "refresh_token"),
        ]
        self.init(url: endpoint)
        httpMethod = "POST"
        setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
        // In a form, unlike in a URL, a plus is a blank.
        httpBody = form.percentEncodedQuery.map { Data($0.replacingOccurrences(of: "+", with: "%2B").utf8) }
    }
}

extension URLSession {
    /// Keeps no answer and no cookie: nothing that another person could find.
    static let ephemeral: URLSession = {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.urlCache = nil
        configuration.httpCookieStorage = nil
        return URLSession(configuration: configuration)
    }()
}

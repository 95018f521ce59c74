import Foundation

/// What the app asks of your own API.
protocol AccountServer: Sendable {
    /// Deletes the account that the access token stands for, with everything your API keeps of it.
    func deleteAccount(accessToken: String) async throws
}

/// An API that has the account of its caller at one URL.
struct AccountApi: AccountServer {
    let url: URL
    var transport: ApiClient.Transport = { try await URLSession.shared.data(for: $0) }

    func deleteAccount(accessToken: String) async throws {
        var request = URLRequest(url: url)
        request.httpMethod = "DELETE"
        request.authorize(with: accessToken)
        guard let (_, response) = try? await transport(request),
            let status = (response as? HTTPURLResponse)?.statusCode, (200..<300).contains(status)
        else { throw SessionError.notDeleted }
    }
}

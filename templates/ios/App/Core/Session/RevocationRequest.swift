import Foundation

extension URLRequest {
    /// The request that ends a refresh token (RFC 7009, section 2.1).
    init(revoking refreshToken: String, clientId: String, at endpoint: URL) {
        self.init(url: endpoint)
        httpMethod = "POST"
        setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
        let form = [
            ("client_id", clientId),
            ("token", refreshToken),
            ("token_type_hint", "refresh_token"),
        ]
        httpBody = Data(form.map { "\($0)=\($1.formEncoded)" }.joined(separator: "&").utf8)
    }
}

extension String {
    /// Escapes everything but RFC 3986's unreserved characters.
    fileprivate var formEncoded: String {
        let unreserved = CharacterSet(charactersIn: "-._~0123456789")
            .union(CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyz"))
            .union(CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        return addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }
}

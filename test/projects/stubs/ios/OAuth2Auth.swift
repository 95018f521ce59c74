// OAuth2Auth of okta-mobile-swift 2.1.4; notes name files below Sources/OAuth2Auth.
import AuthFoundation

// Authentication/AuthorizationCodeFlow.swift
public actor AuthorizationCodeFlow {
    public nonisolated let client: OAuth2Client
    init(client: OAuth2Client) { self.client = client }

    // Authentication/AuthorizationCodeFlow+Context.swift
    public struct Context: Sendable {
        public init(
            state: String? = nil, maxAge: TimeInterval? = nil,  // acrValues, which has a default, is left out
            additionalParameters: [String: any APIRequestArgument]? = nil
        ) {}
    }
}

// Logout/SessionLogoutFlow.swift
public actor SessionLogoutFlow {
    // Logout/SessionLogoutFlow+Context.swift
    public struct Context: Sendable {
        public init(idToken: String? = nil, logoutHint: String? = nil, state: String? = nil) {}
    }
}

// AuthFoundation of okta-mobile-swift 2.1.4; notes name files below Sources/AuthFoundation.
@_exported import Foundation
@_exported import FoundationNetworking  // On Apple platforms these types are part of Foundation.

// Network/URLSessionProtocol.swift
public protocol URLSessionProtocol: Sendable {
    func data(for request: URLRequest) async throws -> (Data, URLResponse)
}

// Network/APIRequestArgument.swift:34 and :53
public protocol APIRequestArgument: Sendable {}
extension String: APIRequestArgument {}

extension URLSession: URLSessionProtocol {
    public func data(for request: URLRequest) async throws -> (Data, URLResponse) { fatalError() }
}

// Utilities/TimeCoordinator.swift:41
extension Date {
    public static var nowCoordinated: Date { Date() }
}

// OAuth2/OAuth2Client.swift (Sendable through UsesDelegateCollection)
public final class OAuth2Client: Sendable {
    public let session: any URLSessionProtocol  // :49
    public let configuration: Configuration  // :51
    public init(_ configuration: Configuration, session: (any URLSessionProtocol)? = nil) {  // :113
        self.session = session ?? URLSession.shared
        self.configuration = configuration
    }
    public func openIdConfiguration() async throws -> OpenIdConfiguration { fatalError() }
    public func jwks() async throws -> JWKS { fatalError() }
    public func revoke(_ token: Token, type: Token.RevokeType = .all) async throws {}
    public func userInfo(token: Token) async throws -> UserInfo { fatalError() }

    // OAuth2/Configuration.swift:19
    public struct Configuration: Sendable {
        public let clientId: String
    }
}

// Responses/OpenIdConfiguration.swift:79
public struct OpenIdConfiguration: Sendable {
    public var revocationEndpoint: URL? { nil }
}

// JWT/JWKS.swift
public struct JWKS: Sendable {}

// Token Management/Token.swift
public struct Token: Sendable {
    public let accessToken: String
    public var refreshToken: String? { nil }
    public let idToken: JWT?
    public var expiresAt: Date? { nil }  // Utilities/Expires.swift
    init() { fatalError() }
    public static func from(refreshToken: String, scope: [String]? = nil, using client: OAuth2Client) async throws -> Token {
        fatalError()
    }
    // Token Management/Token+Enums.swift
    public enum RevokeType: Sendable { case accessToken, refreshToken, deviceSecret, all }
    public enum Kind: String, Sendable { case accessToken = "access_token", refreshToken = "refresh_token", idToken = "id_token" }
}

// JWT/JWT.swift
public struct JWT: Sendable {
    public let rawValue: String
    public var subject: String? { nil }  // JWT/Enums/JWTClaim.swift:251 (HasClaims where ClaimType == JWTClaim)
}

// Responses/UserInfo.swift; the claims: JWT/Enums/JWTClaim.swift:260, :275, :313 (HasClaims where ClaimType == JWTClaim)
public struct UserInfo: Sendable {
    public var name: String? { nil }
    public var preferredUsername: String? { nil }
    public var email: String? { nil }
}

// OAuth2/OAuth2Error.swift, OAuth2/Extensions/OAuth2Error+Extensions.swift (init)
public enum OAuth2Error: Error {
    case invalidUrl
    case cannotComposeUrl
    case server(error: OAuth2ServerError)
    case network(error: APIClientError)
    case missingToken(type: Token.Kind)
    case missingClientConfiguration
    case invalidContext
    case redirectUriRequired
    case signatureInvalid
    case missingLocationHeader
    case missingOAuth2ResponseKey(_ name: String)
    case missingOpenIdConfiguration(attribute: String)
    case error(_ error: any Error)
    case cannotRevoke(type: Token.RevokeType)
    case multiple(errors: [OAuth2Error])
    public init(_ error: any Error) { self = .error(error) }
}

// Responses/OAuth2ServerError.swift
public struct OAuth2ServerError: Error, LocalizedError {
    public let code: Code
    public let description: String?
    public var errorDescription: String? { nil }
    public enum Code: Sendable, Equatable {
        case authorizationPending, slowDown, expiredToken, accessDenied, invalidClient, invalidGrant, invalidRequest
        case invalidScope, invalidToken, serverError, temporarilyUnavailable, unsupportedResponseType
        case unsupportedResponseMode, unauthorizedClient
        case other(code: String)
    }
}

// Network/APIClientError.swift
public enum APIClientError: Error {
    case invalidUrl
    case missingResponse(request: URLRequest? = nil)
    case invalidResponse
    case cannotParseResponse(error: any Error)
    case invalidRequestData
    case missingRefreshSettings
    case httpError(_ error: any Error)
    case statusCode(_ statusCode: Int)
    case validation(error: any Error)
    case unknown
}

// JWT/JWTError.swift
public enum JWTError: Error, Equatable {
    case invalidBase64Encoding, badTokenStructure, invalidIssuer, invalidAudience, invalidSubject
    case invalidAuthenticationTime, issuerRequiresHTTPS, invalidSigningAlgorithm, expired
    case issuedAtTimeExceedsGraceInterval, nonceMismatch, signatureInvalid, exceedsMaxAge
}

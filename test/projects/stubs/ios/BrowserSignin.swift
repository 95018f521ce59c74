// BrowserSignin of okta-mobile-swift 2.1.4; notes name files below Sources/BrowserSignin.
@_exported import AuthFoundation  // BrowserSignin.swift:13
import OAuth2Auth
import UIKit

// BrowserSignin.swift:24-38
public enum BrowserSigninError: Error {
    case noCompatibleAuthenticationProviders
    case noSignOutFlowProvided
    case cannotStartBrowserSession
    case cannotComposeAuthenticationURL
    case authenticationProvider(error: any Error)
    case noAuthenticatorProviderResponse
    case serverError(_ error: OAuth2ServerError)
    case invalidRedirectScheme(_ scheme: String?)
    case userCancelledLogin(_ reason: String? = nil)
    case missingIdToken
    case oauth2(error: OAuth2Error)
    case generic(error: any Error)
    case genericError(message: String)
}

// BrowserSignin.swift
@MainActor
public final class BrowserSignin {
    public typealias WindowAnchor = UIWindow
    public nonisolated let signInFlow: AuthorizationCodeFlow
    public convenience init() throws { fatalError() }
    init(signInFlow: AuthorizationCodeFlow) { self.signInFlow = signInFlow }
    public var ephemeralSession: Bool {  // :95
        get { false }
        set {}
    }
    public final func cancel() async {}  // :226
    public final func signIn(from window: WindowAnchor? = nil, context: AuthorizationCodeFlow.Context = .init()) async throws -> Token {
        fatalError()
    }
    @discardableResult
    public final func signOut(from window: WindowAnchor? = nil, token: Token?, context: SessionLogoutFlow.Context = .init()) async throws -> URL {
        fatalError()
    }
    @discardableResult
    public final func signOut(from window: WindowAnchor?, context: SessionLogoutFlow.Context = .init()) async throws -> URL {
        fatalError()
    }
}

import BrowserSignin
import Foundation
import OSLog

/// Calls Okta's SDK. Whatever it throws comes out as a `SessionError`; a debug build tells the log what it was.
func callingOkta<Answer: Sendable>(
    isolation: isolated (any Actor)? = #isolation, _ call: () async throws -> Answer
) async throws -> Answer {
    do {
        return try await call()
    } catch {
        #if DEBUG
            // The SDK's own sentence, which holds no token.
            let kind = String(describing: type(of: error))
            Logger(subsystem: "okta", category: "session")
                .error("\(kind, privacy: .public): \(error.localizedDescription, privacy: .public)")
        #endif
        throw SessionError(okta: error)
    }
}

extension SessionError {
    /// Sorts an error of the SDK by what the app can do about it. Only `invalid_grant` ends a session.
    fileprivate init(okta error: any Error) {
        switch error {
        case let error as SessionError: self = error
        case BrowserSigninError.userCancelledLogin: self = .cancelled
        case BrowserSigninError.serverError(let answer): self = .refused(answer.localizedDescription)
        case BrowserSigninError.oauth2(let cause): self.init(OAuth2Error(cause))
        case BrowserSigninError.generic(let cause): self.init(OAuth2Error(cause))
        default: self.init(OAuth2Error(error))
        }
    }

    private init(_ error: OAuth2Error) {
        switch error {
        case .server(let answer) where answer.code == .invalidGrant: self = .signInRequired
        case .server(let answer) where answer.code == .invalidToken: self = .accessTokenRefused
        case .server(let answer): self = .refused(answer.localizedDescription)
        case .network(.statusCode(401)): self = .accessTokenRefused
        case .network(.validation(let cause)): self.init(okta: cause)
        case .error(let error as URLError): self.init(request: error)
        case .error(is CancellationError): self = .cancelled
        case .error(JWTError.issuedAtTimeExceedsGraceInterval), .error(JWTError.expired): self = .clockSkewed
        default: self = .unavailable
        }
    }
}

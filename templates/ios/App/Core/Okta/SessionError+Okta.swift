import AuthFoundation
import Foundation

extension SessionError {
    /// Sorts an error of the SDK by what the app can do about it. Only `invalid_grant` ends a session.
    init(okta error: any Error) {
        if let error = error as? SessionError {
            self = error
            return
        }
        switch OAuth2Error(error) {
        case .server(let answer):
            switch answer.code {
            case .invalidGrant: self = .signInRequired
            case .invalidToken: self = .accessTokenRefused
            default: self = .refused(answer.localizedDescription)
            }
        case .network(.statusCode(401)):
            self = .accessTokenRefused
        case .network(.validation(let cause)):
            self.init(okta: cause)
        case .error(let cause):
            self.init(cause: cause)
        default:
            self = .unavailable
        }
    }

    private init(cause: any Error) {
        switch cause {
        case let error as URLError: self.init(request: error)
        case is CancellationError: self = .cancelled
        case JWTError.issuedAtTimeExceedsGraceInterval, JWTError.expired: self = .clockSkewed
        default: self = .unavailable
        }
    }
}

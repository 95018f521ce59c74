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
            if case .invalidGrant = answer.code {
                self = .signInRequired
            } else {
                self = .refused(answer.localizedDescription)
            }
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
        case let error as URLError where error.isAboutTrust: self = .untrustedServer
        case is URLError: self = .offline
        case JWTError.issuedAtTimeExceedsGraceInterval, JWTError.expired: self = .clockSkewed
        default: self = .unavailable
        }
    }
}

extension URLError {
    fileprivate var isAboutTrust: Bool {
        switch code {
        case .serverCertificateUntrusted, .serverCertificateHasUnknownRoot, .serverCertificateHasBadDate,
            .serverCertificateNotYetValid, .secureConnectionFailed:
            true
        default: false
        }
    }
}

import LocalAuthentication
import Security

/// One key, said to each of the two frameworks that have to agree on it.
extension UnlockPolicy.Key {
    /// What the prompt accepts.
    var laPolicy: LAPolicy {
        self == .biometric ? .deviceOwnerAuthenticationWithBiometrics : .deviceOwnerAuthentication
    }

    /// What the keychain item accepts.
    var accessFlags: SecAccessControlCreateFlags { self == .biometric ? .biometryCurrentSet : .userPresence }

    /// An empty title hides the button "Enter Passcode"; nil leaves the system's own.
    var fallbackTitle: String? { self == .biometric ? "" : nil }
}

extension UnlockFailure {
    /// What the check said, or the keychain after it.
    init(_ error: any Error) {
        switch error {
        case let failure as UnlockFailure: self = failure
        case let error as KeychainError: self.init(error.status)
        case let error as LAError: self.init(error.code)
        default: self = .failed
        }
    }

    private init(_ code: LAError.Code) {
        switch code {
        case .userCancel, .appCancel, .systemCancel, .userFallback, .authenticationFailed, .notInteractive:
            self = .cancelled
        case .biometryLockout: self = .lockedOut
        case .biometryNotEnrolled, .passcodeNotSet: self = .notEnrolled
        case .biometryNotAvailable: self = .unavailable
        default: self = .failed
        }
    }

    /// What the keychain said after the check passed. An item whose biometrics changed looks as if it had never been.
    /// `errSecAuthFailed` comes when the device was locked meanwhile.
    private init(_ status: OSStatus) {
        switch status {
        case errSecItemNotFound: self = .biometricsChanged
        case errSecUserCanceled, errSecInteractionNotAllowed, errSecAuthFailed: self = .cancelled
        default: self = .failed
        }
    }
}

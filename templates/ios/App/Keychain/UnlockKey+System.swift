import LocalAuthentication
import Security

/// One key, said to each of the two frameworks that have to agree on it.
extension UnlockPolicy.Key {
    /// What the prompt accepts.
    var laPolicy: LAPolicy {
        switch self {
        case .biometric: .deviceOwnerAuthenticationWithBiometrics
        case .biometricOrPasscode: .deviceOwnerAuthentication
        }
    }

    /// What the keychain item accepts.
    var accessFlags: SecAccessControlCreateFlags {
        switch self {
        case .biometric: .biometryCurrentSet
        case .biometricOrPasscode: .userPresence
        }
    }

    /// An empty title hides the button "Enter Passcode"; nil leaves the system's own.
    var fallbackTitle: String? {
        switch self {
        case .biometric: ""
        case .biometricOrPasscode: nil
        }
    }
}

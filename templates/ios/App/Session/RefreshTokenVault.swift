/// Keeps one secret, the refresh token, behind biometrics.
protocol RefreshTokenVault: Sendable {
    /// Whether this device could guard a token right now.
    var canProtect: Bool { get }

    /// Replaces whatever is stored. Never prompts.
    func store(_ refreshToken: String) throws

    /// Asks for a face or a finger, once, and returns the token. Throws `UnlockFailure`.
    func read(reason: String) async throws -> String

    /// Removes the token. Never prompts; nothing to remove is no error.
    func erase() throws
}

/// Why the vault stayed closed.
enum UnlockFailure: String, Error, Equatable, Sendable {
    case cancelled
    /// Too many failed attempts: the device passcode makes biometrics work again.
    case lockedOut
    case notEnrolled
    /// No sensor, or the person denied this app the use of Face ID.
    case unavailable
    /// The token is gone because the enrolled faces or fingers changed.
    case biometricsChanged
    case corrupt

    /// The reason for which the session is over, when there is no way back to it.
    var endsSession: SignedOutReason? {
        switch self {
        case .biometricsChanged: .biometricsChanged
        case .corrupt: .vaultCorrupt
        case .cancelled, .lockedOut, .notEnrolled, .unavailable: nil
        }
    }
}

/// Keeps the refresh token in numbered items, of which the newest counts. Only `read` and `endLockout` prompt; both throw
/// `UnlockFailure`.
protocol RefreshTokenVault: Sendable {
    /// Whether this device could guard a token right now.
    var canProtect: Bool { get }

    func numbers() throws -> [Int]
    func add(_ refreshToken: String, number: Int) throws
    func delete(number: Int) throws

    /// Asks for a face or a finger, once, and returns the newest token.
    func read(reason: String) async throws -> String
    /// Lets the passcode end a lockout of biometrics, if there is one.
    func endLockout(reason: String) async throws
    /// Removes every item; none to remove is no error.
    func erase() throws
}

extension RefreshTokenVault {
    /// Replaces whatever is stored. The old token goes only once the new one is there: on a locked phone nothing can be
    /// added, and the app may be ended at any moment.
    func store(_ refreshToken: String) throws {
        let old = try numbers()
        try add(refreshToken, number: (old.max() ?? 0) + 1)
        for number in old { try? delete(number: number) }
    }
}

/// Why the vault stayed closed.
enum UnlockFailure: String, Error, Equatable, Sendable {
    case cancelled
    /// Too many failed attempts: the device passcode makes biometrics work again.
    case lockedOut
    case notEnrolled
    /// No sensor, or the person denied this app the use of Face ID.
    case unavailable
    /// The token is gone: the enrolled faces or fingers changed, or the app was restored to another device.
    case biometricsChanged
    case corrupt
    /// The vault could not be read this time.
    case failed

    /// The reason for which the session is over, when there is no way back to it.
    var endsSession: SignedOutReason? {
        switch self {
        case .biometricsChanged: .biometricsChanged
        case .corrupt: .vaultCorrupt
        case .cancelled, .lockedOut, .notEnrolled, .unavailable, .failed: nil
        }
    }
}

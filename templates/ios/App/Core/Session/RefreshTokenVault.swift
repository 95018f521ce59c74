/// Keeps one secret, the refresh token, behind biometrics. The newest of its items is the one that counts.
struct RefreshTokenVault: Sendable {
    let items: any VaultItems

    /// Whether this device could guard a token right now.
    var canProtect: Bool { items.canProtect }

    /// Replaces whatever is stored. Never prompts. The old token goes only once the new one is there: on a locked phone
    /// nothing can be added, and the app may be ended at any moment.
    func store(_ refreshToken: String) throws {
        let old = try items.numbers()
        try items.add(refreshToken, number: (old.max() ?? 0) + 1)
        for number in old { try? items.delete(number: number) }
    }

    /// Asks for a face or a finger, once, and returns the token. Throws `UnlockFailure`.
    func read(reason: String) async throws -> String {
        try await items.readNewest(reason: reason)
    }

    /// Lets the passcode end a lockout of biometrics, if there is one. Throws `UnlockFailure`.
    func endLockout(reason: String) async throws {
        try await items.endLockout(reason: reason)
    }

    /// Removes the token. Never prompts; nothing to remove is no error.
    func erase() throws {
        try items.deleteAll()
    }
}

/// The numbered items that a device can guard, each with one secret. Only `readNewest` and `endLockout` prompt.
protocol VaultItems: Sendable {
    var canProtect: Bool { get }

    func numbers() throws -> [Int]
    func add(_ secret: String, number: Int) throws
    func readNewest(reason: String) async throws -> String
    func endLockout(reason: String) async throws
    func delete(number: Int) throws
    func deleteAll() throws
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

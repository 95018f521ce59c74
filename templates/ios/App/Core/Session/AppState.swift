/// Where the app is between "nobody is signed in" and "everything is open". Only `AppModel` changes it.
enum AppState: Equatable, Sendable {
    case launching
    case signedOut(SignedOutReason?)
    case signingIn
    /// Signed in, but this device cannot guard the refresh token: it stays in memory only.
    case unprotected
    /// Signed in, no secret in memory. Holds why the last attempt to unlock failed, if it did.
    case locked(UnlockFailure?)
    case unlocking
    case active
    /// Unlocked, but Okta could not be asked for an access token yet.
    case activeOffline
    case signingOut
    /// The person confirms with a fresh sign-in that their account goes, or it is being deleted.
    case deleting

    /// Whether the secrets are in memory and the app's content may be shown.
    var isOpen: Bool {
        switch self {
        case .unprotected, .active, .activeOffline: true
        case .launching, .signedOut, .signingIn, .locked, .unlocking, .signingOut, .deleting: false
        }
    }

    var canSignIn: Bool {
        switch self {
        case .signedOut, .locked: true
        case .launching, .signingIn, .unprotected, .unlocking, .active, .activeOffline, .signingOut, .deleting: false
        }
    }

    /// Whether there is a session, and nothing under way, so that the device can forget it.
    var canForget: Bool {
        if case .locked = self { true } else { isOpen }
    }
}

/// Why a session that was there is over.
enum SignedOutReason: String, Equatable, Sendable {
    /// Okta no longer accepts the refresh token (`invalid_grant`).
    case expired
    /// The token is gone: a face or finger was added or removed, or the app was restored to another device.
    case biometricsChanged
    /// What the vault held could not be read back.
    case vaultCorrupt
    case userRequested
    case accountDeleted

    /// Whether the person meant to leave. Whoever did not will most likely sign in again, and finds their things.
    var isWanted: Bool {
        switch self {
        case .userRequested, .accountDeleted: true
        case .expired, .biometricsChanged, .vaultCorrupt: false
        }
    }
}

/// Something worth telling that does not change where the app is.
enum Notice: Equatable, Sendable {
    case failed(SessionError)
    /// The session is over on this device, but Okta could not be told.
    case endedHereOnly
}

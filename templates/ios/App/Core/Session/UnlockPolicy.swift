/// What opens the session, and when it closes.
struct UnlockPolicy: Sendable {
    enum Key: Sendable {
        /// A face or finger that was enrolled when the token was stored. One that is enrolled later ends the session.
        case biometric
        /// The passcode of the device as well. Whoever knows it could enrol a face, so that ends nothing.
        case biometricOrPasscode
    }

    var key = Key.biometric
    /// How long the app may stay in the background before it locks. Zero locks every time.
    var lockAfter: Duration
    /// How long unlocking waits for Okta before it goes on without.
    var renewalLimit = Duration.seconds(3)
    /// How long ending a session waits for Okta before it goes on without.
    var revocationLimit = Duration.seconds(5)
    /// How long signing out waits for the browser, which a person may have to answer first.
    var browserLimit = Duration.seconds(60)
}

/// Measures how long the app is away, on a clock that nobody can set and that runs while the device sleeps.
struct LockTimer {
    let limit: Duration
    private var leftAt: ContinuousClock.Instant?

    init(limit: Duration) {
        self.limit = limit
    }

    var isAway: Bool { leftAt != nil }

    /// Leaving twice does not start the time anew.
    mutating func leave(at now: ContinuousClock.Instant) {
        leftAt = leftAt ?? now
    }

    /// True when the app was away for too long.
    mutating func comeBack(at now: ContinuousClock.Instant) -> Bool {
        defer { leftAt = nil }
        guard let leftAt else { return false }
        return leftAt.duration(to: now) >= limit
    }
}

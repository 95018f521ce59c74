/// Measures how long the app is away, on a clock that nobody can set and that runs while the device sleeps.
struct LockTimer {
    /// Zero is always too long.
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

/// The times that security and comfort are traded by.
struct UnlockPolicy: Sendable {
    /// How long the app may stay in the background before it locks. Zero locks every time.
    var lockAfter: Duration
    /// How long signing out waits for Okta before it goes on without.
    var revocationLimit: Duration

    static let standard = UnlockPolicy(lockAfter: .seconds(60), revocationLimit: .seconds(5))
}

import Foundation

/// Remembers, without any secret, that this installation has a session. It tells "nobody signed in" from "the system
/// discarded the token", and a fresh installation from one whose keychain item outlived the app.
@MainActor
protocol SessionMarker: AnyObject {
    /// False before the device was unlocked for the first time since it was switched on. What cannot be read then
    /// looks as if it were not there.
    var isReadable: Bool { get }
    var isSet: Bool { get set }

    /// Notes whose data this device keeps: `person` is the `sub` of an ID token, nil forgets whoever it was.
    /// True if it was somebody else's until now. Outlives a session that ends by itself.
    func changeOwner(to person: String?) -> Bool
}

/// Time that the system gives an app which is left while it is busy.
protocol BackgroundTime: Sendable {
    /// Runs `work`, and keeps the app from being suspended until it has ended. A refresh that is cut off between Okta
    /// and the vault would send its old token again, which Okta takes for theft.
    func hold(_ work: @Sendable () async throws -> any Grant) async throws -> any Grant
}

/// What this device keeps of a person besides the tokens.
@MainActor
protocol LocalData {
    func erase()
}

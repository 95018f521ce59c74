import Foundation

/// Remembers, without any secret, that this installation has a session. It tells "nobody signed in" from "the system
/// discarded the token", and a fresh installation from one whose keychain item outlived the app.
@MainActor
protocol SessionMarker {
    var isSet: Bool { get }
    func set()
    func clear()
}

struct UserDefaultsMarker: SessionMarker {
    var defaults = UserDefaults.standard
    var key = "hasSession"

    var isSet: Bool { defaults.bool(forKey: key) }
    func set() { defaults.set(true, forKey: key) }
    func clear() { defaults.removeObject(forKey: key) }
}

import CryptoKit
import UIKit

/// The marker in the settings of this installation. Of the person it keeps a hash, which is enough to compare.
final class UserDefaultsMarker: SessionMarker {
    private let defaults = UserDefaults.standard

    var isReadable: Bool { UIApplication.shared.isProtectedDataAvailable }

    var isSet: Bool {
        get { defaults.bool(forKey: "hasSession") }
        set { defaults.set(newValue, forKey: "hasSession") }
    }

    func changeOwner(to person: String?) -> Bool {
        let before = defaults.string(forKey: "owner")
        let now = person.map { Data(SHA256.hash(data: Data($0.utf8))).base64EncodedString() }
        defaults.set(now, forKey: "owner")
        return before != nil && before != now
    }
}

/// A background task of the system: some 30 seconds, which a refresh hardly ever needs.
struct SystemBackgroundTime: BackgroundTime {
    func hold(_ work: @Sendable () async throws -> any Grant) async throws -> any Grant {
        let task = await BackgroundTask()
        defer { Task { await task.end() } }
        return try await work()
    }
}

@MainActor
private final class BackgroundTask {
    private var id = UIBackgroundTaskIdentifier.invalid

    init() {
        id = UIApplication.shared.beginBackgroundTask(withName: "Refresh") { [weak self] in self?.end() }
    }

    /// The system ends an app that does not end its task in time.
    func end() {
        guard id != .invalid else { return }
        UIApplication.shared.endBackgroundTask(id)
        id = .invalid
    }
}

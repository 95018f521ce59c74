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

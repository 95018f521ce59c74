import Foundation
import LocalAuthentication
import Security

/// A keychain item that the Secure Enclave opens only after the check that `key` names has passed.
struct KeychainRefreshTokenVault: RefreshTokenVault {
    let service: String
    let key: UnlockPolicy.Key

    var canProtect: Bool {
        var failure: NSError?
        if LAContext().canEvaluatePolicy(key.laPolicy, error: &failure) { return true }
        return (failure as? LAError)?.code == .biometryLockout  // Enrolled, only not to be used at this moment.
    }

    func store(_ refreshToken: String) throws {
        // #region store-refresh-token
        var new = item
        new[kSecValueData as String] = Data(refreshToken.utf8)
        #if targetEnvironment(simulator)
            // The simulator does not support guarded items; the check in `read` still happens.
            new[kSecAttrAccessible as String] = kSecAttrAccessibleWhenUnlockedThisDeviceOnly
        #else
            new[kSecAttrAccessControl as String] = try accessControl()
        #endif
        // Delete and add: an update of a guarded item would prompt.
        SecItemDelete(item as CFDictionary)
        let status = SecItemAdd(new as CFDictionary, nil)
        guard status == errSecSuccess else { throw VaultError(status: status) }
        // #endregion store-refresh-token
    }

    /// Without a passcode there is no such item, and the system removes it when the passcode is removed.
    private func accessControl() throws -> SecAccessControl {
        let onlyHere = kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly
        guard let control = SecAccessControlCreateWithFlags(nil, onlyHere, key.accessFlags, nil) else {
            throw VaultError(status: errSecParam)
        }
        return control
    }

    func read(reason: String) async throws -> String {
        do {
            // #region challenge
            let context = LAContext()
            context.localizedFallbackTitle = key.fallbackTitle
            try await context.evaluatePolicy(key.laPolicy, localizedReason: reason)
            // The check that just passed opens the item: no second prompt.
            var query = item
            query[kSecUseAuthenticationContext as String] = context
            return try refreshToken(matching: query)
            // #endregion challenge
        } catch {
            throw UnlockFailure(error)
        }
    }

    private func refreshToken(matching query: [String: Any]) throws -> String {
        var query = query
        query[kSecReturnData as String] = true
        var found: CFTypeRef?
        let status = SecItemCopyMatching(query as CFDictionary, &found)
        guard status == errSecSuccess else { throw UnlockFailure(status) }
        guard let data = found as? Data, let refreshToken = String(data: data, encoding: .utf8) else {
            throw UnlockFailure.corrupt
        }
        return refreshToken
    }

    func erase() throws {
        let status = SecItemDelete(item as CFDictionary)
        guard status == errSecSuccess || status == errSecItemNotFound else { throw VaultError(status: status) }
    }

    private var item: [String: Any] {
        [
            kSecClass as String: kSecClassGenericPassword,
            kSecAttrService as String: service,
            kSecAttrAccount as String: "refresh-token",
            kSecUseDataProtectionKeychain as String: true,
        ]
    }
}

/// A status of the keychain that is none of the expected ones.
struct VaultError: Error, Equatable {
    let status: OSStatus
}

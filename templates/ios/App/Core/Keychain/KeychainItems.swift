import Foundation
import LocalAuthentication
import Security

/// Keychain items that the Secure Enclave opens only after the check that `key` names has passed.
struct KeychainItems: VaultItems {
    let service: String
    let key: UnlockPolicy.Key

    var canProtect: Bool {
        var failure: NSError?
        if LAContext().canEvaluatePolicy(key.laPolicy, error: &failure) { return true }
        return (failure as? LAError)?.code == .biometryLockout  // Enrolled, only not to be used at this moment.
    }

    /// Asks for names only, which never prompts.
    func numbers() throws -> [Int] {
        var query = items
        query[kSecReturnAttributes as String] = true
        query[kSecMatchLimit as String] = kSecMatchLimitAll
        var found: CFTypeRef?
        let status = SecItemCopyMatching(query as CFDictionary, &found)
        if status == errSecItemNotFound { return [] }
        guard status == errSecSuccess, let all = found as? [[String: Any]] else { throw KeychainError(status: status) }
        return all.compactMap { ($0[kSecAttrAccount as String] as? String).flatMap(Int.init) }
    }

    func add(_ secret: String, number: Int) throws {
        // #region store-refresh-token
        var new = item(number)
        new[kSecValueData as String] = Data(secret.utf8)
        #if targetEnvironment(simulator)
            // The simulator does not support guarded items; the check in `readNewest` still happens.
            new[kSecAttrAccessible as String] = kSecAttrAccessibleWhenUnlockedThisDeviceOnly
        #else
            new[kSecAttrAccessControl as String] = try accessControl()
        #endif
        // Always a new item: an update of a guarded one would prompt.
        let status = SecItemAdd(new as CFDictionary, nil)
        guard status == errSecSuccess else { throw KeychainError(status: status) }
        // #endregion store-refresh-token
    }

    /// Without a passcode there is no such item, and the system removes it when the passcode is removed.
    private func accessControl() throws -> SecAccessControl {
        let onlyHere = kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly
        guard let control = SecAccessControlCreateWithFlags(nil, onlyHere, key.accessFlags, nil) else {
            throw KeychainError(status: errSecParam)
        }
        return control
    }

    func readNewest(reason: String) async throws -> String {
        do {
            // #region challenge
            let context = LAContext()
            context.localizedFallbackTitle = key.fallbackTitle
            try await context.evaluatePolicy(key.laPolicy, localizedReason: reason)
            context.interactionNotAllowed = true  // The check that just passed opens the item: no second prompt.
            var query = item(try numbers().max() ?? 0)
            query[kSecUseAuthenticationContext as String] = context
            return try secret(matching: query)
            // #endregion challenge
        } catch {
            throw UnlockFailure(error)
        }
    }

    private func secret(matching query: [String: Any]) throws -> String {
        var query = query
        query[kSecReturnData as String] = true
        var found: CFTypeRef?
        let status = SecItemCopyMatching(query as CFDictionary, &found)
        guard status == errSecSuccess else { throw KeychainError(status: status) }
        guard let data = found as? Data, let secret = String(data: data, encoding: .utf8) else {
            throw UnlockFailure.corrupt
        }
        return secret
    }

    func endLockout(reason: String) async throws {
        let context = LAContext()
        var failure: NSError?
        let isUsable = context.canEvaluatePolicy(key.laPolicy, error: &failure)
        guard !isUsable, (failure as? LAError)?.code == .biometryLockout else { return }
        do {
            try await context.evaluatePolicy(.deviceOwnerAuthentication, localizedReason: reason)
        } catch {
            throw UnlockFailure(error)
        }
    }

    func delete(number: Int) throws { try delete(item(number)) }

    func deleteAll() throws { try delete(items) }

    private func delete(_ query: [String: Any]) throws {
        let status = SecItemDelete(query as CFDictionary)
        guard status == errSecSuccess || status == errSecItemNotFound else { throw KeychainError(status: status) }
    }

    private var items: [String: Any] {
        [
            kSecClass as String: kSecClassGenericPassword,
            kSecAttrService as String: service,
            kSecUseDataProtectionKeychain as String: true,
        ]
    }

    private func item(_ number: Int) -> [String: Any] {
        items.merging([kSecAttrAccount as String: String(number)]) { $1 }
    }
}

/// A status of the keychain that is none of the expected ones.
struct KeychainError: Error, Equatable {
    let status: OSStatus
}

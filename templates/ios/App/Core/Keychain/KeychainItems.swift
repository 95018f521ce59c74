import Foundation
import LocalAuthentication
import Security

/// Keychain items that the Secure Enclave opens only after the check that `key` names has passed.
struct KeychainItems: RefreshTokenVault {
    /// Of the vault alone: `erase` removes every item of it.
    let service: String
    let key: UnlockPolicy.Key

    /// Biometrics that are locked out are enrolled, only not to be used at this moment.
    var canProtect: Bool { check == nil || check == .biometryLockout }

    /// Why the check can't be made now, nil if it can.
    private var check: LAError.Code? {
        var failure: NSError?
        guard !LAContext().canEvaluatePolicy(key.laPolicy, error: &failure) else { return nil }
        return (failure as? LAError)?.code ?? .biometryNotAvailable
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

    func add(_ refreshToken: String, number: Int) throws {
        // #region store-refresh-token
        var new = item(number)
        new[kSecValueData as String] = Data(refreshToken.utf8)
        #if targetEnvironment(simulator)
            // The simulator does not support guarded items; the check in `read` still happens.
            new[kSecAttrAccessible as String] = kSecAttrAccessibleWhenUnlockedThisDeviceOnly
        #else
            new[kSecAttrAccessControl as String] = try accessControl()
        #endif
        // Always a new item: an update of a guarded one would prompt.
        let status = SecItemAdd(new as CFDictionary, nil)
        guard status == errSecSuccess else { throw KeychainError(status: status) }
        // #endregion store-refresh-token
    }

    // #region access-control
    /// Without a passcode there is no such item, and the system removes it when the passcode is removed.
    private func accessControl() throws -> SecAccessControl {
        let onlyHere = kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly
        guard let control = SecAccessControlCreateWithFlags(nil, onlyHere, key.accessFlags, nil) else {
            throw KeychainError(status: errSecParam)
        }
        return control
    }
    // #endregion access-control

    func read(reason: String) async throws -> String {
        do {
            // #region challenge
            let context = LAContext()
            context.localizedFallbackTitle = key.fallbackTitle
            try await context.evaluatePolicy(key.laPolicy, localizedReason: reason)
            context.interactionNotAllowed = true  // The check that just passed opens the item: no second prompt.
            var query = item(try numbers().max() ?? 0)
            query[kSecUseAuthenticationContext as String] = context
            return try token(matching: query)
            // #endregion challenge
        } catch {
            throw UnlockFailure(error)
        }
    }

    private func token(matching query: [String: Any]) throws -> String {
        var query = query
        query[kSecReturnData as String] = true
        var found: CFTypeRef?
        let status = SecItemCopyMatching(query as CFDictionary, &found)
        guard status == errSecSuccess else { throw KeychainError(status: status) }
        guard let data = found as? Data, let token = String(data: data, encoding: .utf8) else {
            throw UnlockFailure.corrupt
        }
        return token
    }

    func endLockout(reason: String) async throws {
        guard check == .biometryLockout else { return }
        do {
            try await LAContext().evaluatePolicy(.deviceOwnerAuthentication, localizedReason: reason)
        } catch {
            throw UnlockFailure(error)
        }
    }

    func delete(number: Int) throws { try delete(item(number)) }

    func erase() throws { try delete(items) }

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

import Foundation
import LocalAuthentication
import Security

/// A keychain item that the Secure Enclave opens only after a face or finger that is enrolled today has matched.
struct KeychainRefreshTokenVault: RefreshTokenVault {
    let service: String

    var canProtect: Bool {
        var failure: NSError?
        if LAContext().canEvaluatePolicy(.deviceOwnerAuthenticationWithBiometrics, error: &failure) { return true }
        return (failure as? LAError)?.code == .biometryLockout  // Enrolled, only not to be used at this moment.
    }

    // #region store
    func store(_ refreshToken: String) throws {
        var new = try item.merging(protection()) { $1 }
        new[kSecValueData as String] = Data(refreshToken.utf8)
        // Delete and add: an update of a guarded item would prompt.
        SecItemDelete(item as CFDictionary)
        let status = SecItemAdd(new as CFDictionary, nil)
        guard status == errSecSuccess else { throw VaultError(status: status) }
    }

    private func protection() throws -> [String: Any] {
        #if targetEnvironment(simulator)
            // The simulator does not support guarded items; the biometric check in `read` still happens.
            return [kSecAttrAccessible as String: kSecAttrAccessibleWhenUnlockedThisDeviceOnly]
        #else
            var failure: Unmanaged<CFError>?
            let access = SecAccessControlCreateWithFlags(
                nil, kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly, .biometryCurrentSet, &failure)
            guard let access else { throw VaultError(status: errSecParam) }
            return [kSecAttrAccessControl as String: access]
        #endif
    }
    // #endregion store

    // #region read
    func read(reason: String) async throws -> String {
        let context = try await biometricCheck(reason: reason)
        var query = item
        query[kSecReturnData as String] = true
        // The check that just passed opens the item: no second prompt.
        query[kSecUseAuthenticationContext as String] = context
        var found: CFTypeRef?
        let status = SecItemCopyMatching(query as CFDictionary, &found)
        guard status == errSecSuccess else { throw UnlockFailure(status) }
        guard let data = found as? Data, let refreshToken = String(data: data, encoding: .utf8) else {
            throw UnlockFailure.corrupt
        }
        return refreshToken
    }

    private func biometricCheck(reason: String) async throws -> LAContext {
        let context = LAContext()
        context.localizedFallbackTitle = ""  // No "Enter Passcode": a passcode does not open the item.
        do {
            try await context.evaluatePolicy(.deviceOwnerAuthenticationWithBiometrics, localizedReason: reason)
            return context
        } catch {
            throw UnlockFailure(error)
        }
    }
    // #endregion read

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

// Security of the iOS 17 SDK, and the few Core Foundation types it speaks; notes name pages below
// developer.apple.com/documentation/. Values do not matter, types do.
@_exported import Foundation

// corefoundation: without Objective-C there are no bridges, so the bridged types are the Swift ones here
public typealias CFTypeRef = AnyObject
public typealias CFDictionary = [String: Any]
public typealias CFString = String
public final class CFError: Error {}

public typealias OSStatus = Int32  // kernel/osstatus

// security/keychain-services/item-class-keys-and-values, item-attribute-keys-and-values, search-attribute-keys…
public let kSecClass: CFString = "kSecClass"
public let kSecClassGenericPassword: CFString = "kSecClassGenericPassword"
public let kSecAttrService: CFString = "kSecAttrService"
public let kSecAttrAccount: CFString = "kSecAttrAccount"
public let kSecAttrAccessControl: CFString = "kSecAttrAccessControl"
public let kSecAttrAccessible: CFString = "kSecAttrAccessible"
public let kSecAttrAccessibleWhenUnlockedThisDeviceOnly: CFString = "kSecAttrAccessibleWhenUnlockedThisDeviceOnly"
public let kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly: CFString = "kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly"
public let kSecUseDataProtectionKeychain: CFString = "kSecUseDataProtectionKeychain"
public let kSecUseAuthenticationContext: CFString = "kSecUseAuthenticationContext"
public let kSecReturnAttributes: CFString = "kSecReturnAttributes"
public let kSecMatchLimit: CFString = "kSecMatchLimit"
public let kSecMatchLimitAll: CFString = "kSecMatchLimitAll"
public let kSecReturnData: CFString = "kSecReturnData"
public let kSecValueData: CFString = "kSecValueData"

// security/security-framework-result-codes
public let errSecSuccess: OSStatus = 0
public let errSecParam: OSStatus = -50
public let errSecUserCanceled: OSStatus = -128
public let errSecAuthFailed: OSStatus = -25293
public let errSecItemNotFound: OSStatus = -25300
public let errSecInteractionNotAllowed: OSStatus = -25308

// security/secaccesscontrol, secaccesscontrolcreateflags
public final class SecAccessControl: @unchecked Sendable {}
public struct SecAccessControlCreateFlags: OptionSet, Sendable {
    public let rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }
    public static let userPresence = SecAccessControlCreateFlags(rawValue: 1 << 0)
    public static let biometryAny = SecAccessControlCreateFlags(rawValue: 1 << 1)
    public static let biometryCurrentSet = SecAccessControlCreateFlags(rawValue: 1 << 3)
}
// security/secaccesscontrolcreatewithflags(_:_:_:_:)
public func SecAccessControlCreateWithFlags(
    _ allocator: AnyObject?, _ protection: CFString, _ flags: SecAccessControlCreateFlags,
    _ error: UnsafeMutablePointer<Unmanaged<CFError>?>?
) -> SecAccessControl? { nil }

// security/secitemadd(_:_:), secitemcopymatching(_:_:), secitemdelete(_:)
@discardableResult public func SecItemAdd(_ attributes: CFDictionary, _ result: UnsafeMutablePointer<CFTypeRef?>?) -> OSStatus { 0 }
public func SecItemCopyMatching(_ query: CFDictionary, _ result: UnsafeMutablePointer<CFTypeRef?>?) -> OSStatus { 0 }
@discardableResult public func SecItemDelete(_ query: CFDictionary) -> OSStatus { 0 }

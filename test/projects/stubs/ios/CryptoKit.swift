// CryptoKit of the iOS 17 SDK; notes name pages below developer.apple.com/documentation/cryptokit.
import Foundation

public struct SHA256Digest: Sequence, Sendable {  // sha256digest
    public func makeIterator() -> Array<UInt8>.Iterator { [].makeIterator() }
}
public struct SHA256: Sendable {  // sha256
    public static func hash<D: DataProtocol>(data: D) -> SHA256Digest { SHA256Digest() }  // hashfunction/hash(data:)
}

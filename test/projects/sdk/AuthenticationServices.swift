// AuthenticationServices of the iOS 17 SDK; notes name pages below developer.apple.com/documentation/authenticationservices.
@_exported import Foundation
@_exported import UIKit

public typealias ASPresentationAnchor = UIWindow  // aspresentationanchor
public let ASWebAuthenticationSessionErrorDomain = ""  // aswebauthenticationsessionerrordomain
public struct ASWebAuthenticationSessionError: Error {  // aswebauthenticationsessionerror
    public enum Code: Int, Sendable { case canceledLogin = 1 }
    public static let canceledLogin = Code.canceledLogin
}
public protocol ASWebAuthenticationPresentationContextProviding: NSObjectProtocol {
    func presentationAnchor(for session: ASWebAuthenticationSession) -> ASPresentationAnchor
}
open class ASWebAuthenticationSession: NSObject {  // aswebauthenticationsession
    public typealias CompletionHandler = @Sendable (URL?, (any Error)?) -> Void
    public struct Callback: Sendable {
        public static func https(host: String, path: String) -> Callback { Callback() }
        public static func customScheme(_ customScheme: String) -> Callback { Callback() }
    }
    public required init(url URL: URL, callbackURLScheme: String?, completionHandler: @escaping CompletionHandler) {}
    public required init(url URL: URL, callback: Callback, completionHandler: @escaping CompletionHandler) {}
    open var canStart: Bool { false }
    @discardableResult open func start() -> Bool { false }
    open func cancel() {}
    open var presentationContextProvider: (any ASWebAuthenticationPresentationContextProviding)?
    open var prefersEphemeralWebBrowserSession = false
}

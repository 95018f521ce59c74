// LocalAuthentication of the iOS 17 SDK; notes name pages below developer.apple.com/documentation/localauthentication.
import Foundation

// lapolicy
public enum LAPolicy: Int, Sendable {
    case deviceOwnerAuthenticationWithBiometrics = 1
    case deviceOwnerAuthentication = 2
}

// laerror and laerror/code
public struct LAError: Error {
    public enum Code: Int, Sendable {
        case authenticationFailed = -1
        case userCancel = -2
        case userFallback = -3
        case systemCancel = -4
        case passcodeNotSet = -5
        case biometryNotAvailable = -6
        case biometryNotEnrolled = -7
        case biometryLockout = -8
        case appCancel = -9
        case invalidContext = -10
        case notInteractive = -1004
    }
    public var code: Code { fatalError() }
}

// lacontext: a class that is not Sendable
open class LAContext: NSObject {
    public override init() {}
    open var localizedFallbackTitle: String?  // lacontext/localizedfallbacktitle
    open var interactionNotAllowed: Bool = false  // lacontext/interactionnotallowed
    // lacontext/canevaluatepolicy(_:error:); the pointer is an NSErrorPointer on Apple platforms
    open func canEvaluatePolicy(_ policy: LAPolicy, error: UnsafeMutablePointer<NSError?>?) -> Bool { false }
    // lacontext/evaluatepolicy(_:localizedreason:reply:), as Swift imports it for async
    @discardableResult
    open func evaluatePolicy(_ policy: LAPolicy, localizedReason: String) async throws -> Bool { false }
}

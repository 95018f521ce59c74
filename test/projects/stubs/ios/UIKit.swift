// UIKit of the iOS 17 SDK; notes name pages below developer.apple.com/documentation/uikit.
@_exported import Foundation

@MainActor open class UIResponder: NSObject {}  // uiresponder
@MainActor open class UIWindow: UIResponder {}  // uiwindow
@MainActor open class UIScene: UIResponder {  // uiscene
    public enum ActivationState: Int, Sendable {  // uiscene/activationstate-swift.enum
        case unattached = -1, foregroundActive, foregroundInactive, background
    }
    open var activationState: ActivationState { .unattached }
}
@MainActor open class UIWindowScene: UIScene {  // uiwindowscene
    open var keyWindow: UIWindow? { nil }  // uiwindowscene/keywindow
}
@MainActor open class UIApplication: UIResponder {  // uiapplication
    open class var shared: UIApplication { UIApplication() }
    open var connectedScenes: Set<UIScene> { [] }  // uiapplication/connectedscenes
    public class var openSettingsURLString: String { "" }  // uiapplication/opensettingsurlstring
}

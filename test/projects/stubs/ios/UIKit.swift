// UIKit of the iOS 17 SDK; notes name pages below developer.apple.com/documentation/uikit.
@_exported import Foundation

public class UIColor: NSObject, @unchecked Sendable {  // uicolor
    public class var systemBackground: UIColor { UIColor() }  // uicolor/systembackground
}
@MainActor open class UIResponder: NSObject {}  // uiresponder
@MainActor open class UIView: UIResponder {  // uiview
    public override init() {}
    open var window: UIWindow? { nil }  // uiview/window
    open var isHidden: Bool = false  // uiview/ishidden
    open func didMoveToWindow() {}  // uiview/didmovetowindow()
}
@MainActor open class UIViewController: UIResponder {}  // uiviewcontroller
@MainActor open class UIWindow: UIView {  // uiwindow
    public struct Level: Sendable {  // uiwindow/level
        public static let alert = Level()
        public static func + (level: Level, rise: CGFloat) -> Level { level }
    }
    public override init() {}
    public init(windowScene: UIWindowScene) {}
    open var windowScene: UIWindowScene?  // uiwindow/windowscene
    open var windowLevel: Level = .alert  // uiwindow/windowlevel
    open var rootViewController: UIViewController?  // uiwindow/rootviewcontroller
}
public struct UIBackgroundTaskIdentifier: RawRepresentable, Hashable, Sendable {  // uibackgroundtaskidentifier
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    public static let invalid = UIBackgroundTaskIdentifier(rawValue: 0)
}
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
    open var isProtectedDataAvailable: Bool { true }  // uiapplication/isprotecteddataavailable
    // uiapplication/beginbackgroundtask(withname:expirationhandler:), endbackgroundtask(_:)
    open func beginBackgroundTask(
        withName taskName: String?, expirationHandler handler: (@MainActor @Sendable () -> Void)? = nil
    ) -> UIBackgroundTaskIdentifier { .invalid }
    open func endBackgroundTask(_ identifier: UIBackgroundTaskIdentifier) {}
    public class var openSettingsURLString: String { "" }  // uiapplication/opensettingsurlstring
}

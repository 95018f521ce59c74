// XCTest and XCUIAutomation of Xcode 16; notes name pages below developer.apple.com/documentation/.
@_exported import Foundation

open class XCTestCase: NSObject {  // xctest/xctestcase
    public var continueAfterFailure: Bool {  // xctest/xctestcase/continueafterfailure
        get { fatalError() }
        set {}
    }
    open func setUpWithError() throws {}  // xctest/xctest/setupwitherror()
}
public struct XCTSkip: Error {  // xctest/xctskip-swift.struct
    public init(_ message: @autoclosure () -> String? = nil) {}
}
// xctest/xctskipunless(_:_:file:line:)
public func XCTSkipUnless(_ expression: @autoclosure () throws -> Bool, _ message: @autoclosure () -> String? = nil) throws {}
// xctest/xctasserttrue(_:_:file:line:)
public func XCTAssertTrue(_ expression: @autoclosure () throws -> Bool, _ message: @autoclosure () -> String = "") {}

@MainActor public protocol XCUIElementTypeQueryProvider {  // xcuiautomation/xcuielementtypequeryprovider
    var alerts: XCUIElementQuery { get }
    var buttons: XCUIElementQuery { get }
    var secureTextFields: XCUIElementQuery { get }
    var textFields: XCUIElementQuery { get }
    var webViews: XCUIElementQuery { get }
    var firstMatch: XCUIElement { get }
}
extension XCUIElementTypeQueryProvider {
    public var alerts: XCUIElementQuery { XCUIElementQuery() }
    public var buttons: XCUIElementQuery { XCUIElementQuery() }
    public var secureTextFields: XCUIElementQuery { XCUIElementQuery() }
    public var textFields: XCUIElementQuery { XCUIElementQuery() }
    public var webViews: XCUIElementQuery { XCUIElementQuery() }
}
@MainActor open class XCUIElementQuery: NSObject, XCUIElementTypeQueryProvider {  // xcuiautomation/xcuielementquery
    public var firstMatch: XCUIElement { XCUIElement() }
    public var count: Int { 0 }  // xcuiautomation/xcuielementquery/count
    public func element(boundBy index: Int) -> XCUIElement { XCUIElement() }  // …/element(boundby:)
    public subscript(key: String) -> XCUIElement { XCUIElement() }  // …/subscript(_:)
}
@MainActor open class XCUIElement: NSObject, XCUIElementTypeQueryProvider {  // xcuiautomation/xcuielement
    public var firstMatch: XCUIElement { self }
    public var exists: Bool { false }  // xcuiautomation/xcuielementattributes, xcuielement/exists
    public func waitForExistence(timeout: TimeInterval) -> Bool { false }  // …/waitforexistence(timeout:)
    public func tap() {}  // …/tap()
    public func typeText(_ text: String) {}  // …/typetext(_:)
}
@MainActor open class XCUIApplication: XCUIElement {  // xcuiautomation/xcuiapplication
    public override init() {}
    public init(bundleIdentifier: String) {}  // …/init(bundleidentifier:)
    public var launchArguments: [String] {  // …/launcharguments
        get { [] }
        set {}
    }
    public func launch() {}  // …/launch()
}

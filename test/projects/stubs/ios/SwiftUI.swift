// SwiftUI of the iOS 17 SDK; notes name pages below developer.apple.com/documentation/swiftui.
@_exported import Foundation
@_exported import UIKit
@_exported import Observation

// MARK: Views

@MainActor @preconcurrency public protocol View {  // view
    associatedtype Body: View
    @ViewBuilder @MainActor @preconcurrency var body: Body { get }
}
extension Never: View { public var body: Never { fatalError() } }
@MainActor @preconcurrency public protocol Primitive: View where Body == Never {}
extension Primitive { public var body: Never { fatalError() } }

@resultBuilder public struct ViewBuilder {  // viewbuilder
    public static func buildExpression<Content: View>(_ content: Content) -> Content { content }
    public static func buildBlock() -> EmptyView { EmptyView() }
    public static func buildBlock<Content: View>(_ content: Content) -> Content { content }
    public static func buildBlock<each Content: View>(_ content: repeat each Content) -> TupleView<(repeat each Content)> { TupleView() }
    public static func buildIf<Content: View>(_ content: Content?) -> Content? { content }
    public static func buildEither<First: View, Second: View>(first: First) -> ConditionalContent<First, Second> { ConditionalContent() }
    public static func buildEither<First: View, Second: View>(second: Second) -> ConditionalContent<First, Second> { ConditionalContent() }
}
extension Optional: View where Wrapped: View { public var body: Never { fatalError() } }
public struct EmptyView: Primitive { public nonisolated init() {} }
public struct TupleView<T>: Primitive { nonisolated init() {} }
public struct ConditionalContent<First, Second>: Primitive { nonisolated init() {} }

public struct Text: Primitive, Equatable {  // text
    public init(verbatim content: String) {}
    public init(_ key: LocalizedStringKey) {}  // text/init(_:tablename:bundle:comment:)
    @_disfavoredOverload public init(_ resource: LocalizedStringResource) {}  // text/init(_:)
    @_disfavoredOverload public init<S: StringProtocol>(_ content: S) {}
    public init(_ date: Date, style: DateStyle) {}
    public func foregroundStyle<S: ShapeStyle>(_ style: S) -> Text { self }  // text/foregroundstyle(_:)
    public struct DateStyle: Sendable { public static let time = DateStyle() }
}
public struct LocalizedStringKey: ExpressibleByStringInterpolation, Equatable, Sendable {  // localizedstringkey
    public init(stringLiteral value: String) {}
}
public struct Image: Primitive {  // image
    public init(systemName: String) {}
    public enum Scale: Sendable { case small, medium, large }
}
public struct Label<Title: View, Icon: View>: Primitive {  // label
    public init(@ViewBuilder title: () -> Title, @ViewBuilder icon: () -> Icon) {}
}
extension Label where Title == Text, Icon == Image {
    public init(_ titleKey: LocalizedStringKey, systemImage name: String) { fatalError() }
}
public struct Button<Label: View>: Primitive {  // button
    public init(action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> Label) {}
    public init(role: ButtonRole?, action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> Label) {}
}
extension Button where Label == Text {
    public init(_ titleKey: LocalizedStringKey, action: @escaping @MainActor () -> Void) { fatalError() }
    public init(_ titleKey: LocalizedStringKey, role: ButtonRole?, action: @escaping @MainActor () -> Void) { fatalError() }
}
extension Button where Label == SwiftUI.Label<Text, Image> {  // button/init(_:systemimage:role:action:), iOS 17
    public init(_ titleKey: LocalizedStringKey, systemImage: String, action: @escaping @MainActor () -> Void) { fatalError() }
    public init(_ titleKey: LocalizedStringKey, systemImage: String, role: ButtonRole?, action: @escaping @MainActor () -> Void) { fatalError() }
}
public struct ButtonRole: Equatable, Sendable { public static let destructive = ButtonRole(), cancel = ButtonRole() }  // buttonrole
public struct ProgressView<Label: View>: Primitive {  // progressview
    public init() where Label == EmptyView {}
    public init(@ViewBuilder label: () -> Label) {}
}
public struct LabeledContent<Label: View, Content: View>: Primitive {}  // labeledcontent
extension LabeledContent where Label == Text {
    public init(_ titleKey: LocalizedStringKey, @ViewBuilder content: () -> Content) { fatalError() }
}
public struct ContentUnavailableView<Label: View, Description: View, Actions: View>: Primitive {  // contentunavailableview
    public init(
        @ViewBuilder label: () -> Label, @ViewBuilder description: () -> Description = { EmptyView() },
        @ViewBuilder actions: () -> Actions = { EmptyView() }
    ) {}
}

// MARK: Containers

public struct VStack<Content: View>: Primitive {  // vstack
    public init(alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content) {}
}
public struct ZStack<Content: View>: Primitive { public init(@ViewBuilder content: () -> Content) {} }  // zstack
public struct ScrollView<Content: View>: Primitive { public init(@ViewBuilder content: () -> Content) {} }  // scrollview
public struct NavigationStack<Root: View>: Primitive { public init(@ViewBuilder root: () -> Root) {} }  // navigationstack
public struct List<Content: View>: Primitive { public init(@ViewBuilder content: () -> Content) {} }  // list
public struct Section<Parent, Content: View, Footer>: Primitive {}  // section
extension Section where Parent == EmptyView, Footer == EmptyView {
    public init(@ViewBuilder content: () -> Content) { fatalError() }
}
extension Section where Parent == Text, Footer == EmptyView {
    public init(_ titleKey: LocalizedStringKey, @ViewBuilder content: () -> Content) { fatalError() }
}
public struct HorizontalAlignment: Sendable {  // horizontalalignment
    public static let center = HorizontalAlignment()
    public static let leading = HorizontalAlignment()
}
public enum TextAlignment: Sendable { case leading, center, trailing }  // textalignment
public enum VerticalEdge: Sendable { case top, bottom }  // verticaledge
public struct UnitPoint: Sendable { public static let center = UnitPoint() }  // unitpoint

// MARK: Shapes and styles

public protocol ShapeStyle: Sendable {}  // shapestyle
public struct BackgroundStyle: ShapeStyle {}
public struct TintShapeStyle: ShapeStyle {}
public struct BarStyle: ShapeStyle {}  // material/bar
public struct Color: ShapeStyle {  // color
    public static let primary = Color()
    public init(uiColor: UIColor) {}
    init() {}
}
extension ShapeStyle where Self == BackgroundStyle { public static var background: BackgroundStyle { .init() } }
extension ShapeStyle where Self == TintShapeStyle { public static var tint: TintShapeStyle { .init() } }
extension ShapeStyle where Self == BarStyle { public static var bar: BarStyle { .init() } }
public protocol Shape: View {}  // shape
extension Shape { public func fill<S: ShapeStyle>(_ content: S) -> some View { self } }
public struct Rectangle: Shape, Primitive { public init() {} }
public struct Font: Sendable {  // font
    public static let title = Font()
    public static let footnote = Font()
    public enum TextStyle: Sendable { case largeTitle, title, body, footnote }
    public enum Design: Sendable { case `default`, rounded }
    public struct Weight: Sendable { public static let light = Weight() }
    public static func system(_ style: TextStyle, design: Design? = nil, weight: Weight? = nil) -> Font { Font() }
    public func bold() -> Font { self }
}
public protocol PrimitiveButtonStyle {}  // primitivebuttonstyle
public struct BorderedProminentButtonStyle: PrimitiveButtonStyle {}
extension PrimitiveButtonStyle where Self == BorderedProminentButtonStyle {
    public static var borderedProminent: BorderedProminentButtonStyle { .init() }
}
public enum ControlSize: Sendable { case mini, small, regular, large }  // controlsize
public protocol TextSelectability {}  // textselectability
public struct EnabledTextSelectability: TextSelectability {}
extension TextSelectability where Self == EnabledTextSelectability { public static var enabled: EnabledTextSelectability { .init() } }

// MARK: Modifiers (view-…)

extension View {  // each is a page below view: view/padding(_:), view/frame(…), view/overlay(alignment:content:), …
    public func padding(_ length: CGFloat? = nil) -> some View { self }
    public func frame(maxWidth: CGFloat? = nil, minHeight: CGFloat? = nil) -> some View { self }
    public func task(_ action: @escaping @isolated(any) @Sendable () async -> Void) -> some View { self }
    public func contentShape<S: Shape>(_ shape: S) -> some View { self }
    public func background<S: ShapeStyle>(_ style: S) -> some View { self }
    public func background<V: View>(@ViewBuilder content: () -> V) -> some View { self }
    // view/onchange(of:initial:_:), iOS 17
    public func onChange<V: Equatable>(of value: V, initial: Bool = false, _ action: @escaping (_ oldValue: V, _ newValue: V) -> Void) -> some View { self }
    public func safeAreaInset<V: View>(edge: VerticalEdge, @ViewBuilder content: () -> V) -> some View { self }
    public func ignoresSafeArea() -> some View { self }
    public func defaultScrollAnchor(_ anchor: UnitPoint?) -> some View { self }
    public func font(_ font: Font?) -> some View { self }
    public func imageScale(_ scale: Image.Scale) -> some View { self }
    public func foregroundStyle<S: ShapeStyle>(_ style: S) -> some View { self }
    public func multilineTextAlignment(_ alignment: TextAlignment) -> some View { self }
    public func textSelection<S: TextSelectability>(_ selectability: S) -> some View { self }
    public func buttonStyle<S: PrimitiveButtonStyle>(_ style: S) -> some View { self }
    public func controlSize(_ controlSize: ControlSize) -> some View { self }
    public func disabled(_ disabled: Bool) -> some View { self }
    public func navigationTitle(_ title: Text) -> some View { self }
    public func refreshable(action: @escaping @Sendable () async -> Void) -> some View { self }
    public func accessibilityHidden(_ hidden: Bool) -> some View { self }
    public func accessibilityLabel(_ label: Text) -> some View { self }
    public func accessibilityIdentifier(_ identifier: String) -> some View { self }
    public func accessibilityAddTraits(_ traits: AccessibilityTraits) -> some View { self }
    public func accessibilityElement(children: AccessibilityChildBehavior = .ignore) -> some View { self }
    public func confirmationDialog<A: View, M: View>(
        _ titleKey: LocalizedStringKey, isPresented: Binding<Bool>, titleVisibility: Visibility = .automatic,
        @ViewBuilder actions: () -> A, @ViewBuilder message: () -> M
    ) -> some View { self }
}
public enum Visibility: Sendable { case automatic, visible, hidden }  // visibility
public struct AccessibilityTraits: Sendable { public static let isHeader = AccessibilityTraits() }
public struct AccessibilityChildBehavior: Sendable {
    public static let ignore = AccessibilityChildBehavior()
    public static let combine = AccessibilityChildBehavior()
}

// MARK: UIKit

@MainActor @preconcurrency public protocol UIViewRepresentable: View where Body == Never {  // uiviewrepresentable
    associatedtype UIViewType: UIView
    typealias Context = UIViewRepresentableContext<Self>
    @MainActor @preconcurrency func makeUIView(context: Context) -> UIViewType
    @MainActor @preconcurrency func updateUIView(_ uiView: UIViewType, context: Context)
}
extension UIViewRepresentable { public var body: Never { fatalError() } }
public struct UIViewRepresentableContext<Representable> {}
@MainActor open class UIHostingController<Content: View>: UIViewController {  // uihostingcontroller
    public init(rootView: Content) {}
}

// MARK: State

@propertyWrapper public struct State<Value>: Sendable where Value: Sendable {  // state
    public init(wrappedValue value: Value) {}
    public var wrappedValue: Value {
        get { fatalError() }
        nonmutating set {}
    }
    public var projectedValue: Binding<Value> { fatalError() }
}
@propertyWrapper public struct Binding<Value> {  // binding
    public init() {}
    public var wrappedValue: Value {
        get { fatalError() }
        nonmutating set {}
    }
    public var projectedValue: Binding<Value> { self }
}
@propertyWrapper public struct Environment<Value> {  // environment
    public init(_ keyPath: KeyPath<EnvironmentValues, Value>) {}
    public var wrappedValue: Value { fatalError() }
}
public struct EnvironmentValues {  // environmentvalues
    public var scenePhase: ScenePhase { fatalError() }
    public var dynamicTypeSize: DynamicTypeSize { fatalError() }
    public var openURL: OpenURLAction { fatalError() }
}
public enum DynamicTypeSize: Hashable, Comparable, Sendable {  // dynamictypesize
    case large, accessibility1
    public var isAccessibilitySize: Bool { self == .accessibility1 }  // dynamictypesize/isaccessibilitysize
}
public enum ScenePhase: Comparable, Sendable { case background, inactive, active }  // scenephase
@MainActor @preconcurrency public struct OpenURLAction { public func callAsFunction(_ url: URL) {} }  // openurlaction

// MARK: App

@MainActor @preconcurrency public protocol Scene {  // scene
    associatedtype Body: Scene
    @SceneBuilder @MainActor @preconcurrency var body: Body { get }
}
extension Never: Scene {}
@resultBuilder public struct SceneBuilder {  // scenebuilder
    public static func buildBlock<Content: Scene>(_ content: Content) -> Content { content }
}
public struct WindowGroup<Content: View>: Scene {  // windowgroup
    public init(@ViewBuilder content: () -> Content) {}
    public var body: Never { fatalError() }
}
extension Scene {  // scene/onchange(of:initial:_:), iOS 17
    public func onChange<V: Equatable>(of value: V, initial: Bool = false, _ action: @escaping (_ oldValue: V, _ newValue: V) -> Void) -> some Scene { self }
}
@MainActor @preconcurrency public protocol App {  // app
    associatedtype Body: Scene
    @SceneBuilder @MainActor @preconcurrency var body: Body { get }
    @MainActor @preconcurrency init()
}
extension App { @MainActor public static func main() {} }

// MARK: Foundation and Accessibility, as they are on Apple platforms

public struct LocalizedStringResource: ExpressibleByStringInterpolation, Equatable, Sendable {  // foundation/localizedstringresource
    public init(stringLiteral value: String) {}
}
public enum AccessibilityNotification {  // accessibility/accessibilitynotification/announcement
    public struct Announcement {
        public init(_ announcement: String) {}
        public func post() {}
    }
}

extension String {  // foundation/string/init(localized:table:bundle:locale:comment:)
    public struct LocalizationValue: ExpressibleByStringInterpolation, Sendable { public init(stringLiteral value: String) {} }
    public init(localized keyAndValue: LocalizationValue) { self = "" }
    @_disfavoredOverload public init(localized resource: LocalizedStringResource) { self = "" }
}

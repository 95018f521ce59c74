// OSLog of the iOS 17 SDK; notes name pages below developer.apple.com/documentation/os.
public struct Logger: Sendable {  // logger
    public init(subsystem: String, category: String) {}
    public func error(_ message: OSLogMessage) {}
}
public struct OSLogPrivacy: Sendable { public static var `public`: OSLogPrivacy { OSLogPrivacy() } }  // oslogprivacy
public struct OSLogMessage: ExpressibleByStringInterpolation {  // oslogmessage
    public init(stringLiteral value: String) {}
    public init(stringInterpolation: OSLogInterpolation) {}
}
public struct OSLogInterpolation: StringInterpolationProtocol {  // osloginterpolation
    public init(literalCapacity: Int, interpolationCount: Int) {}
    public mutating func appendLiteral(_ literal: String) {}
    public mutating func appendInterpolation(_ value: @autoclosure @escaping () -> String, privacy: OSLogPrivacy) {}
}

import XCTest

/// Who signs in. `xcodebuild` hands a test what is called `TEST_RUNNER_…` in its own environment, without that prefix.
struct Person {
    let username: String
    let password: String

    static func inEnvironment() throws -> Person {
        let environment = ProcessInfo.processInfo.environment
        guard let username = environment["OKTA_USERNAME"], let password = environment["OKTA_PASSWORD"] else {
            throw XCTSkip("OKTA_USERNAME and OKTA_PASSWORD say who signs in.")
        }
        return Person(username: username, password: password)
    }

    /// Whether a script answers each biometric prompt of the simulator with a match.
    static var isMatchedBySimulator: Bool {
        ProcessInfo.processInfo.environment["BIOMETRICS"] == "matching"
    }
}

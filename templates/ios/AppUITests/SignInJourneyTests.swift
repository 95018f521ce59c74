import XCTest

/// Goes the way of a person, through the real browser sheet and Okta's real sign-in page. Skipped unless the environment
/// says who signs in (README.md, "Run the tests").
final class SignInJourneyTests: XCTestCase {
    override func setUpWithError() throws {
        continueAfterFailure = false
    }

    @MainActor
    func testSignsInAndOut() throws {
        let person = try Person.inEnvironment()
        let app = AppOnScreen()
        app.launchSignedOut()
        app.signIn(as: person)
        app.signOut()
    }

    @MainActor
    func testUnlocksWithAFaceOrFinger() throws {
        let person = try Person.inEnvironment()
        try XCTSkipUnless(Person.isMatchedBySimulator, "Nothing answers the biometric prompt.")
        let app = AppOnScreen()
        app.launchSignedOut()
        app.signIn(as: person)
        app.tap("lock")
        app.tap("unlock")
        app.answerSystemAlert()
        app.wait(for: "lock")
        app.signOut()
    }
}

import XCTest

/// The app as a person sees it: its buttons, the browser sheet and the alerts of the system.
@MainActor
struct AppOnScreen {
    private let app = XCUIApplication()
    private let system = XCUIApplication(bundleIdentifier: "com.apple.springboard")
    private let patience: TimeInterval = 30

    /// The argument overrides the marker of an earlier session (`UserDefaultsMarker`).
    func launchSignedOut() {
        app.launchArguments = ["-hasSession", "NO"]
        app.launch()
        wait(for: "sign-in")
    }

    func signIn(as person: Person) {
        tap("sign-in")
        answerSystemAlert()
        let username = app.webViews.textFields.firstMatch
        // A browser that still has a session comes back by itself.
        if username.waitForExistence(timeout: patience) {
            let password = app.webViews.secureTextFields.firstMatch
            // Okta may ask for the password on a page of its own: Return leads there.
            fill(username, with: password.exists ? person.username : person.username + "\n")
            fill(password, with: person.password + "\n")
        }
        wait(for: "sign-out")
    }

    func signOut() {
        tap("sign-out")
        answerSystemAlert()
        wait(for: "sign-in")
    }

    func tap(_ identifier: String) {
        wait(for: identifier)
        app.buttons[identifier].tap()
    }

    func wait(for identifier: String) {
        XCTAssertTrue(app.buttons[identifier].waitForExistence(timeout: patience), "There is no \(identifier).")
    }

    /// Agrees to what the system asks, if it does: whether the app may open a sign-in page, or use Face ID.
    func answerSystemAlert() {
        let answers = system.alerts.firstMatch.buttons
        if answers.firstMatch.waitForExistence(timeout: 5) { answers.element(boundBy: answers.count - 1).tap() }
    }

    private func fill(_ field: XCUIElement, with text: String) {
        XCTAssertTrue(field.waitForExistence(timeout: patience))
        field.tap()
        field.typeText(text)
    }
}

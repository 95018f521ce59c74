import BrowserSignin
import UIKit

/// Okta's sign-in page, in the system's browser sheet.
struct OktaSignIn: SignInBrowser {
    let browser: BrowserSignin

    // #region sign-in
    func signIn() async throws -> any Grant {
        try await callingOkta {
            let token = try await browser.signIn(from: .current)
            return OktaGrant(token: token, client: browser.signInFlow.client)
        }
    }
    // #endregion sign-in

    func confirm() async throws -> any Grant {
        try await callingOkta {
            let again = ["prompt": "login"]
            let token = try await browser.signIn(from: .current, context: .init(additionalParameters: again))
            return OktaGrant(token: token, client: browser.signInFlow.client)
        }
    }

    // #region sign-out
    func signOut(idToken: String) async throws {
        if browser.ephemeralSession { return }  // It kept nothing.
        _ = try await callingOkta { try await browser.signOut(from: .current, context: .init(idToken: idToken)) }
    }
    // #endregion sign-out

    func cancel() async { await browser.cancel() }
}

extension UIWindow {
    /// The window in front, for the browser sheet to stand on.
    fileprivate static var current: UIWindow? {
        let scenes = UIApplication.shared.connectedScenes.compactMap { $0 as? UIWindowScene }
        let front = scenes.first { $0.activationState == .foregroundActive } ?? scenes.first
        return front?.keyWindow
    }
}

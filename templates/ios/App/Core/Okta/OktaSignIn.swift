import BrowserSignin
import UIKit

/// Okta's sign-in page, in the system's browser sheet.
struct OktaSignIn: SignInBrowser {
    let browser: BrowserSignin

    // #region sign-in
    func signIn() async throws -> any Grant {
        do {
            let token = try await browser.signIn(from: .current)
            return OktaGrant(token: token, client: browser.signInFlow.client)
        } catch {
            throw SessionError(browser: error)
        }
    }
    // #endregion sign-in

    func confirm() async throws -> any Grant {
        do {
            let token = try await browser.signIn(
                from: .current,
                context: .init(additionalParameters: ["prompt": "login"])
            )
            return OktaGrant(token: token, client: browser.signInFlow.client)
        } catch {
            throw SessionError(browser: error)
        }
    }

    // #region sign-out
    func signOut(idToken: String) async throws {
        do {
            try await browser.signOut(from: .current, context: .init(idToken: idToken))
        } catch {
            throw SessionError(browser: error)
        }
    }
    // #endregion sign-out

    func cancel() async { await browser.cancel() }
}

extension SessionError {
    fileprivate init(browser error: any Error) {
        switch error {
        case BrowserSigninError.userCancelledLogin: self = .cancelled
        case BrowserSigninError.serverError(let answer): self = .refused(answer.localizedDescription)
        case BrowserSigninError.oauth2(let cause): self.init(okta: cause)
        case BrowserSigninError.generic(let cause): self.init(okta: cause)
        default: self.init(okta: error)
        }
    }
}

extension UIWindow {
    /// The window in front, for the browser sheet to stand on.
    fileprivate static var current: UIWindow? {
        let scenes = UIApplication.shared.connectedScenes.compactMap { $0 as? UIWindowScene }
        let front = scenes.first { $0.activationState == .foregroundActive } ?? scenes.first
        return front?.keyWindow
    }
}

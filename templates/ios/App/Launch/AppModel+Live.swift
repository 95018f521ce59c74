import BrowserSignin
import Foundation

extension AppModel {
    // #region configuration
    /// The app as it runs: Okta as Okta.plist describes it, the keychain of this device. Nil when Okta.plist is not usable.
    static func live() -> AppModel? {
        guard let browser = try? BrowserSignin() else { return nil }
        let vault = KeychainRefreshTokenVault(service: Bundle.main.bundleIdentifier ?? "refresh-token")
        let server = OktaAuthorizationServer(client: browser.signInFlow.client)
        return AppModel(
            session: OktaSession(server: server, vault: vault),
            vault: vault,
            browser: OktaSignIn(browser: browser),
            marker: UserDefaultsMarker(),
            unlockReason: String(localized: "Unlock your session.")
        )
    }
    // #endregion configuration
}

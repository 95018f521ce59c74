// #region import-sdk
import BrowserSignin
// #endregion import-sdk
import Foundation

extension AppModel {
    /// The app as it runs: Okta as Okta.plist describes it, the keychain of this device. Nil when Okta.plist is not usable.
    static func live() -> AppModel? {
        // #region configuration
        guard let browser = try? BrowserSignin() else { return nil }
        let server = OktaAuthorizationServer(client: browser.signInFlow.client)
        // #endregion configuration
        let policy = AppSettings.unlockPolicy
        let service = Bundle.main.bundleIdentifier ?? "refresh-token"
        let vault = KeychainRefreshTokenVault(service: service, key: policy.key)
        return AppModel(
            session: OktaSession(server: server, vault: vault),
            vault: vault,
            browser: OktaSignIn(browser: browser),
            marker: UserDefaultsMarker(),
            account: AppSettings.account.map { AccountApi(url: $0) },
            localData: SharedCaches(),
            policy: policy,
            unlockReason: String(localized: "Unlock your session.")
        )
    }
}

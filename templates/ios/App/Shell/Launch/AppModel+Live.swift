// #region import-sdk
import BrowserSignin
// #endregion import-sdk
import Foundation

extension AppModel {
    /// The app as it runs: Okta as Okta.plist describes it, the keychain of this device. Throws when Okta.plist can't be
    /// used.
    static func live() throws -> AppModel {
        // #region configuration
        let browser = try BrowserSignin()
        let server = OktaAuthorizationServer(client: browser.signInFlow.client)
        // #endregion configuration
        let policy = AppSettings.unlockPolicy
        let service = "\(Bundle.main.bundleIdentifier ?? "app").refresh-token"
        let dependencies = Dependencies(
            server: server,
            browser: OktaSignIn(browser: browser),
            vault: KeychainItems(service: service, key: policy.key),
            marker: UserDefaultsMarker(),
            backgroundTime: SystemBackgroundTime(),
            localData: AppData(),
            account: AppSettings.account.map { AccountApi(url: $0) },
            unlockReason: String(localized: "Unlock your session.")
        )
        return AppModel(dependencies, policy: policy)
    }
}

/// What else your app keeps of a person: erase its files and databases here.
private struct AppData: LocalData {
    func erase() {
        URLCache.shared.removeAllCachedResponses()
    }
}

// #region import-sdk
import BrowserSignin
// #endregion import-sdk
import Foundation

extension AppModel {
    /// Unit tests run inside of the app, which must neither prompt nor erase then.
    static var hostsUnitTests: Bool { ProcessInfo.processInfo.environment["XCTestConfigurationFilePath"] != nil }

    /// The app as it runs: Okta as Okta.plist describes it, the keychain of this device. Nil when Okta.plist is not usable.
    static func live() -> AppModel? {
        // #region configuration
        guard let browser = try? BrowserSignin() else { return nil }
        let server = OktaAuthorizationServer(client: browser.signInFlow.client)
        // #endregion configuration
        let policy = AppSettings.unlockPolicy
        let service = Bundle.main.bundleIdentifier ?? "refresh-token"
        let dependencies = Dependencies(
            server: server,
            browser: OktaSignIn(browser: browser),
            vault: RefreshTokenVault(items: KeychainItems(service: service, key: policy.key)),
            marker: UserDefaultsMarker(),
            backgroundTime: SystemBackgroundTime(),
            localData: SharedCaches(),
            account: AppSettings.account.map { AccountApi(url: $0) },
            unlockReason: String(localized: "Unlock your session.")
        )
        return AppModel(dependencies, policy: policy)
    }
}

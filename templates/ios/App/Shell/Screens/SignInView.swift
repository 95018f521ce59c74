import SwiftUI

struct SignInView: View {
    let model: AppModel
    let reason: SignedOutReason?

    var body: some View {
        QuietScreen {
            MessageText(message: reason?.message ?? "Sign in once with Okta. After that, a look or a touch is enough.")
            NoticeView(notice: model.notice)
        } actions: {
            MainButton(title: "Sign in") { await model.signIn() }
                .accessibilityIdentifier("sign-in")
        }
    }
}

extension SignedOutReason {
    fileprivate var message: LocalizedStringResource? {
        switch self {
        case .expired: "Your session has ended. Sign in again to go on."
        case .biometricsChanged: "Face ID or Touch ID was changed, or this device is new to the app. Sign in again."
        case .vaultCorrupt: "Your saved session could not be read. Sign in again to go on."
        case .accountDeleted: "Your account is deleted."
        case .userRequested: nil
        }
    }
}

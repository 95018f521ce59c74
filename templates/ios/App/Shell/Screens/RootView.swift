import SwiftUI

/// Shows the screen of the current state, and nothing of it while the app is not in front.
struct RootView: View {
    let model: AppModel
    @Environment(\.scenePhase) private var scenePhase

    var body: some View {
        screen
            .background { PrivacyWindow(isShown: scenePhase != .active || model.isAway) }
    }

    @ViewBuilder private var screen: some View {
        switch model.state {
        case .launching: PrivacyCover()
        case .signedOut(let reason): SignInView(model: model, reason: reason)
        case .signingIn: ProgressScreen(title: "Signing in") { await model.cancelSignIn() }
        case .deleting: ProgressScreen(title: "Deleting your account")
        case .signingOut: ProgressScreen(title: "Signing out")
        case .locked, .unlocking: LockedView(model: model)
        case .unprotected, .active, .activeOffline: HomeView(model: model)
        }
    }
}

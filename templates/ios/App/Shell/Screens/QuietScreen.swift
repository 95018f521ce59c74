import SwiftUI

/// The layout of every screen outside the session: sign and message in the middle, actions at the bottom. With the
/// largest texts the actions scroll along, because they would leave no room for anything else.
struct QuietScreen<Message: View, Actions: View>: View {
    @ViewBuilder let message: Message
    @ViewBuilder let actions: Actions
    @Environment(\.dynamicTypeSize) private var textSize

    var body: some View {
        ScrollView {
            VStack(spacing: 24) {
                AppMark()
                message
                if textSize.isAccessibilitySize { actionList }
            }
            .padding()
            .frame(maxWidth: .infinity)
        }
        .defaultScrollAnchor(.center)
        .safeAreaInset(edge: .bottom) {
            if !textSize.isAccessibilitySize { actionList }
        }
    }

    private var actionList: some View {
        VStack(spacing: 12) { actions }
            .padding()
            .frame(maxWidth: 480)
    }
}

/// Says that something is going on, and lets the person cancel it where that is possible.
struct ProgressScreen: View {
    let title: LocalizedStringKey
    var cancel: (@MainActor () async -> Void)?

    var body: some View {
        QuietScreen {
            ProgressView { Text(title) }
        } actions: {
            if let cancel { Button("Cancel", role: .cancel) { Task { await cancel() } } }
        }
    }
}

/// The one thing to do on a screen.
struct MainButton: View {
    let title: LocalizedStringKey
    let action: @MainActor () async -> Void

    var body: some View {
        Button {
            Task { await action() }
        } label: {
            Text(title)
                .frame(maxWidth: .infinity)
        }
        .buttonStyle(.borderedProminent)
        .controlSize(.large)
    }
}

/// For the developer: the app cannot start without its settings.
struct ConfigurationErrorView: View {
    var body: some View {
        ContentUnavailableView {
            Label("Okta.plist can't be used", systemImage: "gearshape")
        } description: {
            Text("It needs issuer_url, client_id, scope and redirect_uri.")
        }
    }
}

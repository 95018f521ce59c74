import SwiftUI
import UIKit

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
            if !textSize.isAccessibilitySize {
                actionList
                    .frame(maxWidth: .infinity)
                    .background(.bar)
            }
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
            ProgressText(title: title)
        } actions: {
            if let cancel { TextButton(title: "Cancel", action: cancel) }
        }
    }
}

struct ProgressText: View {
    let title: LocalizedStringKey

    var body: some View {
        ProgressView {
            Text(title)
                .foregroundStyle(Color.primary)
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
                .foregroundStyle(Color(uiColor: .systemBackground))
                .frame(maxWidth: .infinity)
        }
        .buttonStyle(.borderedProminent)
        .controlSize(.large)
    }
}

/// Anything else to do there, as high as a finger needs it.
struct TextButton: View {
    let title: LocalizedStringKey
    let action: @MainActor () async -> Void

    var body: some View {
        Button {
            Task { await action() }
        } label: {
            Text(title)
                .frame(minHeight: 44)
                .contentShape(Rectangle())
        }
    }
}

/// Leads to this app's page in Settings, from where the way to Face ID, Touch ID and the passcode is short.
struct SettingsButton: View {
    @Environment(\.openURL) private var openURL

    var body: some View {
        TextButton(title: "Open Settings") {
            if let settings = URL(string: UIApplication.openSettingsURLString) { openURL(settings) }
        }
    }
}

/// For the developer: the app cannot start without its settings.
struct ConfigurationErrorView: View {
    let error: any Error

    var body: some View {
        ContentUnavailableView {
            Label("Okta.plist can't be used", systemImage: "gearshape")
        } description: {
            Text("It needs issuer_url, client_id, scope and redirect_uri.")
            Text(verbatim: error.localizedDescription)
        }
    }
}

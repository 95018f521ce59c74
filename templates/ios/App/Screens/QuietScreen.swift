import SwiftUI

/// The layout of every screen outside the session: sign and message in the middle, actions at the bottom.
struct QuietScreen<Message: View, Actions: View>: View {
    @ViewBuilder let message: Message
    @ViewBuilder let actions: Actions

    var body: some View {
        ScrollView {
            VStack(spacing: 24) {
                AppMark()
                message
            }
            .padding()
            .frame(maxWidth: .infinity)
        }
        .defaultScrollAnchor(.center)
        .safeAreaInset(edge: .bottom) {
            VStack(spacing: 12) { actions }
                .padding()
                .frame(maxWidth: 480)
        }
    }
}

/// Says that something is going on that the person can only wait for.
struct ProgressScreen: View {
    let title: LocalizedStringKey

    var body: some View {
        QuietScreen {
            ProgressView { Text(title) }
        } actions: {
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

import SwiftUI

struct HomeView: View {
    let model: AppModel
    @State private var isForgetting = false

    var body: some View {
        NavigationStack {
            List {
                if model.notice != nil {
                    Section { NoticeView(notice: model.notice) }
                }
                if model.state == .unprotected { UnprotectedSection() }
                ProfileSection(profile: model.profile)
                AccessTokenSection(model: model)
                Section {
                    if model.state != .unprotected {
                        Button("Lock", systemImage: "lock") { Task { await model.lock() } }
                            .accessibilityIdentifier("lock")
                    }
                    Button("Sign out", systemImage: "rectangle.portrait.and.arrow.right") {
                        Task { await model.signOut() }
                    }
                    .accessibilityIdentifier("sign-out")
                    Button("Forget this device", systemImage: "trash") { isForgetting = true }
                }
                if model.canDeleteAccount { AccountSection(model: model) }
            }
            .navigationTitle(Text(verbatim: Bundle.main.displayName))
            // A task of its own: SwiftUI cancels this one as soon as it draws the list anew.
            .refreshable { await Task { await model.loadProfile() }.value }
            .forgetDeviceDialog(isPresented: $isForgetting, model: model)
        }
    }
}

private struct ProfileSection: View {
    let profile: UserProfile?

    var body: some View {
        Section("Signed in as") {
            if let profile {
                row("Name", profile.name)
                row("Email", profile.email)
                row("Username", profile.username)
            } else {
                Text("Your profile is not loaded yet. Pull down to try again.")
            }
        }
    }

    @ViewBuilder
    private func row(_ label: LocalizedStringKey, _ value: String?) -> some View {
        if let value {
            LabeledContent(label) {
                Text(verbatim: value)
                    .foregroundStyle(Color.primary)
                    .textSelection(.enabled)
            }
        }
    }
}

private struct AccessTokenSection: View {
    let model: AppModel

    var body: some View {
        Section("Access token") {
            LabeledContent("Valid until") {
                (model.accessTokenExpiry.map { Text($0, style: .time) } ?? Text("None in memory"))
                    .foregroundStyle(Color.primary)
            }
            Button("Get a new one", systemImage: "arrow.clockwise") { Task { await model.refresh() } }
            Button("Discard it", systemImage: "xmark.circle") { Task { await model.discardAccessToken() } }
                .disabled(model.accessTokenExpiry == nil)
        }
    }
}

private struct UnprotectedSection: View {
    var body: some View {
        Section {
            Label(toDo, systemImage: "lock.shield")
            SettingsButton()
        }
    }

    private var toDo: LocalizedStringKey {
        switch AppSettings.unlockPolicy.key {
        case .biometric:
            "Set up Face ID or Touch ID to stay signed in. Until then, your session ends when you leave the app."
        case .biometricOrPasscode:
            "Set a passcode to stay signed in. Until then, your session ends when you leave the app."
        }
    }
}

/// Lets people delete their account, as the App Store wants it of apps in which they can make one.
private struct AccountSection: View {
    let model: AppModel
    @State private var isDeleting = false

    var body: some View {
        Section {
            Button("Delete my account", systemImage: "person.crop.circle.badge.minus") {
                isDeleting = true
            }
            .accessibilityIdentifier("delete-account")
            .confirmationDialog("Delete your account?", isPresented: $isDeleting, titleVisibility: .visible) {
                Button("Delete my account", role: .destructive) { Task { await model.deleteAccount() } }
            } message: {
                Text("You sign in once more to confirm. After that, your account and its data are gone for good.")
            }
        }
    }
}

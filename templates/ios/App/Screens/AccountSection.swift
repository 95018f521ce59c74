import SwiftUI

/// Lets people delete their account, as the App Store wants it of apps in which they can make one.
struct AccountSection: View {
    let model: AppModel
    @State private var isDeleting = false

    var body: some View {
        Section {
            Button("Delete my account", systemImage: "person.crop.circle.badge.minus", role: .destructive) {
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

import SwiftUI

struct LockedView: View {
    let model: AppModel
    @State private var isForgetting = false

    var body: some View {
        QuietScreen {
            if model.state == .unlocking {
                ProgressText(title: "Unlocking")
            } else {
                MessageText(message: failure?.message ?? "Your session is locked.")
                NoticeView(notice: model.notice)
            }
        } actions: {
            MainButton(title: "Unlock") { await model.unlock() }
                .accessibilityIdentifier("unlock")
            if failure?.isSolvedInSettings == true { SettingsButton() }
            TextButton(title: "Sign in again") { await model.signIn() }
            TextButton(title: "Forget this device") { isForgetting = true }
        }
        .disabled(model.state == .unlocking)
        .forgetDeviceDialog(isPresented: $isForgetting, model: model)
    }

    private var failure: UnlockFailure? {
        if case .locked(let failure) = model.state { failure } else { nil }
    }
}

extension UnlockFailure {
    fileprivate var message: LocalizedStringResource? {
        switch self {
        case .cancelled, .biometricsChanged, .corrupt: nil
        case .lockedOut: "Too many attempts. Unlock with the passcode of this device, then with your face or finger."
        case .notEnrolled where AppSettings.unlockPolicy.key == .biometric:
            "Face ID or Touch ID is not set up on this device. Set it up in Settings, or sign in again."
        case .notEnrolled: "This device has no passcode. Set one in Settings, or sign in again."
        case .unavailable: "Face ID or Touch ID can't be used. Allow it for this app in Settings, or sign in again."
        case .failed: "Your session could not be read. Try again, or sign in again."
        }
    }

    fileprivate var isSolvedInSettings: Bool {
        self == .notEnrolled || self == .unavailable
    }
}

extension View {
    /// Asks before the session is thrown away.
    func forgetDeviceDialog(isPresented: Binding<Bool>, model: AppModel) -> some View {
        confirmationDialog("Forget this device?", isPresented: isPresented, titleVisibility: .visible) {
            Button("Forget this device", role: .destructive) { Task { await model.forgetDevice() } }
        } message: {
            Text("Your session is erased here. You stay signed in to Okta in the browser.")
        }
    }
}

import SwiftUI
import UIKit

/// Leads to this app's page in Settings, from where the way to Face ID, Touch ID and the passcode is short.
struct SettingsButton: View {
    @Environment(\.openURL) private var openURL

    var body: some View {
        Button("Open Settings") {
            if let settings = URL(string: UIApplication.openSettingsURLString) { openURL(settings) }
        }
    }
}

/// What to set up, depending on what opens the session.
enum SetUpText {
    static var toUnlock: LocalizedStringKey {
        switch AppSettings.unlockPolicy.key {
        case .biometric:
            "Face ID or Touch ID is not set up on this device. Set it up in Settings, or sign in again."
        case .biometricOrPasscode: "This device has no passcode. Set one in Settings, or sign in again."
        }
    }

    static var toStaySignedIn: LocalizedStringKey {
        switch AppSettings.unlockPolicy.key {
        case .biometric:
            "Set up Face ID or Touch ID to stay signed in. Until then, your session ends when you leave the app."
        case .biometricOrPasscode:
            "Set a passcode to stay signed in. Until then, your session ends when you leave the app."
        }
    }
}

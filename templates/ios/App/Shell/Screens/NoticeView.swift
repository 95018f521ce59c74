import SwiftUI

/// A sentence in the middle of a quiet screen.
struct MessageText: View {
    let message: LocalizedStringKey

    init(_ message: LocalizedStringKey) {
        self.message = message
    }

    var body: some View {
        Text(message)
            .multilineTextAlignment(.center)
            .foregroundStyle(.secondary)
    }
}

/// Says what the last attempt ran into, and what helps.
struct NoticeView: View {
    let notice: Notice?

    var body: some View {
        label
            .onChange(of: notice, initial: true) { _, notice in
                guard let notice else { return }
                AccessibilityNotification.Announcement(String(localized: notice.message)).post()
            }
    }

    @ViewBuilder private var label: some View {
        if let notice {
            Label {
                VStack(alignment: .leading, spacing: 4) {
                    Text(notice.message)
                    if let answer = notice.answer {
                        Text(verbatim: answer)
                            .font(.footnote)
                            .foregroundStyle(.secondary)
                    }
                }
            } icon: {
                Image(systemName: "exclamationmark.triangle")
                    .foregroundStyle(.orange)
            }
            .accessibilityElement(children: .combine)
        }
    }
}

extension Notice {
    fileprivate var message: LocalizedStringResource {
        switch self {
        case .endedHereOnly: "The session is erased on this device. Okta was not told; it ends there by itself."
        case .failed(let failure): failure.message
        }
    }

    /// Okta's own words, which are not translated.
    fileprivate var answer: String? {
        switch self {
        case .failed(.refused(let answer)): answer
        case .failed, .endedHereOnly: nil
        }
    }
}

extension SessionError {
    fileprivate var message: LocalizedStringResource {
        switch self {
        case .offline: "Okta can't be reached. Check your connection, then try again."
        case .untrustedServer: "The connection to Okta is not trusted."
        case .clockSkewed: "The clock of this device seems to be wrong. Set it to automatic, then try again."
        case .noRefreshToken: "Okta sent no refresh token. The app needs the scope offline_access and that grant."
        case .notSaved: "Your session could not be saved on this device. You may have to sign in again."
        case .otherPerson: "Somebody else has signed in. Nothing was deleted."
        case .notDeleted: "Your account could not be deleted. Try again in a moment."
        case .refused: "Okta did not accept this."
        case .cancelled, .locked, .signInRequired, .accessTokenRefused, .unavailable:
            "Something went wrong at Okta. Try again in a moment."
        }
    }
}

import SwiftUI
import UIKit

/// Shows the cover in a window of its own: sheets, dialogs and alerts lie above any view of the app's own window.
struct PrivacyWindow: UIViewRepresentable {
    let isShown: Bool

    func makeUIView(context: Context) -> Anchor { Anchor() }

    func updateUIView(_ anchor: Anchor, context: Context) { anchor.isCovered = isShown }

    /// An empty view, which knows the scene that it is in.
    final class Anchor: UIView {
        private var cover: UIWindow?

        var isCovered = false {
            didSet { update() }
        }

        override func didMoveToWindow() { update() }

        private func update() {
            guard isCovered, let scene = window?.windowScene else {
                cover?.isHidden = true
                cover = nil
                return
            }
            guard cover == nil else { return }
            let cover = UIWindow(windowScene: scene)
            cover.windowLevel = .alert + 1
            cover.rootViewController = UIHostingController(rootView: PrivacyCover())
            cover.isHidden = false
            self.cover = cover
        }
    }
}

/// Hides the content in the app switcher, where the system keeps a picture of it.
struct PrivacyCover: View {
    var body: some View {
        ZStack {
            Rectangle()
                .fill(.background)
                .ignoresSafeArea()
            AppMark()
        }
        .accessibilityElement(children: .ignore)
        .accessibilityLabel(Text(verbatim: Bundle.main.displayName))
    }
}

/// The app's sign and name, as every quiet screen shows them.
struct AppMark: View {
    var body: some View {
        VStack(spacing: 16) {
            Image(systemName: "lock.shield")
                .font(.system(.largeTitle, weight: .light))
                .imageScale(.large)
                .foregroundStyle(.tint)
                .accessibilityHidden(true)
            Text(verbatim: Bundle.main.displayName)
                .font(.title.bold())
                .multilineTextAlignment(.center)
                .accessibilityAddTraits(.isHeader)
        }
        .padding()
    }
}

extension Bundle {
    /// The name below the icon, as InfoPlist.xcstrings has it. Show it with `Text(verbatim:)`, so that nothing in it is
    /// taken for a format.
    var displayName: String { object(forInfoDictionaryKey: "CFBundleDisplayName") as? String ?? "" }
}

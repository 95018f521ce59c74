import SwiftUI

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
        .accessibilityLabel(Text(verbatim: AppInfo.displayName))
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
            Text(verbatim: AppInfo.displayName)
                .font(.title.bold())
                .multilineTextAlignment(.center)
                .accessibilityAddTraits(.isHeader)
        }
        .padding()
    }
}

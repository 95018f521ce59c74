import SwiftUI

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

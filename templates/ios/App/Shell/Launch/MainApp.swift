import SwiftUI

@main
struct MainApp: App {
    @Environment(\.scenePhase) private var scenePhase
    private let model = AppModel.hostsUnitTests ? nil : AppModel.live()

    var body: some Scene {
        WindowGroup {
            if let model {
                RootView(model: model)
            } else if !AppModel.hostsUnitTests {
                ConfigurationErrorView()
            }
        }
        .onChange(of: scenePhase, initial: true) { _, phase in
            switch phase {
            case .background: model?.enterBackground()
            case .active: model?.becomeActive()
            default: break
            }
        }
    }
}

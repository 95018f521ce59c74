import SwiftUI

@main
struct MainApp: App {
    @Environment(\.scenePhase) private var scenePhase
    /// Nil in unit tests: they run inside of the app, which must neither prompt nor erase then.
    @State private var model = hostsUnitTests ? nil : Result { try AppModel.live() }

    private static let hostsUnitTests = ProcessInfo.processInfo.environment["XCTestConfigurationFilePath"] != nil

    var body: some Scene {
        WindowGroup {
            switch model {
            case .success(let model): RootView(model: model)
            case .failure(let error): ConfigurationErrorView(error: error)
            case nil: EmptyView()
            }
        }
        .onChange(of: scenePhase, initial: true) { _, phase in
            guard case .success(let model) = model else { return }
            switch phase {
            case .background: model.enterBackground()
            case .active: model.becomeActive()
            default: break
            }
        }
    }
}

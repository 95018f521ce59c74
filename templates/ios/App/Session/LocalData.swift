import Foundation

/// What this device keeps of a person besides the tokens.
@MainActor
protocol LocalData {
    func erase()
}

/// What `URLSession.shared` keeps by itself. Add the files and databases of your app.
struct SharedCaches: LocalData {
    func erase() {
        URLCache.shared.removeAllCachedResponses()
        HTTPCookieStorage.shared.removeCookies(since: .distantPast)
    }
}

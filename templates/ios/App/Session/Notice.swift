/// Something worth telling that does not change where the app is.
enum Notice: Equatable, Sendable {
    case failed(SessionError)
    /// The session is over on this device, but Okta could not be told.
    case endedHereOnly
}

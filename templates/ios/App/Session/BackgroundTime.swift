/// Time that the system gives an app which is left while it is busy.
protocol BackgroundTime: Sendable {
    /// Runs `work`, and keeps the app from being suspended until it has ended. A refresh that is cut off between Okta
    /// and the vault would send its old token again, which Okta takes for theft.
    func hold(_ work: @Sendable () async throws -> any Grant) async throws -> any Grant
}

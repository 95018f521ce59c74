/// Runs `work` and waits for it no longer than `limit`: nil when it was late. Work that is late is cancelled, and not
/// waited for.
func outcome(
    within limit: Duration, _ work: @escaping @Sendable () async throws -> Void
) async -> Result<Void, any Error>? {
    let (outcomes, reporter) = AsyncStream.makeStream(of: Result<Void, any Error>?.self)
    let worker = Task {
        do {
            try await work()
            reporter.yield(.success(()))
        } catch {
            reporter.yield(.failure(error))
        }
    }
    let timer = Task {
        try? await Task.sleep(for: limit)
        reporter.yield(nil)
    }
    defer {
        worker.cancel()
        timer.cancel()
    }
    return await outcomes.first { _ in true } ?? nil
}

/// Whether `work` ended within `limit`, and without an error.
func succeeds(within limit: Duration, _ work: @escaping @Sendable () async throws -> Void) async -> Bool {
    if case .success = await outcome(within: limit, work) { true } else { false }
}

/// Runs `work` and waits for it no longer than `limit`: nil when it was late. Work that is late is cancelled, and not
/// waited for.
func outcome<Answer: Sendable>(
    within limit: Duration, _ work: @escaping @Sendable () async throws -> Answer
) async -> Result<Answer, any Error>? {
    let (outcomes, reporter) = AsyncStream.makeStream(of: Result<Answer, any Error>?.self)
    let worker = Task {
        do {
            reporter.yield(.success(try await work()))
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

/// Runs `work` and waits for it no longer than `limit`; true when it ended in time without an error.
/// Work that is late is cancelled, and not waited for.
func succeeds(within limit: Duration, _ work: @escaping @Sendable () async throws -> Void) async -> Bool {
    let (outcomes, reporter) = AsyncStream.makeStream(of: Bool.self)
    let worker = Task {
        do {
            try await work()
            reporter.yield(true)
        } catch {
            reporter.yield(false)
        }
    }
    let timer = Task {
        try? await Task.sleep(for: limit)
        reporter.yield(false)
    }
    defer {
        worker.cancel()
        timer.cancel()
    }
    return await outcomes.first { _ in true } ?? false
}

import Foundation

/// Deletes the account of whoever is signed in, after they have signed in once more.
///
/// An unlocked phone in somebody else's hand must not be enough. The API gets the access token of the second sign-in,
/// whose `auth_time` shows that it is fresh; the tokens of it are used for nothing else, and revoked.
@MainActor
struct AccountDeletion {
    let account: any AccountServer
    let browser: any SignInBrowser
    let policy: UnlockPolicy

    /// Throws a `SessionError` when nothing was deleted.
    func run(in session: OktaSession) async throws {
        guard let person = try await session.currentGrant().subject else { throw SessionError.unavailable }
        let proof = try await confirm()
        do {
            guard person == proof.subject else { throw SessionError.otherPerson }
            try await account.deleteAccount(accessToken: proof.accessToken)
        } catch {
            await end(proof)
            throw error
        }
        await end(proof)
    }

    /// The browser may never answer. A sign-in that ends too late confirms nothing.
    private func confirm() async throws -> any Grant {
        let answer = await outcome(within: policy.confirmationLimit) {
            let proof = try await browser.confirm()
            if Task.isCancelled { Task { await end(proof) } }
            return proof
        }
        switch answer {
        case .success(let proof): return proof
        // What Okta refused is the code of this sign-in: the session here is as good as before.
        case .failure(SessionError.signInRequired): throw SessionError.unavailable
        case .failure(let error): throw error
        case nil:
            await browser.cancel()
            throw SessionError.unavailable
        }
    }

    private func end(_ proof: any Grant) async {
        _ = await succeeds(within: policy.revocationLimit) { try await proof.revoke() }
    }
}

/// What the app asks of your own API.
protocol AccountServer: Sendable {
    /// Deletes the account that the access token stands for, with everything your API keeps of it.
    func deleteAccount(accessToken: String) async throws
}

/// An API that has the account of its caller at one URL.
struct AccountApi: AccountServer {
    let url: URL
    var transport: ApiClient.Transport = { try await URLSession.ephemeral.data(for: $0) }

    func deleteAccount(accessToken: String) async throws {
        var request = URLRequest(url: url)
        request.httpMethod = "DELETE"
        request.authorize(with: accessToken)
        guard let (_, response) = try? await transport(request),
            let status = (response as? HTTPURLResponse)?.statusCode, (200..<300).contains(status)
        else { throw SessionError.notDeleted }
    }
}

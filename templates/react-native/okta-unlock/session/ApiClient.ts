import type { Grant } from "./AuthorizationServer";
import type { OktaSession } from "./OktaSession";

/** Sends a request, as `fetch` does. */
export type Transport = (url: string, init: RequestInit) => Promise<Response>;

/** Keeps no cookie: nothing that another person could find. */
export const fetchAlone: Transport = (url, init) => fetch(url, { credentials: "omit", ...init });

/**
 * Calls an API with the access token. An answer of 401 is met with one fresh token and one more try; if that is refused
 * as well, the caller gets the refusal.
 */
export class ApiClient {
  private readonly session: OktaSession;
  private readonly transport: Transport;

  constructor(session: OktaSession, transport: Transport = fetchAlone) {
    this.session = session;
    this.transport = transport;
  }

  // #region call-with-retry
  async data(url: string, init: RequestInit = {}): Promise<Response> {
    const grant = await this.session.currentGrant();
    const answer = await this.send(url, init, grant);
    if (answer.status !== 401) return answer;
    return this.send(url, init, await this.session.renewInsteadOf(grant));
  }
  // #endregion call-with-retry

  private send(url: string, init: RequestInit, grant: Grant): Promise<Response> {
    // #region use-token
    return this.transport(url, authorize(init, grant.accessToken));
    // #endregion use-token
  }
}

/** Adds an access token (RFC 6750, section 2.1). */
export function authorize(init: RequestInit, accessToken: string): RequestInit {
  const headers = new Headers(init.headers);
  headers.set("Authorization", `Bearer ${accessToken}`);
  return { ...init, headers };
}

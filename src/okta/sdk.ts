import type {
  ApiTokenApi,
  ApplicationApi,
  AuthorizationServerApi,
  GroupApi,
  RequestContext,
  UserApi,
} from "@okta/okta-sdk-nodejs";
import type { Answer } from "./answer.ts";

/** The parts of Okta's SDK in use. */
export interface Sdk {
  readonly apiTokens: ApiTokenApi;
  readonly applications: ApplicationApi;
  readonly authorizationServers: AuthorizationServerApi;
  readonly groups: GroupApi;
  readonly users: UserApi;
}

/** Carries out a request that the SDK composed. */
export type Send = (request: RequestContext) => Promise<Answer>;

/**
 * Loads `@okta/okta-sdk-nodejs` (slow: only when a call is about to be made) and builds its API classes over `send`.
 *
 * They are built without the SDK's `Client`: its constructor always reads `~/.okta/okta.yaml`, `./okta.yaml` and
 * `OKTA_CLIENT_*`, and fails when a file is malformed or empty; its transport follows `Link` and redirects to any
 * host with the token attached, hangs on large answers through its cache (okta/okta-sdk-nodejs#56), and ignores
 * NO_PROXY.
 */
export async function loadSdk(orgUrl: string): Promise<(send: Send) => Sdk> {
  // A CommonJS package: its classes are on the default export only.
  const { default: okta } = await import("@okta/okta-sdk-nodejs");
  const baseServer = new okta.ServerConfiguration(orgUrl, {});
  return (send) => {
    const configuration = okta.createConfiguration({
      baseServer,
      httpApi: okta.wrapHttpLibrary({
        async send(request) {
          const { status, headers, text } = await send(request);
          const body = { text: async () => text, binary: async () => Buffer.from(text) };
          return new okta.ResponseContext(status, Object.fromEntries(headers), body);
        },
      }),
    });
    return {
      apiTokens: new okta.ApiTokenApi(configuration),
      applications: new okta.ApplicationApi(configuration),
      authorizationServers: new okta.AuthorizationServerApi(configuration),
      groups: new okta.GroupApi(configuration),
      users: new okta.UserApi(configuration),
    };
  };
}

import type { Configuration, RequestContext } from "@okta/okta-sdk-nodejs";
import { ApiTokenApiRequestFactory } from "@okta/okta-sdk-nodejs/src/generated/apis/ApiTokenApi.js";
import { ApplicationApiRequestFactory } from "@okta/okta-sdk-nodejs/src/generated/apis/ApplicationApi.js";
import { AuthorizationServerApiRequestFactory } from "@okta/okta-sdk-nodejs/src/generated/apis/AuthorizationServerApi.js";
import { GroupApiRequestFactory } from "@okta/okta-sdk-nodejs/src/generated/apis/GroupApi.js";
import { SystemLogApiRequestFactory } from "@okta/okta-sdk-nodejs/src/generated/apis/SystemLogApi.js";
import { TrustedOriginApiRequestFactory } from "@okta/okta-sdk-nodejs/src/generated/apis/TrustedOriginApi.js";
import { UserApiRequestFactory } from "@okta/okta-sdk-nodejs/src/generated/apis/UserApi.js";
import { ServerConfiguration } from "@okta/okta-sdk-nodejs/src/generated/servers.js";
import type { JsonObject } from "./port.ts";

/** A request as the SDK composed it; nothing has been sent yet. */
export type ComposedRequest = Pick<RequestContext, "getHttpMethod" | "getUrl" | "getBody">;

/** The parts of Okta's SDK in use. Their methods compose requests. */
export interface Sdk {
  readonly apiTokens: Composer<ApiTokenApiRequestFactory>;
  readonly applications: Composer<ApplicationApiRequestFactory>;
  readonly authorizationServers: Composer<AuthorizationServerApiRequestFactory>;
  readonly groups: Composer<GroupApiRequestFactory>;
  readonly systemLog: Composer<SystemLogApiRequestFactory>;
  readonly trustedOrigins: Composer<TrustedOriginApiRequestFactory>;
  readonly users: Composer<UserApiRequestFactory>;
}

/** The methods of a request factory; where they take a model of the SDK's, they take JSON, and send it unchanged. */
type Composer<Factory> = {
  readonly [Name in keyof Factory]: Factory[Name] extends (...args: infer Args) => Promise<RequestContext>
    ? (...args: { [Index in keyof Args]: JsonFor<Args[Index]> }) => Promise<ComposedRequest>
    : never;
};

type JsonFor<Argument> = NonNullable<Argument> extends object ? JsonObject : Argument;

/**
 * Creates the request factories of `@okta/okta-sdk-nodejs`. They are loaded without its models
 * (`.config/okta-sdk-plugin.ts`), and its `Client` is not used (README).
 *
 * @param orgUrl an origin, without a trailing slash
 */
export function createSdk(orgUrl: string): Sdk {
  const baseServer = new ServerConfiguration(orgUrl, {});
  // Without `httpApi`: the factories send nothing.
  const configuration = { baseServer, authMethods: {}, middleware: [] } as unknown as Configuration;
  const create = <Factory>(Factory: new (configuration: Configuration) => Factory): Composer<Factory> =>
    new Factory(configuration) as Composer<Factory>;
  return {
    apiTokens: create(ApiTokenApiRequestFactory),
    applications: create(ApplicationApiRequestFactory),
    authorizationServers: create(AuthorizationServerApiRequestFactory),
    groups: create(GroupApiRequestFactory),
    systemLog: create(SystemLogApiRequestFactory),
    trustedOrigins: create(TrustedOriginApiRequestFactory),
    users: create(UserApiRequestFactory),
  };
}

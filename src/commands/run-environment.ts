import type { Context } from "../context.ts";
import { isCredentialVariable } from "../values/credential-variable.ts";

type Environment = Context["env"];

/** What the command of `run` learns of its app. */
export interface AppVariables {
  readonly OKTA_ORG_URL: string;
  readonly OKTA_ISSUER: string;
  readonly OKTA_CLIENT_ID: string;
  readonly OKTA_REDIRECT_URI: string;
  readonly OKTA_POST_LOGOUT_REDIRECT_URI: string;
  /** The file of the local org's certificate authority; only with the local org. */
  readonly OKTA_CA_CERTIFICATE?: string;
}

export interface EnvironmentChoice {
  readonly variables: AppVariables;
  readonly passCredentials: boolean;
}

/**
 * The environment of the command: ours, with the app's variables, without the credential that made the app. With the local
 * org Node trusts it, unless NODE_EXTRA_CA_CERTS says what else to trust.
 */
export function environmentOf(
  env: Environment,
  { variables, passCredentials }: EnvironmentChoice,
): Environment {
  const authority = variables.OKTA_CA_CERTIFICATE;
  const isTrustOpen = (env["NODE_EXTRA_CA_CERTS"] ?? "") === "";
  const kept = Object.entries(env).filter(
    ([name]) => !(name.toUpperCase() in variables) && (passCredentials || !isCredentialVariable(name)),
  );
  return {
    ...Object.fromEntries(kept),
    ...variables,
    ...(authority !== undefined && isTrustOpen && { NODE_EXTRA_CA_CERTS: authority }),
  };
}

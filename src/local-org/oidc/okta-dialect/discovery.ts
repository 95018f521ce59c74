import type { JsonObject } from "../../json.ts";
import type { Org } from "../../org.ts";
import { deviceGrant } from "../client-metadata.ts";
import { proofAlgorithms } from "../dpop/proof.ts";
import type { AuthorizationServer } from "../servers.ts";

/** OpenID Connect Discovery 1.0, or RFC 8414. */
export type DiscoveryKind = "openid" | "oauth";

const authMethods = [
  "client_secret_basic",
  "client_secret_post",
  "client_secret_jwt",
  "private_key_jwt",
  "none",
];

const userGrants = ["authorization_code", "refresh_token", deviceGrant];

const idClaims = [
  "iss",
  "ver",
  "sub",
  "aud",
  "iat",
  "exp",
  "jti",
  "auth_time",
  "amr",
  "idp",
  "nonce",
  "name",
  "nickname",
  "preferred_username",
  "given_name",
  "middle_name",
  "family_name",
  "email",
  "email_verified",
  "profile",
  "zoneinfo",
  "locale",
  "address",
  "phone_number",
  "updated_at",
  "at_hash",
];

/** The discovery document of an authorization server: Okta's members in Okta's order, as far as the local org supports them. */
export function buildDiscoveryDocument(
  org: Org,
  server: AuthorizationServer,
  kind: DiscoveryKind,
): JsonObject {
  const base = `${org.url}${server.basePath}/v1`;
  const isOpenId = kind === "openid";
  return {
    issuer: server.issuer,
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    ...(isOpenId && { userinfo_endpoint: `${base}/userinfo` }),
    registration_endpoint: `${org.url}/oauth2/v1/clients`,
    jwks_uri: `${base}/keys`,
    response_types_supported: ["code"],
    response_modes_supported: ["query", "fragment", "form_post"],
    grant_types_supported: server.stored === undefined ? [...userGrants, "client_credentials"] : userGrants,
    subject_types_supported: ["public"],
    ...(isOpenId && { id_token_signing_alg_values_supported: ["RS256"] }),
    scopes_supported: [...server.scopes],
    token_endpoint_auth_methods_supported: authMethods,
    claims_supported: isOpenId
      ? idClaims
      : ["ver", "jti", "iss", "aud", "iat", "exp", "cid", "uid", "scp", "sub"],
    code_challenge_methods_supported: ["S256"],
    introspection_endpoint: `${base}/introspect`,
    introspection_endpoint_auth_methods_supported: authMethods,
    revocation_endpoint: `${base}/revoke`,
    revocation_endpoint_auth_methods_supported: authMethods,
    end_session_endpoint: `${base}/logout`,
    request_parameter_supported: false,
    device_authorization_endpoint: `${base}/device/authorize`,
    pushed_authorization_request_endpoint: `${base}/par`,
    dpop_signing_alg_values_supported: proofAlgorithms,
  };
}

/** A value of a parameter that Okta's endpoints take and the local org doesn't. */
export interface UnemulatedValue {
  readonly endpoint: "authorize" | "token";
  readonly parameter: string;
  /** The values that are meant; without it every value. */
  readonly values?: readonly string[];
  /** The OAuth error that the client gets. */
  readonly error: string;
  /** What the local org has not, and what to do instead: completes the sentence "The local org has no …". */
  readonly missing: string;
}

const code = "use response_type=code";

/** What Okta has as values of OAuth parameters and the local org has not, in the order in which it is looked for. */
export const unemulatedValues: readonly UnemulatedValue[] = [
  {
    endpoint: "authorize",
    parameter: "response_type",
    values: ["token", "id_token", "id_token token", "token id_token"],
    error: "unsupported_response_type",
    missing: `implicit flow: ${code}`,
  },
  {
    endpoint: "authorize",
    parameter: "response_type",
    values: ["code id_token", "code token", "code id_token token", "id_token code"],
    error: "unsupported_response_type",
    missing: `hybrid flow: ${code}`,
  },
  {
    endpoint: "authorize",
    parameter: "response_mode",
    values: ["okta_post_message"],
    error: "unsupported_response_mode",
    missing: "response_mode=okta_post_message: use query, fragment or form_post",
  },
  {
    endpoint: "authorize",
    parameter: "request",
    error: "request_not_supported",
    missing: "request objects: send the parameters themselves, or push them to /par",
  },
  {
    endpoint: "authorize",
    parameter: "prompt",
    values: ["enroll_authenticator"],
    error: "invalid_request",
    missing: "authenticators that could be enrolled: use prompt=none, login or consent",
  },
  {
    endpoint: "authorize",
    parameter: "idp",
    error: "invalid_request",
    missing: "identity providers: leave out 'idp', and users sign in with their passwords",
  },
  {
    endpoint: "authorize",
    parameter: "sessionToken",
    error: "invalid_request",
    missing: "session tokens: leave out 'sessionToken', and users sign in on the page",
  },
  {
    endpoint: "authorize",
    parameter: "acr_values",
    values: ["urn:okta:loa:2fa:any", "phr", "phrh"],
    error: "invalid_request",
    missing: "authenticators but passwords: leave out 'acr_values'",
  },
  {
    endpoint: "token",
    parameter: "grant_type",
    // At the org authorization server they are served (service-app/).
    values: ["client_credentials"],
    error: "unsupported_grant_type",
    missing:
      "client credentials at custom authorization servers: service apps get tokens for the Okta API at the org's own",
  },
  {
    endpoint: "token",
    parameter: "grant_type",
    values: ["password"],
    error: "unsupported_grant_type",
    missing: "grant by password: use authorization_code",
  },
  {
    endpoint: "token",
    parameter: "grant_type",
    values: ["urn:ietf:params:oauth:grant-type:token-exchange"],
    error: "unsupported_grant_type",
    missing: "token exchange",
  },
  {
    endpoint: "token",
    parameter: "grant_type",
    values: ["urn:openid:params:grant-type:ciba"],
    error: "unsupported_grant_type",
    missing: "sign-in started by a backchannel (CIBA)",
  },
  {
    endpoint: "token",
    parameter: "grant_type",
    values: [
      "urn:ietf:params:oauth:grant-type:saml2-bearer",
      "urn:ietf:params:oauth:grant-type:jwt-bearer",
      "interaction_code",
    ],
    error: "unsupported_grant_type",
    missing: "grant by assertions or by the Identity Engine API: use authorization_code",
  },
  {
    endpoint: "token",
    parameter: "grant_type",
    values: [
      "urn:okta:params:oauth:grant-type:otp",
      "urn:okta:params:oauth:grant-type:oob",
      "http://auth0.com/oauth/grant-type/mfa-otp",
      "http://auth0.com/oauth/grant-type/mfa-oob",
      "urn:okta:params:oauth:grant-type:webauthn",
    ],
    error: "unsupported_grant_type",
    missing: "direct authentication: use authorization_code",
  },
];

/** What a request asks for that Okta has and the local org has not, as refusals in Okta's form. */
export function listUnemulatedValues(
  endpoint: UnemulatedValue["endpoint"],
  read: (parameter: string) => unknown,
): { readonly status: number; readonly error: string; readonly description: string }[] {
  return unemulatedValues
    .filter((each) => each.endpoint === endpoint && isAsked(each, read(each.parameter)))
    .map(({ error, missing }) => ({ status: 400, error, description: `The local org has no ${missing}.` }));
}

/** `acr_values` is a list, of which one value has to be met. */
function isAsked({ parameter, values }: UnemulatedValue, given: unknown): boolean {
  if (typeof given !== "string" || given === "") return false;
  if (values === undefined) return true;
  return parameter === "acr_values"
    ? given.split(" ").every((each) => values.includes(each))
    : values.includes(given);
}

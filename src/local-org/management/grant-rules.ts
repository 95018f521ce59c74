import type { JsonObject } from "../json.ts";
import { isTextList, toText } from "../json.ts";
import type { Problem } from "../http/problems.ts";
import { blank, check } from "../http/problems.ts";

const prefix = "urn:ietf:params:oauth:grant-type:";

/** Grants that every type of app except a service may have. */
const userGrants = [
  "authorization_code",
  "implicit",
  "password",
  "refresh_token",
  "interaction_code",
  `${prefix}device_code`,
  `${prefix}jwt-bearer`,
  `${prefix}saml2-bearer`,
  `${prefix}token-exchange`,
  "urn:openid:params:grant-type:ciba",
  "urn:okta:params:oauth:grant-type:otp",
  "urn:okta:params:oauth:grant-type:oob",
  "http://auth0.com/oauth/grant-type/mfa-otp",
  "http://auth0.com/oauth/grant-type/mfa-oob",
];

const grantsOf: Readonly<Record<string, readonly string[]>> = {
  native: userGrants,
  browser: userGrants,
  web: [...userGrants, "client_credentials"],
  // Okta takes the grants of a browser, too, though a service app has none.
  service: [
    "client_credentials",
    "authorization_code",
    "implicit",
    `${prefix}token-exchange`,
    `${prefix}jwt-bearer`,
  ],
};

/** Grants that return to the app through a redirect. */
const redirectGrants = new Set(["authorization_code", "implicit", "interaction_code"]);

/** What is wrong with the grants, the response types and the redirect URIs that they need. */
export function findGrantProblems(settings: JsonObject): Problem[] {
  const { grant_types: grants, redirect_uris: redirectUris } = settings;
  const type = toText(settings["application_type"] ?? "web");
  if (!isTextList(grants) || grants.length === 0) return [{ field: "grant_types", text: blank }];
  const needsRedirect = grants.some((grant) => redirectGrants.has(grant));
  const hasRedirect = isTextList(redirectUris) && redirectUris.length > 0;
  return [
    ...findUnknownGrants(grants, type),
    ...check(
      type !== "native" || grants.includes("authorization_code"),
      "grant_types",
      "'authorization_code' is required for the application type 'native'.",
    ),
    ...check(
      !needsRedirect || hasRedirect,
      "redirect_uris",
      "At least one redirect URI is required for these grant types.",
    ),
    ...findResponseTypeProblems(settings["response_types"] ?? ["code"], grants),
  ];
}

function findUnknownGrants(grants: readonly string[], type: string): Problem[] {
  const allowed = grantsOf[type] ?? userGrants;
  return grants
    .filter((grant) => !allowed.includes(grant))
    .map((grant) => ({
      field: "grant_types",
      text: `'${grant}' is not a valid grant type for the application type '${type}'.`,
    }));
}

function findResponseTypeProblems(value: JsonObject[string], grants: readonly string[]): Problem[] {
  const field = "response_types";
  if (!isTextList(value)) return [{ field, text: "The value must be a list of response types." }];
  const allowed = [
    "code",
    ...(grants.includes("implicit") ? ["token", "id_token"] : []),
    // A service app has no browser: this is how Okta names what it gets from the token endpoint.
    ...(grants.includes("client_credentials") ? ["token"] : []),
  ];
  return [
    ...value.flatMap((type) =>
      check(allowed.includes(type), field, `'${type}' is not a valid response type for these grant types.`),
    ),
    ...check(
      !grants.includes("authorization_code") || value.includes("code"),
      field,
      "'code' is required for the grant type 'authorization_code'.",
    ),
  ];
}

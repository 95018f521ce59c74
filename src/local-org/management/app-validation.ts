import type { Json, JsonObject } from "../json.ts";
import { asObject, textOf } from "../json.ts";
import type { Org } from "../org.ts";
import type { StoredApp } from "../store/collections.ts";
import { validationFailed } from "../http/api-error.ts";
import { clientIdOf, oauthClientOf, oauthSettingsOf } from "../model/app-fields.ts";
import { grantProblems } from "./grant-rules.ts";
import { jwksProblems } from "./jwks-rules.ts";
import type { Problem } from "../http/problems.ts";
import { blank, check, lengthOf, throwIfAny } from "../http/problems.ts";
import { redirectUriProblems } from "./redirect-uri-rules.ts";

/** Okta's rules for an OIDC app. `known` is the app that a PUT replaces. Throws E0000001 with every cause. */
export function validateApp(org: Org, body: JsonObject, known: StoredApp | undefined): void {
  if (body["name"] === undefined || body["signOnMode"] !== "OPENID_CONNECT") throw misleadingError();
  const settings = oauthSettingsOf(body);
  throwIfAny([
    ...check(body["name"] === "oidc_client", "name", "The local org makes 'oidc_client' apps only."),
    ...labelProblems(body["label"]),
    ...credentialProblems(oauthClientOf(body)),
    ...clientIdProblems(org, oauthClientOf(body)["client_id"], known),
    ...choiceProblems(settings),
    ...uriProblems(settings),
    ...grantProblems(settings),
    ...refreshTokenProblems(settings["refresh_token"]),
    ...jwksProblems(settings, textOf(oauthClientOf(body)["token_endpoint_auth_method"])),
    ...check(isObjectOrAbsent(body["profile"]), "profile", "The value must be an object."),
  ]);
}

/** What Okta answers when `name` is missing. It says nothing of the name. */
function misleadingError() {
  return validationFailed("mediated", [
    "Invalid signOnMode",
    "The settings.signOn object doesn't match the type indicated by signOnMode value or is ill defined",
    "Missing visibility",
  ]);
}

function isObjectOrAbsent(value: Json | undefined): boolean {
  return value === undefined || value === null || asObject(value) !== undefined;
}

function labelProblems(label: Json | undefined): Problem[] {
  if (textOf(label).trim() === "") return [{ field: "label", text: blank }];
  return check(lengthOf(textOf(label)) <= 100, "label", "The field must not be longer than 100 characters");
}

export const secretMethods: readonly string[] = [
  "client_secret_basic",
  "client_secret_post",
  "client_secret_jwt",
];
const authMethods = [...secretMethods, "private_key_jwt", "none"];

function credentialProblems(client: JsonObject): Problem[] {
  const method = client["token_endpoint_auth_method"] ?? "client_secret_basic";
  const secret = client["client_secret"];
  const usesSecret = secretMethods.includes(textOf(method));
  const secretFits = secret === undefined || !usesSecret || isBetween(textOf(secret).length, 14, 100);
  return [
    ...check(authMethods.includes(textOf(method)), "token_endpoint_auth_method", notOneOf(authMethods)),
    ...check(
      method !== "none" || client["pkce_required"] !== false,
      "pkce_required",
      "'pkce_required' must be true when 'token_endpoint_auth_method' is 'none'.",
    ),
    ...check(secretFits, "client_secret", "The field must have 14 to 100 characters"),
  ];
}

const clientIdPattern = /^[A-Za-z0-9$\-_.+!*'(),]{6,100}$/;

function clientIdProblems(org: Org, clientId: Json | undefined, known: StoredApp | undefined): Problem[] {
  if (clientId === undefined || clientId === null) return [];
  const field = "client_id";
  if (known !== undefined)
    return check(clientId === clientIdOf(known), field, "'client_id' can't be changed.");
  const isValid = clientIdPattern.test(textOf(clientId)) && clientId !== "ALL_CLIENTS";
  if (!isValid)
    return [
      { field, text: "'client_id' must have 6 to 100 characters out of letters, digits and $-_.+!*'(),." },
    ];
  const isTaken = org.store.list("apps").some((app) => app.id === clientId || clientIdOf(app) === clientId);
  return check(!isTaken, field, "An app with this 'client_id' already exists.");
}

const choices: Readonly<Record<string, readonly string[]>> = {
  application_type: ["native", "web", "browser", "service"],
  issuer_mode: ["ORG_URL", "CUSTOM_URL", "DYNAMIC"],
  consent_method: ["TRUSTED", "REQUIRED"],
  wildcard_redirect: ["DISABLED", "SUBDOMAIN"],
};

function choiceProblems(settings: JsonObject): Problem[] {
  return Object.entries(choices).flatMap(([field, allowed]) => {
    const value = settings[field];
    return check(value === undefined || allowed.includes(textOf(value)), field, notOneOf(allowed));
  });
}

const shortUris = ["client_uri", "logo_uri", "tos_uri", "policy_uri"];

function uriProblems(settings: JsonObject): Problem[] {
  const options = {
    applicationType: textOf(settings["application_type"]),
    allowsSubdomainWildcard: settings["wildcard_redirect"] === "SUBDOMAIN",
  };
  return [
    ...redirectUriProblems("redirect_uris", settings["redirect_uris"], options),
    ...redirectUriProblems("post_logout_redirect_uris", settings["post_logout_redirect_uris"], options),
    ...shortUris.flatMap((field) =>
      check(
        textOf(settings[field]).length <= 1024,
        field,
        "The field must not be longer than 1024 characters",
      ),
    ),
  ];
}

function refreshTokenProblems(value: Json | undefined): Problem[] {
  if (value === undefined || value === null) return [];
  const { rotation_type: rotation, leeway = 30 } = asObject(value) ?? {};
  const types = ["ROTATE", "STATIC"];
  return [
    ...check(types.includes(textOf(rotation)), "rotation_type", notOneOf(types)),
    ...check(
      Number.isInteger(leeway) && isBetween(Number(leeway), 0, 60),
      "leeway",
      "The value must be a whole number of seconds from 0 to 60.",
    ),
  ];
}

function isBetween(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}

function notOneOf(allowed: readonly string[]): string {
  return `The value must be one of [${allowed.join(", ")}].`;
}

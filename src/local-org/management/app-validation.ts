import { createNotEmulatedError, createValidationError } from "../http/api-error.ts";
import type { Problem } from "../http/problems.ts";
import { blank, check, countCharacters, throwIfAny } from "../http/problems.ts";
import type { Json, JsonObject } from "../json.ts";
import { toObject, isTextList, toText } from "../json.ts";
import { clientIdOf, oauthClientOf, oauthSettingsOf } from "../model/apps.ts";
import { secretMethods } from "../model/client-secrets.ts";
import type { Org } from "../org.ts";
import type { StoredApp } from "../store/collections.ts";
import { findGrantProblems } from "./grant-rules.ts";
import { findInitiateLoginProblems } from "./initiate-login-rules.ts";
import { findJwksProblems } from "./jwks-rules.ts";
import { readUrl } from "../read-url.ts";

/** Okta's rules for an OIDC app. `known` is the app that a PUT replaces. Throws E0000001 with every cause. */
export function validateApp(org: Org, body: JsonObject, known: StoredApp | undefined): void {
  refuseOtherKinds(body);
  if (body["name"] === undefined || body["signOnMode"] !== "OPENID_CONNECT") throw createMisleadingError();
  const settings = oauthSettingsOf(body);
  throwIfAny([
    ...findLabelProblems(body["label"]),
    ...findCredentialProblems(oauthClientOf(body)),
    ...findClientIdProblems(org, oauthClientOf(body)["client_id"], known),
    ...findChoiceProblems(settings),
    ...findUriProblems(settings),
    ...findGrantProblems(settings),
    ...findRefreshTokenProblems(settings["refresh_token"]),
    ...findInitiateLoginProblems(settings),
    ...findJwksProblems(settings, toText(oauthClientOf(body)["token_endpoint_auth_method"])),
    ...check(isObjectOrAbsent(body["profile"]), "profile", "The value must be an object."),
  ]);
}

/** What apps with other values of `signOnMode` are called. */
const otherKinds: Readonly<Record<string, string>> = {
  SAML_2_0: "SAML",
  SAML_1_1: "SAML",
  WS_FEDERATION: "WS-Federation",
  BOOKMARK: "bookmark",
  BASIC_AUTH: "Basic Authentication",
  BROWSER_PLUGIN: "SWA",
  SECURE_PASSWORD_STORE: "SWA",
  AUTO_LOGIN: "SWA",
  MFA_AS_SERVICE: "multifactor service",
};

/** Throws E0000060 for an app that Okta could make and the local org can't. */
function refuseOtherKinds(body: JsonObject): void {
  const kind = otherKinds[toText(body["signOnMode"])];
  if (kind !== undefined)
    throw createNotEmulatedError(`The local org has no ${kind} apps. It has OIDC apps only.`);
  const name = toText(body["name"]);
  if (name === "" || name === "oidc_client") return;
  throw createNotEmulatedError(
    `The local org has no apps of the Okta Integration Network, such as '${name}'. It makes 'oidc_client' apps only.`,
  );
}

/** Okta's error for a missing `name`. It doesn't mention the name. */
function createMisleadingError() {
  return createValidationError("mediated", [
    "Invalid signOnMode",
    "The settings.signOn object doesn't match the type indicated by signOnMode value or is ill defined",
    "Missing visibility",
  ]);
}

function isObjectOrAbsent(value: Json | undefined): boolean {
  return value === undefined || value === null || toObject(value) !== undefined;
}

function findLabelProblems(label: Json | undefined): Problem[] {
  if (toText(label).trim() === "") return [{ field: "label", text: blank }];
  return check(
    countCharacters(toText(label)) <= 100,
    "label",
    "The field must not be longer than 100 characters",
  );
}

const authMethods = [...secretMethods, "private_key_jwt", "none"];

function findCredentialProblems(client: JsonObject): Problem[] {
  const method = client["token_endpoint_auth_method"] ?? "client_secret_basic";
  return [
    ...check(authMethods.includes(toText(method)), "token_endpoint_auth_method", explainChoices(authMethods)),
    ...check(
      method !== "none" || client["pkce_required"] !== false,
      "pkce_required",
      "'pkce_required' must be true when 'token_endpoint_auth_method' is 'none'.",
    ),
    ...findSecretProblems(client["client_secret"], toText(method)),
  ];
}

/** An empty secret is none: Okta keeps the one it has, or makes one. */
export function findSecretProblems(secret: Json | undefined, method: string): Problem[] {
  if (secret === undefined || secret === null || secret === "" || !secretMethods.includes(method)) return [];
  const least = method === "client_secret_jwt" ? 32 : 14;
  return check(
    isBetween(toText(secret).length, least, 100),
    "client_secret",
    `The field must have ${least} to 100 characters`,
  );
}

const clientIdPattern = /^[A-Za-z0-9$\-_.+!*'(),]{6,100}$/;

function findClientIdProblems(org: Org, clientId: Json | undefined, known: StoredApp | undefined): Problem[] {
  if (clientId === undefined || clientId === null) return [];
  const field = "client_id";
  if (known !== undefined)
    return check(clientId === clientIdOf(known), field, "'client_id' can't be changed.");
  const isValid = clientIdPattern.test(toText(clientId)) && clientId !== "ALL_CLIENTS";
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

function findChoiceProblems(settings: JsonObject): Problem[] {
  return Object.entries(choices).flatMap(([field, allowed]) => {
    const value = settings[field];
    return check(value === undefined || allowed.includes(toText(value)), field, explainChoices(allowed));
  });
}

const shortUris = ["client_uri", "logo_uri", "tos_uri", "policy_uri"];

function findUriProblems(settings: JsonObject): Problem[] {
  const options = { allowsSubdomainWildcard: settings["wildcard_redirect"] === "SUBDOMAIN" };
  return [
    ...findRedirectUriProblems("redirect_uris", settings["redirect_uris"], options),
    ...findRedirectUriProblems("post_logout_redirect_uris", settings["post_logout_redirect_uris"], options),
    ...shortUris.flatMap((field) =>
      check(
        toText(settings[field]).length <= 1024,
        field,
        "The field must not be longer than 1024 characters",
      ),
    ),
  ];
}

function findRefreshTokenProblems(value: Json | undefined): Problem[] {
  if (value === undefined || value === null) return [];
  const { rotation_type: rotation, leeway = 30 } = toObject(value) ?? {};
  const types = ["ROTATE", "STATIC"];
  return [
    ...check(types.includes(toText(rotation)), "rotation_type", explainChoices(types)),
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

function explainChoices(allowed: readonly string[]): string {
  return `The value must be one of [${allowed.join(", ")}].`;
}

/** Schemes that would run or open something instead of returning to an app. */
const unsafeSchemes = new Set(["javascript", "vbscript", "data", "blob", "file", "about"]);
/** Okta limits the total length of all URIs but doesn't publish the limit. */
const longest = 65_535;

interface RedirectUriOptions {
  readonly allowsSubdomainWildcard: boolean;
}

/** The problems of a list of redirect URIs: each must be absolute, without a fragment, with a scheme that can return to the app (RFC 8252, RFC 3986). */
function findRedirectUriProblems(
  field: string,
  value: Json | undefined,
  options: RedirectUriOptions,
): Problem[] {
  if (value === undefined || value === null) return [];
  if (!isTextList(value)) return [{ field, text: "The value must be a list of URIs." }];
  if (value.join("").length > longest) return [{ field, text: "The URIs are too long in all." }];
  return value.flatMap((uri) => {
    const reason = explainRefusal(uri, options);
    return check(reason === undefined, field, `'${uri}' is not a valid redirect URI: ${reason}`);
  });
}

function explainRefusal(uri: string, options: RedirectUriOptions): string | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase();
  if (scheme === undefined) return "it must be an absolute URI with a valid scheme.";
  if (!/^[\x21-\x7e]+$/.test(uri)) return "it must not contain spaces or characters outside ASCII.";
  if (uri.includes("#")) return "it must not contain a fragment.";
  if (unsafeSchemes.has(scheme)) return `the scheme '${scheme}' is not allowed.`;
  return scheme === "http" || scheme === "https" ? explainWebRefusal(uri, options) : undefined;
}

function explainWebRefusal(uri: string, options: RedirectUriOptions): string | undefined {
  const allowsWildcard = options.allowsSubdomainWildcard && /^https:\/\/[^/*]*\*[^/*]*\.[^/*]+/.test(uri);
  if (uri.includes("*") && !allowsWildcard) return "wildcards are not allowed.";
  const text = uri.replace("*", "wildcard");
  const isAbsolute = /^https?:\/\/[^/]/i.test(text) && readUrl(text) !== undefined;
  return isAbsolute ? undefined : "it must be an absolute URI.";
}

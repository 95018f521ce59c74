import { type BundleId, parseBundleId } from "../values/bundle-id.ts";
import { parseProjectName, type ProjectName } from "../values/project-name.ts";
import { checkSameScheme, parseRedirectUri, type RedirectUri, readScheme } from "../values/redirect-uri.ts";
import type { Field, Gathering } from "./fields.ts";

/** The display name; `fallback` comes from the folder's name. */
export function nameField(fallback: string | undefined): Field<ProjectName> {
  return {
    label: "name",
    flag: "--name <name>",
    variable: "OKTA_UNLOCK_NAME",
    question: "What is the app called?",
    parse: parseProjectName,
    fallback,
  };
}

export function bundleIdField(fallback: string | undefined): Field<BundleId> {
  return {
    label: "bundle id",
    flag: "--bundle-id <id>",
    variable: "OKTA_UNLOCK_BUNDLE_ID",
    question: "Its bundle id (it can't change once published):",
    parse: parseBundleId,
    fallback,
    isDerived: true,
  };
}

export function redirectUriField(fallback: string | undefined): Field<RedirectUri> {
  return {
    label: "redirect URI",
    flag: "--redirect-uri <uri>",
    variable: "OKTA_UNLOCK_REDIRECT_URI",
    question: "Where Okta returns after sign-in (redirect URI):",
    parse: parseRedirectUri,
    fallback,
    isDerived: true,
  };
}

/** Its scheme has to be that of the redirect URI: an app can answer to one. */
export function postLogoutRedirectUriField(
  fallback: string | undefined,
  redirectUri: RedirectUri | undefined,
): Field<RedirectUri> {
  return {
    label: "post-logout redirect URI",
    flag: "--post-logout-redirect-uri <uri>",
    variable: "OKTA_UNLOCK_POST_LOGOUT_REDIRECT_URI",
    question: "Where it returns after sign-out (post-logout):",
    parse(text) {
      const parsed = parseRedirectUri(text);
      return parsed.ok && redirectUri !== undefined ? checkSameScheme(redirectUri, parsed.value) : parsed;
    },
    fallback,
    isDerived: true,
  };
}

/** The post-logout redirect URI that is offered beside a redirect URI. */
export function defaultPostLogoutFor(redirectUri: RedirectUri): string {
  return `${readScheme(redirectUri)}:/logout`;
}

/** The bundle id that is offered for a name. */
export function defaultBundleId(name: ProjectName): string {
  return `com.example.${name.identifier}`;
}

/** The values of a repeatable flag, each parsed by `field`; for an undefined one what the field gives without the flag. */
export async function gatherUris(
  gathering: Gathering,
  field: Field<RedirectUri>,
  given: readonly (string | undefined)[],
): Promise<RedirectUri[]> {
  const values = await Promise.all(given.map((text) => gathering.resolve(field, text)));
  return values.filter((value) => value !== undefined);
}

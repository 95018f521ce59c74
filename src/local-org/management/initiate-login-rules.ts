import type { Problem } from "../http/problems.ts";
import { check, checkChoice } from "../http/problems.ts";
import type { JsonObject } from "../json.ts";
import { toObject, toText } from "../json.ts";
import { readUrl } from "../read-url.ts";

const modes = ["DISABLED", "SPEC", "OKTA"];

/** Okta's rules for `initiate_login_uri` and `idp_initiated_login`: where and how the org starts a sign-in (OpenID Connect Core, 4). */
export function findInitiateLoginProblems(settings: JsonObject): Problem[] {
  const { initiate_login_uri: uri, idp_initiated_login: login } = settings;
  const mode = toObject(login)?.["mode"];
  return [
    ...(uri === undefined || uri === null || uri === "" ? [] : findUriProblems(toText(uri))),
    ...(mode === undefined ? [] : checkChoice("idp_initiated_login.mode", toText(mode), modes)),
  ];
}

function findUriProblems(uri: string): Problem[] {
  const field = "initiate_login_uri";
  return [
    ...check(
      isAddress(uri),
      field,
      `'${uri}' is not a valid URI: it must be an absolute URI without a fragment.`,
    ),
    ...check(uri.length <= 1024, field, "The field must not be longer than 1024 characters"),
  ];
}

/** Schemes that would run something in the browser instead of opening an app. */
const unsafe = /^(?:javascript|vbscript|data|blob|file|about):/iu;

function isAddress(uri: string): boolean {
  const isWeb = /^https?:/iu.test(uri);
  return (
    /^[a-z][a-z0-9+.-]*:[\x21-\x7e]+$/iu.test(uri) &&
    !uri.includes("#") &&
    !unsafe.test(uri) &&
    (!isWeb || (/^https?:\/\/[^/]/iu.test(uri) && readUrl(uri) !== undefined))
  );
}

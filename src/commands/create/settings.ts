import { OktaUnlockError } from "../../errors.ts";
import type { OktaSettings } from "../../project/okta-settings.ts";
import { defaultScopes, type ProvisionSettings } from "../../provision/desired.ts";
import type { ProvisionResult } from "../../provision/apply.ts";
import type { Parsed } from "../../values/branded.ts";
import { parseClientId } from "../../values/client-id.ts";
import { parseIssuer } from "../../values/issuer.ts";
import { parseOrgUrl } from "../../values/org-url.ts";
import type { CreateAnswers, GivenApp } from "./answers.ts";

/** What the project wants of the org. */
export function provisionSettings(answers: CreateAnswers): ProvisionSettings {
  return {
    label: answers.name.display,
    project: answers.bundleId,
    redirectUris: [answers.redirectUri],
    postLogoutRedirectUris: [answers.postLogoutRedirectUri],
    ...answers.provision,
  };
}

/** The project's settings from what the org answered. Throws `okta-refused` when that is not usable. */
export function settingsOfOrg(
  answers: CreateAnswers,
  result: ProvisionResult,
  isLocal: boolean,
): OktaSettings {
  return {
    issuer: expectValid(parseIssuer(result.issuer), "issuer", result.issuer),
    clientId: expectValid(parseClientId(result.clientId), "client ID", result.clientId),
    redirectUri: answers.redirectUri,
    postLogoutRedirectUri: answers.postLogoutRedirectUri,
    scopes: defaultScopes,
    org: expectValid(parseOrgUrl(result.orgUrl), "org URL", result.orgUrl),
    appId: result.appId,
    localOrg: isLocal,
  };
}

/** The project's settings for an app that the user named. */
export function settingsOfGivenApp(answers: CreateAnswers, given: GivenApp): OktaSettings {
  return {
    issuer: given.issuer,
    clientId: given.clientId,
    redirectUri: answers.redirectUri,
    postLogoutRedirectUri: answers.postLogoutRedirectUri,
    scopes: defaultScopes,
    localOrg: false,
  };
}

function expectValid<T>(parsed: Parsed<T>, what: string, text: string): T {
  if (parsed.ok) return parsed.value;
  throw new OktaUnlockError("okta-refused", {
    message: `The org answered with the ${what} ${JSON.stringify(text)}, which a mobile app can't use.`,
    why: parsed.problem,
    next: "Look at the authorization server in the Admin Console: Security > API, then run the command again.",
  });
}

import { readScheme } from "../values/redirect-uri.ts";
import type { ProjectAnswers } from "./answers.ts";
import type { OktaSettings } from "./okta-settings.ts";

/** Everything a template may name. Strings are escaped for the kind of the file before they get there. */
export interface View {
  readonly displayName: string;
  readonly swiftModule: string;
  readonly directory: string;
  readonly identifier: string;
  readonly bundleId: string;
  /** Whether the passcode of the device opens the app as well. */
  readonly passcodeUnlocks: boolean;
  /** Seconds in the background, in digits. */
  readonly lockAfter: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly redirectScheme: string;
  readonly postLogoutRedirectUri: string;
  /** Joined by spaces, as OAuth writes them. */
  readonly scopes: string;
  /** The same, one by one. */
  readonly scopeList: readonly string[];
  /** Empty when unknown. */
  readonly org: string;
  /** Empty when unknown. */
  readonly appId: string;
  readonly localOrg: boolean;
  /** The command line that makes this project again. */
  readonly command: string;
  /** `okta-unlock 1.2.3`. */
  readonly generator: string;
}

/** What a rendering needs to know of the run itself. */
export interface Generator {
  /** The command line that makes this project again. */
  readonly command: string;
  /** The version of okta-unlock. */
  readonly version: string;
}

export function viewOf(answers: ProjectAnswers, okta: OktaSettings, generator: Generator): View {
  return {
    displayName: answers.name.display,
    swiftModule: answers.name.swiftModule,
    directory: answers.name.directory,
    identifier: answers.name.identifier,
    bundleId: answers.bundleId,
    passcodeUnlocks: answers.unlockPolicy === "biometric-or-passcode",
    lockAfter: answers.lockAfter,
    issuer: okta.issuer,
    clientId: okta.clientId,
    redirectUri: okta.redirectUri,
    redirectScheme: readScheme(okta.redirectUri),
    postLogoutRedirectUri: okta.postLogoutRedirectUri,
    scopes: okta.scopes.join(" "),
    scopeList: okta.scopes,
    org: okta.org ?? "",
    appId: okta.appId ?? "",
    localOrg: okta.localOrg,
    command: generator.command,
    generator: `okta-unlock ${generator.version}`,
  };
}

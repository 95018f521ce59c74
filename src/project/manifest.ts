import type { ProjectAnswers } from "./answers.ts";
import type { OktaSettings } from "./okta-settings.ts";

/** The file in a project that `update`, `doctor` and a re-run know it by. */
export const manifestName = "okta-unlock.json";

/** Raised when a reader of today could not understand the file any more. */
export const manifestVersion = 1;

/** All that `okta-unlock.json` says. No secret is among it. */
export interface ProjectManifest {
  readonly generatorVersion: string;
  readonly templateVersion: string;
  readonly answers: ProjectAnswers;
  readonly okta: OktaSettings;
  /** SHA-256 (hexadecimal) of each file as it was made, by its path with forward slashes. */
  readonly files: Readonly<Record<string, string>>;
}

/** The text of `okta-unlock.json`: the same for the same project, byte by byte. */
export function manifestText(manifest: ProjectManifest): string {
  const { answers, okta } = manifest;
  const content = {
    $schema: `https://unpkg.com/okta-unlock@${manifest.generatorVersion}/templates/okta-unlock.schema.json`,
    schemaVersion: manifestVersion,
    generatorVersion: manifest.generatorVersion,
    platform: answers.platform,
    templateVersion: manifest.templateVersion,
    answers: {
      name: answers.name.display,
      bundleId: answers.bundleId,
      redirectUri: okta.redirectUri,
      postLogoutRedirectUri: okta.postLogoutRedirectUri,
      unlockPolicy: answers.unlockPolicy,
      lockAfter: Number(answers.lockAfter),
    },
    okta: {
      org: okta.org,
      issuer: okta.issuer,
      clientId: okta.clientId,
      appId: okta.appId,
      scopes: okta.scopes,
      localOrg: okta.localOrg,
    },
    files: manifest.files,
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

import type { ProjectAnswers } from "../project/answers.ts";
import { answers } from "../project/answers.ts";
import type { OktaSettings } from "../project/okta-settings.ts";
import type { Parsed } from "../values/branded.ts";
import { type ClientId, parseClientId } from "../values/client-id.ts";
import { type Issuer, parseIssuer } from "../values/issuer.ts";
import type { Platform } from "../values/platform.ts";
import { parseProjectName } from "../values/project-name.ts";

/** The app that the samples are for, when nobody says: the org that Okta's docs name in examples, and a client ID of nobody's. */
export const placeholderApp: SampleApp = {
  issuer: take(parseIssuer("https://integrator-1234567.okta.com/oauth2/default")),
  clientId: take(parseClientId("0oa1b2c3d4e5f6g7h8i9")),
};

/** The app at Okta that the samples name. */
export interface SampleApp {
  readonly issuer: Issuer;
  readonly clientId: ClientId;
}

/** The folder and the name of a sample project. */
const projectName = "My App";

/** The answers of a sample project: the defaults, for an app called My App. */
export function answerForSample(platform: Platform): ProjectAnswers {
  const name = take(parseProjectName(projectName));
  const known: Record<string, unknown> = { platform, name, directory: name.directory };
  for (const [key, row] of Object.entries(answers)) {
    if (key in known) continue;
    const text = row.fallback(known);
    known[key] = take(row.parse(text ?? "", known) as Parsed<unknown>);
  }
  delete known["directory"];
  return known as unknown as ProjectAnswers;
}

export function settleSample({ issuer, clientId }: SampleApp, scopes: readonly string[]): OktaSettings {
  return { issuer, clientId, scopes, localOrg: false };
}

/** The command that makes such a project; the same on every system. */
export function spellSampleCommand(platform: Platform, { issuer, clientId }: SampleApp): string {
  return `npx okta-unlock create my-app --platform ${platform} --issuer ${issuer} --client-id ${clientId} --yes`;
}

function take<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new Error(`A value of the samples is refused: ${parsed.problem}`);
  return parsed.value;
}

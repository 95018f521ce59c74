import type { Known } from "../project/answer.ts";
import { type AnswerName, answerRows, type ProjectAnswers } from "../project/answers.ts";
import type { OktaSettings } from "../project/okta-settings.ts";
import type { Parsed } from "../values/branded.ts";
import { type ClientId, parseClientId } from "../values/client-id.ts";
import { type Issuer, parseIssuer } from "../values/issuer.ts";
import type { Platform } from "../values/platform.ts";
import { parseProjectName } from "../values/project-name.ts";

/** The app at Okta that the samples name. */
export interface SampleApp {
  readonly issuer: Issuer;
  readonly clientId: ClientId;
}

/** The app when nobody names one: the org that Okta's docs have in their examples, and a client ID of nobody's. */
export const placeholderApp: SampleApp = {
  issuer: take(parseIssuer("https://integrator-1234567.okta.com/oauth2/default")),
  clientId: take(parseClientId("0oa1b2c3d4e5f6g7h8i9")),
};

/** The answers of a sample project: the defaults, for an app called My App. */
export function answerForSample(platform: Platform): ProjectAnswers {
  const first = { platform, name: take(parseProjectName("My App")) };
  const answered: Partial<Record<AnswerName, unknown>> = { ...first };
  for (const [name, row] of answerRows) {
    const known = { ...answered, ...first } as Known;
    answered[name] ??= take(row.parse(row.fallback(known) ?? "", known));
  }
  // Each row gave what it is typed to give.
  return answered as ProjectAnswers;
}

/** What a sample project knows of Okta: no org and no app of anybody's. */
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

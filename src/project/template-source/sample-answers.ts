import { parseClientId } from "../../values/client-id.ts";
import { parseIssuer } from "../../values/issuer.ts";
import { parseOrgUrl } from "../../values/org-url.ts";
import type { Platform } from "../../values/platform.ts";
import type { Parsed } from "../../values/branded.ts";
import { type AnswerName, answerRows, type ProjectAnswers } from "../answers.ts";
import type { Known } from "../answer.ts";
import type { OktaSettings } from "../okta-settings.ts";
import type { Generator } from "../template-view.ts";

/** Answers as they are typed, and whether the org is the local one. */
interface Sample extends Partial<Record<AnswerName, string>> {
  readonly name: string;
  readonly localOrg: boolean;
}

/** Answers that are hard on a template: each thing that can be on or off is both, and names are what names can be. */
export const samples: readonly Sample[] = [
  { name: "My App", localOrg: false, lockAfter: "0" },
  {
    name: `Café "Größe" & <Co>'s \\ {{x}} */ -- #`,
    localOrg: true,
    accountDeletion: "true",
    unlockPolicy: "biometric-or-passcode",
  },
  { name: "日本語 तमिल 👩‍🚀 $x ${x} `y` %@", localOrg: true },
  { name: "W".repeat(60), localOrg: false, accountDeletion: "true" },
];

/** The generator of a sample. */
export const sampleGenerator: Generator = {
  command: 'npx example "my app" --yes',
  version: "1.0.0",
};

/** The sample as `create` would take it; what a platform can't have is its default. */
export function readSample(sample: Sample, platform: Platform): ProjectAnswers {
  const read: Partial<ProjectAnswers> = {};
  for (const [name, row] of answerRows) {
    const known: Known = { takesDefaults: true, ...read };
    const given = name === "platform" ? platform : sample[name];
    const texts = [given, row.fallback(known)].filter((text) => text !== undefined);
    const parsed = texts.map((text) => row.parse(text, known)).find(({ ok }) => ok);
    Object.assign(read, { [name]: expectValid(parsed) });
  }
  // Each row gave what it is typed to give.
  return read as ProjectAnswers;
}

/** The settings of a sample. */
export function readSampleSettings({ localOrg }: Pick<Sample, "localOrg">): OktaSettings {
  const orgUrl = localOrg ? "https://localhost:8643" : "https://example.okta.com";
  return {
    issuer: expectValid(parseIssuer(`${orgUrl}/oauth2/default`)),
    clientId: expectValid(parseClientId("0oa1b2c3d4E5F6G7h8i9")),
    org: expectValid(parseOrgUrl(orgUrl)),
    appId: "0oa1b2c3d4E5F6G7h8i9",
    scopes: ["openid", "profile", "email", "offline_access"],
    localOrg,
  };
}

function expectValid<T>(parsed: Parsed<T> | undefined): T {
  if (parsed?.ok === true) return parsed.value;
  throw new Error(`a sample is refused: ${parsed?.problem ?? "no value"}`);
}

import { join } from "node:path";
import type { ProjectAnswers } from "../../../src/project/answers.ts";
import type { OktaSettings } from "../../../src/project/okta-settings.ts";
import { planProject, type ProjectPlan } from "../../../src/project/plan.ts";
import type { Parsed } from "../../../src/values/branded.ts";
import { parseBundleId } from "../../../src/values/bundle-id.ts";
import { parseClientId } from "../../../src/values/client-id.ts";
import { parseIssuer } from "../../../src/values/issuer.ts";
import { defaultLockAfter } from "../../../src/values/unlock.ts";
import { parseOrgUrl } from "../../../src/values/org-url.ts";
import { parseProjectName } from "../../../src/values/project-name.ts";
import { parseRedirectUri } from "../../../src/values/redirect-uri.ts";

const templatesDirectory = join(import.meta.dirname, "../../../templates");

export const okta: OktaSettings = {
  org: valid(parseOrgUrl("https://example.okta.com")),
  issuer: valid(parseIssuer("https://example.okta.com/oauth2/default")),
  clientId: valid(parseClientId("0oa1b2c3d4e5f6g7h8i9")),
  appId: "0oa1b2c3d4e5f6g7h8i9",
  scopes: ["openid", "profile", "email", "offline_access"],
  localOrg: true,
};

/** The project of an app on the local org. */
export function planNamed(
  name: string,
  settings = okta,
  chosen: Partial<ProjectAnswers> = {},
): Promise<ProjectPlan> {
  const answers = {
    platform: "ios",
    name: valid(parseProjectName(name)),
    bundleId: valid(parseBundleId("com.example.sample")),
    redirectUri: valid(parseRedirectUri("com.example.sample:/callback")),
    postLogoutRedirectUri: valid(parseRedirectUri("com.example.sample:/logout")),
    initiateLoginUri: "",
    unlockPolicy: "biometric",
    lockAfter: defaultLockAfter,
    accountDeletion: false,
    webPreview: false,
    ...chosen,
  } as const;
  return planProject(answers, settings, {
    command: "npx okta-unlock create",
    version: "0.0.0",
    templatesDirectory,
  });
}

/** The text of the file whose path this finds. */
export function textOf(plan: ProjectPlan, path: RegExp): string {
  const file = plan.files.find((candidate) => path.test(candidate.path));
  if (typeof file?.contents !== "string") throw new Error(`no text at ${path.source}`);
  return file.contents;
}

function valid<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
}

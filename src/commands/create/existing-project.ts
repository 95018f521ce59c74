import { OktaUnlockError } from "../../errors.ts";
import type { ProjectManifest } from "../../project/manifest.ts";
import type { OktaSettings } from "../../project/okta-settings.ts";
import type { ProvisionPlan } from "../../provision/planned-steps.ts";
import type { CreateAnswers } from "./answers.ts";

type Row = readonly [label: string, inProject: string, wanted: string];

/** Throws `project-conflict` when the folder holds a project that was made with other answers. */
export function assertSameAnswers(answers: CreateAnswers, manifest: ProjectManifest): void {
  refuseDifferences(answers.directory, [
    ["platform", manifest.answers.platform, answers.platform],
    ["name", manifest.answers.name.display, answers.name.display],
    ["bundle id", manifest.answers.bundleId, answers.bundleId],
    ["redirect URI", manifest.okta.redirectUri, answers.redirectUri],
    ["post-logout redirect URI", manifest.okta.postLogoutRedirectUri, answers.postLogoutRedirectUri],
    ["unlock policy", manifest.answers.unlockPolicy, answers.unlockPolicy],
    ["seconds until it locks", manifest.answers.lockAfter, answers.lockAfter],
  ]);
}

/** Throws `project-conflict` when the folder holds a project for another app or issuer. */
export function assertSameSettings(
  settings: OktaSettings,
  manifest: ProjectManifest,
  directory: string,
): void {
  refuseDifferences(directory, [
    ["issuer", manifest.okta.issuer, settings.issuer],
    ["client ID", manifest.okta.clientId, settings.clientId],
  ]);
}

/** Throws `project-conflict` when the app of the project is not in the org: another app would not fit its files. */
export function assertAppExists(plan: ProvisionPlan, { okta }: ProjectManifest, orgUrl: string): void {
  const isMissing = plan.steps.some(({ resource, action }) => resource === "app" && action === "create");
  if (!isMissing) return;
  throw new OktaUnlockError("project-conflict", {
    message: `The app of this project, ${okta.appId ?? okta.clientId}, is not in ${orgUrl}.`,
    why: "It was deleted, or the project was made for another org.",
    next: "Make the project anew in another folder: okta-unlock create <dir>",
  });
}

function refuseDifferences(directory: string, rows: readonly Row[]): void {
  const differences = rows.filter(([, inProject, wanted]) => inProject !== wanted);
  if (differences.length === 0) return;
  throw new OktaUnlockError("project-conflict", {
    message: `${directory} holds a project that was made with other answers.`,
    why: "A project is not made twice in one folder, so that nothing of yours is lost.",
    details: differences.map(([label, inProject, wanted]) => `${label}: ${inProject} there, ${wanted} now`),
    next: "Give the same answers, or another folder: okta-unlock create <dir>",
  });
}

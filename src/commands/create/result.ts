import type { Context } from "../../context.ts";
import type { OktaUnlockError } from "../../errors.ts";
import type { LocalOrgNow } from "../../flows/org-session.ts";
import type { OktaSettings } from "../../project/okta-settings.ts";
import type { ProvisionResult } from "../../provision/apply.ts";
import type { PlannedStep } from "../../provision/planned-steps.ts";
import type { PackageManager } from "../../values/package-manager.ts";
import type { Platform } from "../../values/platform.ts";
import type { CreateAnswers } from "./answers.ts";
import { buildEquivalentCommand } from "./equivalent.ts";
import type { MadeProject } from "./made-project.ts";
import { locateProjects } from "./locate-projects.ts";
import { listNextSteps } from "./next-steps.ts";

/** What became of the packages of a project. */
export interface InstallOutcome {
  /** Null when there was nothing to install, or nothing that could. */
  readonly packageManager: PackageManager | null;
  /** `present`: it had them already. */
  readonly status: "installed" | "present" | "nothing-to-install" | "failed" | "interrupted";
  /** Thrown once the result is out: the project is made all the same. */
  readonly failure?: OktaUnlockError;
}

/** One project of the run. */
export interface ProjectResult {
  readonly platform: Platform;
  /** Absolute. */
  readonly directory: string;
  /** What is to be done there after the steps of the run; none when it is the only project. */
  readonly nextSteps: readonly string[];
}

/** What one run of `create` did. */
export interface CreateResult {
  readonly name: string;
  /** Null for several; `projects` has them. */
  readonly platform: Platform | null;
  /** One for each platform. */
  readonly projects: readonly ProjectResult[];
  /** Null when issuer and client ID were given by hand. */
  readonly org: string | null;
  readonly issuer: string;
  readonly clientId: string;
  readonly appId: string | null;
  readonly redirectUri: string;
  readonly postLogoutRedirectUri: string;
  /** Null when it has none. */
  readonly initiateLoginUri: string | null;
  /** Absolute. */
  readonly directory: string;
  /** Relative to the folder, with forward slashes. */
  readonly files: readonly string[];
  /** Those of them that were deleted from the folder. */
  readonly missing: readonly string[];
  /** False when neither the org nor the folder had to change. */
  readonly changed: boolean;
  readonly project: "created" | "unchanged";
  readonly steps: readonly PlannedStep[];
  /** `created`, `inside-repository`, `skipped` or `no-git`. */
  readonly git: string;
  readonly warnings: readonly string[];
  readonly nextSteps: readonly string[];
  /** Who signs in to the local org, and where to watch; null for an org at Okta. */
  readonly local: LocalOrgNow | null;
  /** Null when nobody wanted that. */
  readonly install: InstallOutcome | null;
  readonly command: string;
}

/** What was done. */
interface Outcome {
  readonly okta: OktaSettings;
  readonly project: MadeProject;
  /** Absent when no org was touched. */
  readonly provisioned?: ProvisionResult;
  /** Absent unless the org is the local one. */
  readonly local?: LocalOrgNow | undefined;
}

/** Puts together what the steps gave. */
export function buildResult(
  context: Pick<Context, "cwd" | "platform">,
  answers: CreateAnswers,
  { okta, project, provisioned, local }: Outcome,
): CreateResult {
  return {
    name: answers.name.display,
    platform: readOnlyPlatform(answers),
    projects: locateProjects(answers).map(({ platform, directory }) => ({
      platform,
      directory,
      nextSteps: project.projectSteps.find((each) => each.platform === platform)?.steps ?? [],
    })),
    org: okta.org ?? null,
    issuer: okta.issuer,
    clientId: okta.clientId,
    appId: okta.appId ?? null,
    redirectUri: answers.redirectUri,
    postLogoutRedirectUri: answers.postLogoutRedirectUri,
    initiateLoginUri: answers.initiateLoginUri === "" ? null : answers.initiateLoginUri,
    directory: answers.directory,
    files: project.files,
    missing: project.missing,
    changed: project.state === "created" || provisioned?.changed === true,
    project: project.state,
    steps: provisioned?.steps ?? [],
    git: project.git,
    warnings: [...(provisioned?.warnings ?? []), ...project.warnings],
    nextSteps: listNextSteps(context, answers, { okta, templateSteps: project.nextSteps }),
    local: local ?? null,
    install: null,
    command: buildEquivalentCommand(context, answers),
  };
}

/** The platform of a run that makes one project. */
export function readOnlyPlatform({ platforms }: Pick<CreateAnswers, "platforms">): Platform | null {
  const [only, ...others] = platforms;
  return others.length === 0 ? (only ?? null) : null;
}

import { relative } from "node:path";
import type { Context } from "../../context.ts";
import type { OktaSettings } from "../../project/okta-settings.ts";
import type { ProvisionResult } from "../../provision/apply.ts";
import type { PlannedStep, ProvisionPlan } from "../../provision/planned-steps.ts";
import { formatCommand } from "../../terminal/shell-quote.ts";
import type { CreateAnswers } from "./answers.ts";
import type { CreateRun } from "./create-run.ts";
import { typablePath } from "./equivalent.ts";
import { localOrgSteps } from "./local-org-steps.ts";
import type { MadeProject } from "./project-step.ts";

/** What one run of `create` did. */
export interface CreateResult {
  readonly name: string;
  readonly platform: string;
  /** Null when issuer and client ID were given by hand. */
  readonly org: string | null;
  readonly issuer: string;
  readonly clientId: string;
  readonly appId: string | null;
  readonly redirectUri: string;
  readonly postLogoutRedirectUri: string;
  /** Absolute. */
  readonly directory: string;
  /** Relative to the folder, with forward slashes. */
  readonly files: readonly string[];
  /** False when neither the org nor the folder had to change. */
  readonly changed: boolean;
  readonly project: "created" | "unchanged";
  readonly steps: readonly PlannedStep[];
  /** `created`, `inside-repository`, `skipped` or `no-git`. */
  readonly git: string;
  readonly warnings: readonly string[];
  readonly nextSteps: readonly string[];
  readonly command: string;
}

/** What was done in the org; undefined when none was touched. */
export interface OrgOutcome {
  readonly plan: ProvisionPlan;
  readonly provisioned: ProvisionResult;
  /** The file that devices must trust, for the local org only. */
  readonly caCertificatePath?: string | undefined;
}

/** Puts together what the steps gave. */
export function buildResult(
  { context, answers, command }: CreateRun,
  okta: OktaSettings,
  project: MadeProject,
  org: OrgOutcome | undefined,
): CreateResult {
  return {
    name: answers.name.display,
    platform: answers.platform,
    org: okta.org ?? null,
    issuer: okta.issuer,
    clientId: okta.clientId,
    appId: okta.appId ?? null,
    redirectUri: okta.redirectUri,
    postLogoutRedirectUri: okta.postLogoutRedirectUri,
    directory: answers.directory,
    files: project.files,
    changed: project.state === "created" || org?.provisioned.changed === true,
    project: project.state,
    steps: org?.plan.steps ?? [],
    git: project.git,
    warnings: [...(org?.provisioned.warnings ?? []), ...project.warnings],
    nextSteps: [
      ...enterFolder(context, answers),
      ...localOrgSteps(answers.platform, org?.caCertificatePath),
      ...project.nextSteps,
    ],
    command,
  };
}

function enterFolder(context: Pick<Context, "cwd" | "platform">, { directory }: CreateAnswers): string[] {
  const path = relative(context.cwd, directory);
  return path === "" ? [] : [formatCommand(["cd", typablePath(path)], context.platform)];
}

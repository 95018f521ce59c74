import { relative } from "node:path";
import type { Context } from "../../context.ts";
import { hint, shellCommand } from "../../hints.ts";
import type { OktaSettings } from "../../project/okta-settings.ts";
import type { ProvisionResult } from "../../provision/apply.ts";
import type { PlannedStep, ProvisionPlan } from "../../provision/planned-steps.ts";
import type { CreateAnswers } from "./answers.ts";
import { buildEquivalentCommand, formatTypablePath } from "./equivalent.ts";
import type { MadeProject } from "./make-project.ts";

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

const startLocalOrg = `Keep the local org running, in another terminal: ${hint("local start")}`;

/** What was done. */
interface Outcome {
  readonly okta: OktaSettings;
  readonly project: MadeProject;
  /** Absent when no org was touched. */
  readonly org?: { readonly plan: ProvisionPlan; readonly provisioned: ProvisionResult };
}

/** Puts together what the steps gave. */
export function buildResult(
  context: Pick<Context, "cwd" | "platform">,
  answers: CreateAnswers,
  { okta, project, org }: Outcome,
): CreateResult {
  return {
    name: answers.name.display,
    platform: answers.platform,
    org: okta.org ?? null,
    issuer: okta.issuer,
    clientId: okta.clientId,
    appId: okta.appId ?? null,
    redirectUri: answers.redirectUri,
    postLogoutRedirectUri: answers.postLogoutRedirectUri,
    directory: answers.directory,
    files: project.files,
    changed: project.state === "created" || org?.provisioned.changed === true,
    project: project.state,
    steps: org?.plan.steps ?? [],
    git: project.git,
    warnings: [...(org?.provisioned.warnings ?? []), ...project.warnings],
    nextSteps: [
      ...enterFolder(context, answers),
      ...(okta.localOrg ? [startLocalOrg] : []),
      ...project.nextSteps,
    ],
    command: buildEquivalentCommand(context, answers),
  };
}

function enterFolder(context: Pick<Context, "cwd" | "platform">, { directory }: CreateAnswers): string[] {
  const path = relative(context.cwd, directory);
  return path === "" ? [] : [shellCommand("cd", formatTypablePath(path))];
}

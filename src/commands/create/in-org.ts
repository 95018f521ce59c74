import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { Gathering } from "../../flows/fields.ts";
import { type Destination, openOrg, type OrgSession } from "../../flows/org-session.ts";
import { confirmPlan } from "../../flows/confirm-plan.ts";
import { planWithChoice } from "../../flows/plan-with-choice.ts";
import type { OktaSettings } from "../../project/okta-settings.ts";
import { applyProvision, predictResult, type ProvisionedIds } from "../../provision/apply.ts";
import { defaultScopes, buildDesiredState, type ProvisionSettings } from "../../provision/desired.ts";
import { hasChanges, type ProvisionPlan } from "../../provision/planned-steps.ts";
import { withJournal } from "../../provision/journal.ts";
import type { Parsed } from "../../values/branded.ts";
import { parseClientId } from "../../values/client-id.ts";
import { parseIssuer } from "../../values/issuer.ts";
import { parseOrgUrl } from "../../values/org-url.ts";
import { webPreviewOrigin, webPreviewUri } from "../../values/web-preview.ts";
import type { CreateAnswers } from "./answers.ts";
import { type Agreement, agreeOnPlan } from "./agree.ts";
import { assertSameSettings, findTarget } from "./find-target.ts";
import { makeProject } from "./make-project.ts";
import { listProjects, type UsableTarget } from "./place.ts";
import { assertAppExists, assertConsent, leaveOrigins } from "./project-app.ts";
import { buildResult, type CreateResult } from "./result.ts";

/** Provisions the org, then makes the project; what was made in the org is undone when the project can't be written. */
export async function createInOrg(
  context: Context,
  gathering: Gathering,
  wanted: CreateAnswers,
  destination: Destination,
): Promise<CreateResult> {
  const session = await openOrg(context, destination);
  try {
    const { answers, plan } = await agree(context, gathering, session, wanted);
    // Questions take time, and an answer may have moved the project.
    const target = await findTarget(context, answers);
    return await withJournal(context, async (journal) => {
      const provisioned = await applyProvision(context, session.org, plan, journal);
      const okta = toSettings(provisioned, session.isLocal);
      const project = await makeProject(context, answers, { target, okta, local: session.local });
      return buildResult(context, answers, {
        okta,
        project,
        provisioned,
        local: session.local,
      });
    });
  } finally {
    await session.close();
  }
}

/** A project that is there has its answers; only what it needs in the org may differ. */
async function agree(
  context: Context,
  gathering: Gathering,
  session: OrgSession,
  wanted: CreateAnswers,
): Promise<Agreement<ProvisionPlan>> {
  const makePlan = (answers: CreateAnswers, namedAppId?: string): Promise<ProvisionPlan> =>
    planWithChoice(context, session.org, buildDesiredState(toProvisionSettings(answers)), {
      ifExists: answers.ifExists,
      namedAppId,
    });
  const target = await findTarget(context, wanted);
  const [project] = listProjects(target);
  if (project === undefined) return agreeOnPlan(context, gathering, wanted, makePlan);
  const plan = leaveOrigins(await makePlan(wanted, project.manifest.okta.appId), wanted);
  assertAppExists(plan, project.manifest, session.org.orgUrl);
  assertProjectFits(context, wanted, target, { plan, session });
  if (hasChanges(plan)) await confirmPlan(context, plan);
  return { answers: wanted, plan };
}

/** Whatever speaks against a project that is in the folder already, before anything in the org is changed. */
function assertProjectFits(
  { interaction }: Pick<Context, "interaction">,
  { directory, ifExists }: CreateAnswers,
  target: UsableTarget,
  { plan, session }: { readonly plan: ProvisionPlan; readonly session: OrgSession },
): void {
  assertSameSettings(toSettings(predictResult(session.org, plan), session.isLocal), target, directory);
  assertConsent(plan, { ifExists, interaction });
}

/** What the project wants of the org. */
export function toProvisionSettings(answers: CreateAnswers): ProvisionSettings {
  const previewUris = answers.webPreview ? [webPreviewUri] : [];
  return {
    label: answers.name.display,
    project: answers.bundleId,
    redirectUris: [answers.redirectUri, ...previewUris],
    postLogoutRedirectUris: [answers.postLogoutRedirectUri, ...previewUris],
    ...(answers.webPreview && { trustedOrigin: webPreviewOrigin }),
    ...(answers.initiateLoginUri !== "" && { initiateLoginUri: answers.initiateLoginUri }),
    ...answers.provision,
  };
}

/** The project's settings from what the org answered. Throws `okta-refused` when that is not usable. */
function toSettings(result: ProvisionedIds, localOrg: boolean): OktaSettings {
  return {
    issuer: expectValid(parseIssuer(result.issuer), "issuer", result.issuer),
    clientId: expectValid(parseClientId(result.clientId), "client ID", result.clientId),
    scopes: defaultScopes,
    org: expectValid(parseOrgUrl(result.orgUrl), "org URL", result.orgUrl),
    appId: result.appId,
    localOrg,
  };
}

function expectValid<T>(parsed: Parsed<T>, what: string, text: string): T {
  if (parsed.ok) return parsed.value;
  throw new OktaUnlockError("okta-refused", {
    message: `The org answered with the ${what} ${JSON.stringify(text)}, which a mobile app can't use.`,
    why: parsed.problem,
    next: "Check the authorization server in the Admin Console (Security > API), then run the command again.",
  });
}

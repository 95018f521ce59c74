import type { Interaction } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { hint } from "../../hints.ts";
import type { ProjectManifest } from "../../project/manifest.ts";
import type { IfExists } from "../../provision/find-app.ts";
import { listChanges, type PlannedStep, type ProvisionPlan } from "../../provision/planned-steps.ts";
import type { FieldChange } from "../../provision/app-differences.ts";

/** Throws `project-conflict` when the app of the project is not in the org: another app would not fit its files. */
export function assertAppExists({ steps }: ProvisionPlan, { okta }: ProjectManifest, orgUrl: string): void {
  if (!steps.some(isNewApp)) return;
  throw new OktaUnlockError("project-conflict", {
    message: `The app of this project, ${okta.appId ?? okta.clientId}, is not in ${orgUrl}.`,
    why: "It was deleted, or the project was created for another org.",
    next: `Create a project in another folder: ${hint("create", { args: ["<dir>"] })}`,
  });
}

function isNewApp({ resource, action }: PlannedStep): boolean {
  return resource === "app" && action === "create";
}

/** What is the same for every project. Everything else of an app comes from the answers, which are in `okta-unlock.json`. */
const sameForAll: ReadonlySet<string> = new Set([
  "credentials.oauthClient.token_endpoint_auth_method",
  "credentials.oauthClient.pkce_required",
  "settings.implicitAssignment",
  "settings.oauthClient.response_types",
  "settings.oauthClient.grant_types",
  "settings.oauthClient.refresh_token.rotation_type",
  "settings.oauthClient.refresh_token.leeway",
  "settings.oauthClient.dpop_bound_access_tokens",
]);

interface Consent {
  readonly ifExists: IfExists | undefined;
  readonly interaction: Pick<Interaction, "canAsk">;
}

/**
 * Throws `app-conflict` when the answers of a project that is in the folder already would change its app, and nobody sees the
 * plan before it is carried out. The mark of a project is no secret: whoever wrote the repository could have copied it, and
 * have the app send its codes to another one.
 */
export function assertConsent({ steps }: ProvisionPlan, { ifExists, interaction }: Consent): void {
  const appSteps = steps.filter(({ resource }) => resource === "app" || resource === "activation");
  const changes = appSteps.flatMap(listChanges).filter(({ field }) => !sameForAll.has(field));
  const origins = steps.filter(changesOrigin);
  if (changes.length + origins.length === 0 || ifExists === "update" || interaction.canAsk) return;
  throw new OktaUnlockError("app-conflict", {
    message: `${changes.length > 0 ? "The app of this project" : "The org"} is not as okta-unlock.json says, and nobody can be asked whether to change it.`,
    why: `That file comes with the project, and whoever wrote it would choose ${changes.length > 0 ? "where Okta sends the users of the app" : "which web pages may call the org"}.`,
    details: [...changes.map(describeChange), ...origins.map(describeOrigin)],
    next: "If you trust this project, run the command again with --if-exists update. To leave it as it is, use --if-exists reuse",
  });
}

/** The plan without what somebody's `--if-exists reuse` leaves as it is: origins hold for the whole org. */
export function leaveOrigins(plan: ProvisionPlan, { ifExists }: Pick<Consent, "ifExists">): ProvisionPlan {
  const origins = plan.steps.filter(changesOrigin);
  if (ifExists !== "reuse" || origins.length === 0) return plan;
  const warnings = origins.map(({ title }) => `Not done, with --if-exists reuse: ${title}.`);
  return {
    ...plan,
    steps: plan.steps.filter((step) => !changesOrigin(step)),
    warnings: [...plan.warnings, ...warnings],
  };
}

function changesOrigin({ resource, action }: PlannedStep): boolean {
  return resource === "trusted-origin" && action !== "keep";
}

function describeOrigin({ title, reason }: PlannedStep): string {
  return `${title}. ${reason}`;
}

/** Lists are only added to, so that what is new in them is all there is to say. */
function describeChange({ field, from, to }: FieldChange): string {
  if (field === "status") return "It was deactivated in the org, and would be active again.";
  const name = field.slice(field.lastIndexOf(".") + 1);
  if (!Array.isArray(to)) return `${name}: ${String(from)} in the org, ${String(to)} in okta-unlock.json`;
  const before: readonly unknown[] = Array.isArray(from) ? from : [];
  const added = to.filter((item) => !before.includes(item));
  return `${name}: only in okta-unlock.json: ${added.join(", ")}`;
}

import type { JsonObject } from "../okta/port.ts";
import { type FieldChange, listDifferences } from "./app-differences.ts";
import type { DesiredState } from "./desired.ts";
import { fill, type PlannedRequest } from "./request.ts";

export type Resource =
  | "app"
  | "activation"
  | "assignment"
  | "sign-on-policy"
  | "authorization-server"
  | "policy"
  | "rule"
  | "trusted-origin";

interface Step {
  readonly resource: Resource;
  /** What is done, as an order: `Create the native app "My App"`. */
  readonly title: string;
  /** Why, as a sentence. */
  readonly reason: string;
  /** What the plan knows already for the requests of later steps. */
  readonly knows?: { readonly appId?: string; readonly clientId?: string; readonly policyId?: string };
}

/** A step that finds everything right. */
export interface KeepingStep extends Step {
  readonly action: "keep";
  readonly request?: undefined;
}

/** A step that sends `request`: previews show that one, and the run sends that one. */
export interface ActingStep extends Step {
  readonly action: "create" | "update" | "delete";
  readonly request: PlannedRequest;
  /** What `request` replaces or removes, for undoing it: a whole app, an assignment, `{ policyId }`. */
  readonly former?: JsonObject;
  /** Said when the credential may not send `request`, and the run goes on; without it the run fails then. */
  readonly withoutPermission?: string;
}

/** A step that keeps an authorization server: none is ever made or changed. */
export interface AuthorizationServerStep extends KeepingStep {
  readonly resource: "authorization-server";
  /** `default`, or `org` for the org authorization server. */
  readonly authorizationServerId: string;
  /** Undefined in a plan that was made without an org. */
  readonly issuer: string | undefined;
}

export type PlannedStep = KeepingStep | ActingStep | AuthorizationServerStep;

/** What has to be done to an org, as plain data, in the order it is done. */
export interface ProvisionPlan {
  /** Undefined in a plan that was made without an org. */
  readonly orgUrl: string | undefined;
  readonly desired: DesiredState;
  readonly steps: readonly PlannedStep[];
  /** What the user should know and no step changes. */
  readonly warnings: readonly string[];
}

/** True when applying the plan changes something. */
export function hasChanges({ steps }: Pick<ProvisionPlan, "steps">): boolean {
  return steps.some(({ action }) => action !== "keep");
}

/** The fields that a step changes, read from the very request that it sends. */
export function listChanges(step: PlannedStep): readonly FieldChange[] {
  if (step.action === "keep") return [];
  const { request, former } = step;
  if (former === undefined) return [];
  if (activations.has(request.call)) return [{ field: "status", from: former["status"], to: "ACTIVE" }];
  if (!replacements.has(request.call)) return [];
  const [, body] = fill(request, {}).args as readonly [unknown, JsonObject];
  return listDifferences(former, body);
}

const activations: ReadonlySet<string> = new Set(["activateApp", "activateTrustedOrigin"]);
const replacements: ReadonlySet<string> = new Set(["replaceApp", "replaceTrustedOrigin"]);

/** The step for the authorization server, when the plan has one. */
export function findServerStep({ steps }: Pick<ProvisionPlan, "steps">): AuthorizationServerStep | undefined {
  return steps.find((step): step is AuthorizationServerStep => step.resource === "authorization-server");
}

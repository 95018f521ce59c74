import type { JsonObject, OktaApp } from "../okta/port.ts";
import type { FieldChange } from "./app-differences.ts";
import type { DesiredState } from "./desired.ts";

/** A request as it is going to be sent. `{appId}` and the like stand for what is not known before. */
export interface PlannedRequest {
  readonly method: "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly body?: JsonObject;
}

interface Words {
  /** What is done, as an order: `Create the native app "My App"`. */
  readonly title: string;
  /** Why, as a sentence. */
  readonly reason: string;
}

/** A step that sends `request` when the plan is applied. */
interface Acting extends Words {
  readonly request: PlannedRequest;
  readonly changes?: readonly FieldChange[];
}

/** A step that finds everything right. */
interface Keeping extends Words {
  readonly action: "keep";
  readonly request?: undefined;
  readonly changes?: undefined;
}

/** The app that exists, as Okta knows it. */
interface ExistingApp {
  readonly appId: string;
  readonly clientId: string;
}

export type AppStep =
  | (Acting & { readonly resource: "app"; readonly action: "create" })
  | (Acting & { readonly resource: "app"; readonly action: "update" } & ExistingApp & {
        readonly former: OktaApp;
      })
  | (Keeping & { readonly resource: "app" } & ExistingApp);

export type ActivationStep = Acting & { readonly resource: "activation"; readonly action: "update" };

export type AssignmentStep =
  | (Acting & {
      readonly resource: "assignment";
      readonly action: "create";
      /** Undefined in a plan that was made without an org. */
      readonly groupId: string | undefined;
    })
  | (Acting & {
      readonly resource: "assignment";
      readonly action: "delete";
      readonly groupId: string;
      /** The assignment as it was, to be put back. */
      readonly former: JsonObject;
    })
  | (Keeping & { readonly resource: "assignment" });

export type SignOnPolicyStep =
  | (Acting & {
      readonly resource: "sign-on-policy";
      /** `create` for an app that the same plan makes. */
      readonly action: "create" | "update";
      /** Undefined in a plan that was made without an org. */
      readonly policyId: string | undefined;
      /** The policy that the app has so far; undefined while there is no app, or when Okta does not tell. */
      readonly formerPolicyId: string | undefined;
    })
  | (Keeping & { readonly resource: "sign-on-policy" });

export type AuthorizationServerStep = Keeping & {
  readonly resource: "authorization-server";
  /** `default`, or `org` for the org authorization server. */
  readonly authorizationServerId: string;
  /** Undefined in a plan that was made without an org. */
  readonly issuer: string | undefined;
};

export type PolicyStep =
  | (Acting & { readonly resource: "policy"; readonly action: "create"; readonly priority: number })
  | (Keeping & { readonly resource: "policy"; readonly policyId: string | undefined });

export type RuleStep =
  | (Acting & { readonly resource: "rule"; readonly action: "create" })
  | (Keeping & { readonly resource: "rule" });

export type PlannedStep =
  | AppStep
  | ActivationStep
  | AssignmentStep
  | SignOnPolicyStep
  | AuthorizationServerStep
  | PolicyStep
  | RuleStep;

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

/** The authorization server of a plan: `default`, or `org` for the org authorization server. */
export function authorizationServerOf({ steps }: Pick<ProvisionPlan, "steps">): string {
  return steps.find((step) => step.resource === "authorization-server")?.authorizationServerId ?? "org";
}

/** What previews show where a value is not known yet. */
export const placeholders = {
  appId: "{appId}",
  clientId: "{clientId}",
  everyoneGroupId: "{everyoneGroupId}",
  groupId: "{groupId}",
  signOnPolicyId: "{signOnPolicyId}",
  policyId: "{policyId}",
  run: "{run}",
  expiresAt: "{expiresAt}",
} as const;

import type { Context } from "../context.ts";
import type { OktaApp, OktaOrg } from "../okta/port.ts";
import type { ProvisionPlan } from "./planned-steps.ts";
import type { Journal } from "./undo.ts";

export type ApplyContext = Pick<Context, "log" | "clock" | "signal">;

/** What the steps of one run share. */
export interface Run {
  readonly context: ApplyContext;
  readonly org: OktaOrg;
  readonly plan: ProvisionPlan;
  readonly journal: Journal;
  /** Marks what this run makes, so that it is found again when an answer was lost. */
  readonly id: string;
  /** When an ephemeral app that it makes expires by the org's clock, ISO 8601; undefined for one that is there for good. */
  readonly expiresAt: string | undefined;
}

/** What earlier steps found out for later ones. */
export interface Known {
  readonly appId: string;
  readonly clientId: string;
  /** True when this run made the app: then removing the app removes what hangs on it. */
  readonly isNewApp: boolean;
  readonly policyId: string | undefined;
  /** The app that this run made, as Okta told it. */
  readonly newApp?: OktaApp;
}

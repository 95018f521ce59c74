import type { Context } from "../../context.ts";
import { applyPlan } from "../../provision/apply.ts";
import { desiredNativeApp, type ProvisionSettings } from "../../provision/desired.ts";
import { planOffline, type PlannedRequest, type PlannedStep } from "../../provision/plan.ts";
import { createJournal } from "../../provision/undo.ts";
import { parseProjectName } from "../../values/project-name.ts";
import { parseRedirectUri, type RedirectUri } from "../../values/redirect-uri.ts";
import { chooseDestination, type Destination } from "../destination.ts";
import { explain, type Gathering, startGathering } from "../fields.ts";
import { openOrg } from "../org-session.ts";
import { planLines } from "../plan-view.ts";
import { confirmPlan, hasChanges, planWithChoice } from "../provision-flow.ts";
import type { AppsCreateFlags } from "./command.ts";
import { type ShownApp, showApp } from "./show.ts";

/** An app that is as it was asked for. */
export interface CreatedApp {
  readonly app: ShownApp;
  readonly changed: boolean;
  readonly steps: readonly PlannedStep[];
  readonly warnings: readonly string[];
}

/** What `apps create` would do. */
export interface AppPreview {
  readonly org: string;
  readonly steps: readonly PlannedStep[];
  readonly requests: readonly PlannedRequest[];
}

interface AppAnswers {
  readonly settings: ProvisionSettings;
  readonly destination: Destination;
}

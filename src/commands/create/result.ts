import type { PlannedStep } from "../../provision/plan.ts";

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
  readonly git: string;
  readonly warnings: readonly string[];
  readonly nextSteps: readonly string[];
  /** The command that repeats this run without questions. */
  readonly command: string;
}

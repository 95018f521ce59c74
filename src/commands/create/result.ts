import type { Context } from "../../context.ts";
import type { PlannedStep } from "../../provision/planned-steps.ts";
import type { CreateAnswers, CreateFlags } from "./answers.ts";

/** What the steps of one `create` share. */
export interface CreateRun {
  readonly context: Context;
  readonly answers: CreateAnswers;
  readonly flags: CreateFlags;
  /** The command that repeats this run without questions. */
  readonly command: string;
}

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

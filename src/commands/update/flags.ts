import type { AnswerFlags } from "../../flows/run-answers.ts";
import type { OrgFlag } from "../../flows/shared-options.ts";

/** The flags of `update` as typed. */
export interface UpdateFlags extends AnswerFlags, OrgFlag {
  readonly answers?: true;
  readonly restore?: true | readonly string[];
  readonly conflicts?: "markers" | "reject";
  readonly ifExists?: "reuse" | "update" | "fail";
  readonly force?: true;
  readonly dryRun?: true;
}

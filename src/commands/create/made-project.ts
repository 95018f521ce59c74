import type { RepositoryOutcome } from "../../project/git.ts";

/** The project as it is in the folder now. */
export interface MadeProject {
  readonly state: "created" | "unchanged";
  readonly files: readonly string[];
  /** Those that were deleted from the folder. */
  readonly missing: readonly string[];
  readonly git: RepositoryOutcome["status"] | "unchanged";
  readonly nextSteps: readonly string[];
  readonly warnings: readonly string[];
}

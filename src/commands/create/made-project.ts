import type { RepositoryOutcome } from "../../project/git.ts";
import type { ProjectSteps } from "./project-steps.ts";

/** The project as it is in the folder now. */
export interface MadeProject {
  readonly state: "created" | "unchanged";
  readonly files: readonly string[];
  /** Those that were deleted from the folder. */
  readonly missing: readonly string[];
  readonly git: RepositoryOutcome["status"] | "unchanged";
  readonly nextSteps: readonly string[];
  /** What comes after them in the folder of each of several projects. */
  readonly projectSteps: readonly ProjectSteps[];
  readonly warnings: readonly string[];
}

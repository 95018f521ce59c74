import type { FileChange, KeptFile } from "../../project/update/file-change.ts";
import type { PlannedStep } from "../../provision/planned-steps.ts";

interface Versions {
  readonly generatorVersion: string;
  readonly templateVersion: string;
}

/** What happens to a file; its contents are left out. */
export type ChangedFile = Pick<FileChange, "path" | "movedFrom" | "conflicts"> & {
  readonly change: FileChange["kind"];
};

/** What became of one project. */
export interface UpdatedProject {
  /** Absolute. */
  readonly directory: string;
  readonly name: string;
  readonly platform: string;
  readonly from: Versions;
  readonly to: Versions;
  /** False when it was up to date. */
  readonly changed: boolean;
  readonly files: readonly ChangedFile[];
  readonly kept: readonly KeptFile[];
  /** Places that both changed. */
  readonly conflicts: number;
  /** The folder of the copies; null when git has all that was replaced. */
  readonly backup: string | null;
  /** False when another version made files of it than the one that it names. */
  readonly baseKnown: boolean;
  readonly app: "unchanged" | "updated";
  readonly steps: readonly PlannedStep[];
  readonly warnings: readonly string[];
  /** With --dry-run: lines, each split at its tabs. A terminal shows either as what it is, and anything else escaped. */
  readonly diff?: readonly (readonly string[])[];
}

export interface UpdateResult {
  readonly dryRun: boolean;
  readonly changed: boolean;
  readonly conflicts: number;
  /** One, or those in the folders of a folder. */
  readonly projects: readonly UpdatedProject[];
}

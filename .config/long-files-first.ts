import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Projects whose tests wait most go first: what uses the processor is left to fill the end. Others come before these. */
const projects = ["stress", "windows", "journeys", "cli", "clients", "contract", "unit-isolated", "unit"];

/** Files that take long for their size, by which Vitest orders what it has not run yet. */
const long =
  /\/(?:kill-sign-in|kill-project|commands-at-once|many-\w+|masking|run|children|okta-app-action|sign-in-ways|signals|fault-matrix\/[\w-]+)\.test\.ts$/u;

function placeOf({ project, moduleId }: TestSpecification): number {
  return 2 * projects.indexOf(project.name) + (long.test(moduleId) ? 0 : 1);
}

/** Keeps the files of a project together, because its workers are used again, and starts the long ones first. */
export class LongFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- it is the sequencer's, and no array's
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}

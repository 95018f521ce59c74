import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A data folder that lasts no longer than its org. */
export interface TemporaryFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** Makes an empty folder among the temporary files; it is removed when the process ends, too. */
export async function makeTemporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), "okta-unlock-local-org-"));
  removeAtExit(path);
  return {
    path,
    async remove() {
      await rm(path, { recursive: true, force: true, maxRetries: 3 });
      leftFolders.delete(path);
    },
  };
}

const leftFolders = new Set<string>();

/** Tests end without `close` as well: by `process.exit`, or because they failed. One listener serves any number of orgs. */
function removeAtExit(folder: string): void {
  if (!process.listeners("exit").includes(removeLeftFolders)) process.on("exit", removeLeftFolders);
  leftFolders.add(folder);
}

function removeLeftFolders(): void {
  for (const folder of leftFolders) rmSync(folder, { recursive: true, force: true });
}

import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

/** A folder below `root` that `make` fills once for each `key`; it is kept for later runs. Workers may ask at once. */
export async function keepFolder(
  root: string,
  [name, key]: readonly [name: string, key: string],
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const target = join(root, `${name}-${createHash("sha256").update(key).digest("hex").slice(0, 16)}`);
  if (existsSync(target)) return target;
  const partial = mkdtempSync(join(root, `${name}.`));
  await make(partial);
  moveUnlessThere(partial, target);
  return target;
}

/** Another worker may have been quicker. */
function moveUnlessThere(partial: string, target: string): void {
  try {
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { recursive: true });
    if (!existsSync(target)) throw error;
  }
}

import { join } from "node:path";
import { OktaUnlockError } from "../errors.ts";
import { shellCommand } from "../hints.ts";
import { manifestName, manifestVersion, type ProjectManifest } from "./manifest.ts";
import { readManifestText } from "./read-manifest-text.ts";

/**
 * Reads the `okta-unlock.json` of a project; undefined when the folder has none. Throws `data-unreadable` when it is
 * broken, or was made by a newer version.
 */
export async function readManifest(directory: string): Promise<ProjectManifest | undefined> {
  const text = readManifestText(join(directory, manifestName), {
    // A folder that can't be one (a file, a link that leads nowhere) has no project; whoever looks at the target says so.
    absent: ["ENOTDIR", "ELOOP"],
    next: () => restoreFrom(directory),
  });
  if (text === undefined) return undefined;
  const json = parseJson(text, directory);
  refuseNewer(json, directory);
  const { parseManifest } = await import("./manifest-schema.ts");
  const manifest = parseManifest(json);
  if ("faults" in manifest)
    throw unreadable(directory, "It does not have the format that okta-unlock writes.", manifest.faults);
  return manifest;
}

function restoreFrom(directory: string): string {
  return `Restore it from version control: ${shellCommand("git", "-C", directory, "checkout", "--", manifestName)}`;
}

/** The parser's own words are left out: they would quote a file that may be anything. */
function parseJson(text: string, directory: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable(directory, "It is not JSON.", []);
  }
}

function refuseNewer(json: unknown, directory: string): void {
  const version = (json as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (typeof version !== "number" || version <= manifestVersion) return;
  throw new OktaUnlockError("data-unreadable", {
    message: `The project in ${directory} was created by a newer version of okta-unlock.`,
    why: `Its ${manifestName} has schema version ${version}; this version reads ${manifestVersion}.`,
    next: `Use the latest version: ${shellCommand("npx", "okta-unlock@latest")}`,
  });
}

const shownFaults = 10;
const shownLength = 200;

function unreadable(directory: string, why: string, faults: readonly string[]): OktaUnlockError {
  return new OktaUnlockError("data-unreadable", {
    message: `The ${manifestName} in ${directory} is broken.`,
    why,
    next: restoreFrom(directory),
    details: faults.slice(0, shownFaults).map((fault) => fault.slice(0, shownLength)),
  });
}

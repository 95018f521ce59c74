import { join } from "node:path";
import { OktaUnlockError } from "../errors.ts";
import { readTextFile, UnreadableFileError } from "../files/read-file.ts";
import { hint, shellCommand } from "../hints.ts";
import { manifestName, manifestVersion, type ProjectManifest } from "./manifest.ts";

/**
 * Reads the `okta-unlock.json` of a project; undefined when the folder has none. Throws `data-unreadable` when it is
 * broken, or was made by a newer version.
 */
export async function readManifest(directory: string): Promise<ProjectManifest | undefined> {
  const text = readText(join(directory, manifestName));
  if (text === undefined) return undefined;
  const json = parseJson(text, directory);
  refuseNewer(json, directory);
  const { parseManifest } = await import("./manifest-schema.ts");
  const manifest = parseManifest(json);
  if ("faults" in manifest)
    throw unreadable(directory, "It does not have the format that okta-unlock writes.", manifest.faults);
  return manifest;
}

/** Far more than the largest project needs. */
const largest = 4 * 1024 * 1024;

/** A folder that can't be one (a file, a link that leads nowhere) has no project; whoever looks at the target says so. */
function readText(path: string): string | undefined {
  try {
    return readTextFile(path, { largest, refusesLinks: true });
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    const { code } = (error.cause ?? {}) as NodeJS.ErrnoException;
    if (code === "ENOTDIR" || code === "ELOOP") return undefined;
    throw new OktaUnlockError("data-unreadable", {
      message: `${path} can't be read.`,
      why: error.message,
      next: `Restore it from version control, or choose another folder: ${hint("create", { args: ["<dir>"] })}`,
      cause: error,
    });
  }
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
    next: `Restore it from version control: ${shellCommand("git", "checkout", "--", manifestName)}`,
    details: faults.slice(0, shownFaults).map((fault) => fault.slice(0, shownLength)),
  });
}

import { shellCommand } from "../hints.ts";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { OktaUnlockError } from "../errors.ts";
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

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new OktaUnlockError("data-unreadable", {
      message: `${path} can't be read.`,
      why: (error as Error).message,
      next: `Make the file readable, then run the same command again: ${shellCommand("ls", "-l", path)}`,
      cause: error,
    });
  }
}

function parseJson(text: string, directory: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadable(directory, `It is not JSON: ${(error as Error).message}`, []);
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

function unreadable(directory: string, why: string, details: readonly string[]): OktaUnlockError {
  return new OktaUnlockError("data-unreadable", {
    message: `The ${manifestName} in ${directory} is broken.`,
    why,
    next: `Restore it from version control: git checkout -- ${manifestName}`,
    details,
  });
}

import { join } from "node:path";
import { OktaUnlockError } from "../errors.ts";
import { hint } from "../hints.ts";
import { type ClientId, parseClientId } from "../values/client-id.ts";
import { type Issuer, parseIssuer } from "../values/issuer.ts";
import { type Platform, platforms } from "../values/platform.ts";
import { pathFault } from "../project/paths.ts";
import { readManifestText } from "../project/read-manifest-text.ts";
import { guideNames } from "./guides.ts";

/** The file by which a folder of samples is known. */
export const samplesManifestName = "okta-unlock-samples.json";

/** Raised when a reader of today could not understand the file any more. */
const schemaVersion = 1;

/** What a folder of samples holds: with it, `samples check` needs no flag but the folder. */
export interface SamplesSettings {
  readonly platforms: readonly Platform[];
  readonly guides: readonly string[];
  readonly issuer: Issuer;
  readonly clientId: ClientId;
}

/** All that `okta-unlock-samples.json` says. */
export interface SamplesManifest extends SamplesSettings {
  /**
   * SHA-256 (hexadecimal) of each file as it was made, by its path with forward slashes. While files are moved, those
   * that it may have, with spaces between them.
   */
  readonly files: Readonly<Record<string, string>>;
}

/** The text of `okta-unlock-samples.json`: the same for the same samples, byte by byte, with one file a line for git. */
export function writeSamplesManifest(version: string, manifest: SamplesManifest): string {
  const { platforms: chosen, guides, issuer, clientId, files } = manifest;
  const content = {
    schemaVersion,
    generatorVersion: version,
    platforms: chosen,
    guides,
    issuer,
    clientId,
    files,
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

/** Reads the `okta-unlock-samples.json` of a folder; undefined when it has none. Throws `data-unreadable` for a broken one. */
export function readSamplesManifest(folder: string): SamplesManifest | undefined {
  const path = join(folder, samplesManifestName);
  const text = readManifestText(path, { absent: ["ENOTDIR"], next: sayWayOut });
  if (text === undefined) return undefined;
  const manifest = parseManifest(parseJson(text));
  if (manifest !== undefined) return manifest;
  throw unreadable(path, "It does not have the format that this version of okta-unlock writes.");
}

function sayWayOut(): string {
  return `Restore it from version control, or build into another folder: ${hint("samples build", { out: "<dir>" })}`;
}

function unreadable(path: string, why: string): OktaUnlockError {
  return new OktaUnlockError("data-unreadable", {
    message: `${path} can't be read.`,
    why,
    next: sayWayOut(),
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Nothing of it is trusted: it comes with a repository. Undefined when anything is not as we write it. */
function parseManifest(json: unknown): SamplesManifest | undefined {
  if (!isRecord(json) || json["schemaVersion"] !== schemaVersion || !isRecord(json["files"]))
    return undefined;
  const issuer = parseIssuer(String(json["issuer"]));
  const clientId = parseClientId(String(json["clientId"]));
  const files = Object.entries(json["files"]);
  const isFine = files.every(
    ([path, sum]) =>
      pathFault(path) === undefined && typeof sum === "string" && /^[\da-f]{64}(?: [\da-f]{64})*$/u.test(sum),
  );
  if (!issuer.ok || !clientId.ok || !isFine) return undefined;
  return {
    // What this version does not know, it can't build: the folder is stale then.
    platforms: platforms.filter((each) => listTexts(json["platforms"]).includes(each)),
    guides: guideNames.filter((each) => listTexts(json["guides"]).includes(each)),
    issuer: issuer.value,
    clientId: clientId.value,
    files: Object.fromEntries(files) as Record<string, string>,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listTexts(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, rmdirSync } from "node:fs";
import { basename, join } from "node:path";
import { LocalOrgError } from "../local-org-error.ts";
import type { Layout } from "./layout.ts";
import { layoutOf } from "./layout.ts";
import { writePrivateFile } from "../../files/private-file.ts";

const kind = "okta-unlock local org";
/** The layout of the folder. A higher number was written by a newer version. */
const layoutVersion = 1;

/** True when the folder carries our marker. */
export function isDataFolder(directory: string): boolean {
  return existsSync(layoutOf(directory).marker);
}

/**
 * Makes the folder ours, or checks that it is. Throws `directory-unusable` for a folder that holds something else,
 * `data-unreadable` for one of another version.
 */
export function openDataFolder(directory: string): Layout {
  const layout = layoutOf(directory);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (existsSync(layout.marker)) checkMarker(layout);
  else claimFolder(layout);
  return layout;
}

/** Removes what the local org made in the folder, and the folder itself when nothing else is in it. */
export function removeDataFolder(layout: Layout): void {
  const { running, users, state, tls, network, caCertificate, marker, owner } = layout;
  const ours = [running, users, state, tls, network, caCertificate, marker, owner];
  for (const path of [...leftovers(layout), ...ours]) rmSync(path, { recursive: true, force: true });
  try {
    rmdirSync(layout.directory);
  } catch {
    // Something else lies in it: that is not ours to remove.
  }
}

/** Temporary files of writes that were cut short by a crash: `running.json.123.tmp`. */
function leftovers(layout: Layout): string[] {
  const names = [layout.running, layout.caCertificate, layout.marker].map((path) => basename(path));
  return readdirSync(layout.directory)
    .filter((name) => names.some((ours) => name.startsWith(`${ours}.`) && name.endsWith(".tmp")))
    .map((name) => join(layout.directory, name));
}

function claimFolder(layout: Layout): void {
  const foreign = readdirSync(layout.directory).filter((name) => !isOurs(layout, name));
  if (foreign.length > 0) throw foreignFolder(layout.directory, foreign);
  writePrivateFile(layout.marker, `${JSON.stringify({ kind, layout: layoutVersion })}\n`);
}

/** Besides hidden files: what is left of a start that was killed before the marker was in place. */
function isOurs(layout: Layout, name: string): boolean {
  return (
    name.startsWith(".") || name === basename(layout.owner) || name.startsWith(`${basename(layout.marker)}.`)
  );
}

function checkMarker(layout: Layout): void {
  const marker = parseMarker(readFileSync(layout.marker, "utf8"));
  if (marker?.kind !== kind || marker.layout !== layoutVersion) {
    throw new LocalOrgError("data-unreadable", {
      message: `The local org can't read its data: ${layout.marker} was not written by this version of okta-unlock.`,
      next: "Use the version that made it, or another folder: okta-unlock local start --data-dir <folder>",
    });
  }
}

function parseMarker(text: string): { kind?: unknown; layout?: unknown } | undefined {
  try {
    return JSON.parse(text) as { kind?: unknown; layout?: unknown };
  } catch {
    return undefined;
  }
}

function foreignFolder(directory: string, found: readonly string[]): LocalOrgError {
  return new LocalOrgError("directory-unusable", {
    message: `${directory} can't hold a local org: it holds other files.`,
    why: "The local org keeps its data in a folder of its own.",
    details: found.slice(0, 10),
    next: "Name an empty or a new folder: okta-unlock local start --data-dir <folder>",
  });
}

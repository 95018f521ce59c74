import { lstatSync, readdirSync, rmdirSync, rmSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { writePrivateFile } from "../../files/private-file.ts";
import { assertOwnFolder, makePrivateFolder } from "../../files/private-folder.ts";
import { readTextFile } from "../../files/read-file.ts";
import { formatReset, LocalOrgError } from "../local-org-error.ts";

const kind = "okta-unlock local org";
/** The layout of the folder. A higher number was written by a newer version. */
const layoutVersion = 1;

/** True when the folder carries our marker, in whatever state it is. */
export function isDataFolder(directory: string): boolean {
  return lstatSync(buildLayout(directory).marker, { throwIfNoEntry: false }) !== undefined;
}

/**
 * The layout of a folder that is only looked at; undefined when it is missing, or not a local org's. Throws
 * `directory-unusable` for something else than a folder, `ForeignFolderError` for another user's, `data-unreadable` for a
 * marker that is damaged or of another version.
 */
export function findDataFolder(directory: string): Layout | undefined {
  const stats = statSync(directory, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (!stats.isDirectory()) throw createNotFolderError(directory);
  if (!isDataFolder(directory)) return undefined;
  assertOwnFolder(directory);
  const layout = buildLayout(directory);
  checkMarker(layout);
  return layout;
}

/**
 * Makes the folder ours and closes it to others, or checks that it is ours. Throws `directory-unusable` for a folder that
 * holds something else, `data-unreadable` for one that is damaged or of another version.
 */
export function openDataFolder(directory: string): Layout {
  const layout = buildLayout(directory);
  makePrivateFolder(directory);
  // Listed before the look for the marker: another process that uses the same folder writes its marker first.
  const names = readdirSync(directory);
  if (isDataFolder(directory)) checkMarker(layout);
  else claimFolder(layout, names);
  return layout;
}

/** Removes what the local org made in the folder, and the folder itself when nothing else is in it. */
export function removeDataFolder(layout: Layout): void {
  const { running, users, state, tls, network, replaced, caCertificate, marker, owner } = layout;
  const ours = [running, users, state, tls, network, replaced, caCertificate, marker, owner];
  for (const path of [...listLeftovers(layout), ...ours])
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  try {
    rmdirSync(layout.directory);
  } catch {
    // The folder holds other files, which must stay.
  }
}

/** Temporary files of writes that were cut short by a crash: `running.json.123.tmp`. */
function listLeftovers(layout: Layout): string[] {
  const names = [layout.running, layout.caCertificate, layout.marker].map((path) => basename(path));
  return readdirSync(layout.directory)
    .filter((name) => names.some((ours) => name.startsWith(`${ours}.`) && name.endsWith(".tmp")))
    .map((name) => join(layout.directory, name));
}

function claimFolder(layout: Layout, names: readonly string[]): void {
  const foreign = names.filter((name) => !isOurs(layout, name));
  if (foreign.length > 0) throw createForeignFolderError(layout.directory, foreign);
  writePrivateFile(layout.marker, `${JSON.stringify({ kind, layout: layoutVersion })}\n`);
}

/** True for hidden files and for files of a start that was killed before it wrote the marker. */
function isOurs(layout: Layout, name: string): boolean {
  return (
    name.startsWith(".") || name === basename(layout.owner) || name.startsWith(`${basename(layout.marker)}.`)
  );
}

function checkMarker({ directory, marker }: Layout): void {
  const found = parseMarker(readTextFile(marker) ?? "");
  if (found?.kind === kind && found.layout === layoutVersion) return;
  const isNewer = found?.kind === kind && typeof found.layout === "number";
  throw new LocalOrgError("data-unreadable", {
    message: isNewer
      ? `The local org in ${directory} was made by another version of okta-unlock.`
      : `The local org can't read its data: ${marker} is damaged.`,
    why: isNewer
      ? `${marker} names layout ${String(found.layout)}; this version reads layout ${layoutVersion} only.`
      : "It is not what okta-unlock writes there, so something else may be wrong with the folder.",
    next: isNewer
      ? `Use the version that made it, or start over: ${formatReset(directory)}`
      : `Restore the file from a backup, or start over (the apps and users of the local org are lost): ${formatReset(directory)}`,
  });
}

/** Undefined for what is no JSON object. */
function parseMarker(text: string): { kind?: unknown; layout?: unknown } | undefined {
  try {
    return Object(JSON.parse(text)) as { kind?: unknown; layout?: unknown };
  } catch {
    return undefined;
  }
}

function createNotFolderError(directory: string): LocalOrgError {
  return new LocalOrgError("directory-unusable", {
    message: `${directory} is a file, not a folder.`,
    next: "Name the folder of a local org, or a new one: okta-unlock local start --data-dir <folder>",
  });
}

function createForeignFolderError(directory: string, found: readonly string[]): LocalOrgError {
  return new LocalOrgError("directory-unusable", {
    message: `${directory} can't be used for a local org: it contains other files.`,
    why: "The local org keeps its data in a folder of its own.",
    details: found.slice(0, 10),
    next: "Name an empty or a new folder: okta-unlock local start --data-dir <folder>",
  });
}

/** The names of everything the local org keeps in its data folder. `reset` removes these and nothing else. */
export interface Layout {
  readonly directory: string;
  /** Proves that the folder is ours. */
  readonly marker: string;
  /** The certificate authority, for people to trust. */
  readonly caCertificate: string;
  readonly tls: string;
  /** One folder for each network address that the org was exposed on: its own authority and certificate. */
  readonly network: string;
  /** The certificate authority for a network address. */
  readonly networkCa: (address: string) => string;
  /** The certificates of authorities that were replaced, for people to remove from their trust stores. */
  readonly replaced: string;
  readonly state: string;
  readonly owner: string;
  /** Where the org runs, while it runs. */
  readonly running: string;
  /** A note of each process that uses an org which runs as long as it is used. */
  readonly users: string;
}

export function buildLayout(directory: string): Layout {
  return {
    directory,
    marker: join(directory, "okta-unlock-local-org.json"),
    caCertificate: join(directory, "ca.pem"),
    tls: join(directory, "tls"),
    network: join(directory, "network"),
    networkCa: (address) => join(directory, "network", address, "ca.pem"),
    replaced: join(directory, "replaced"),
    state: join(directory, "state"),
    owner: join(directory, "owner"),
    running: join(directory, "running.json"),
    users: join(directory, "users"),
  };
}

/** A data folder that is removed with its org. */
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

/** Tests can end without `close`: by `process.exit` or a failure. One listener serves all orgs of the process. */
function removeAtExit(folder: string): void {
  if (!process.listeners("exit").includes(removeLeftFolders)) process.on("exit", removeLeftFolders);
  leftFolders.add(folder);
}

function removeLeftFolders(): void {
  for (const folder of leftFolders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

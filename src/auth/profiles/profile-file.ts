import { hint } from "../../hints.ts";
import { inTurn } from "../../shell-lines.ts";
import { join } from "node:path";
import * as v from "valibot";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { UnreadableFileError } from "../../files/read-file.ts";
import { explainWriteErrors, formatMoveAway, readConfigFile, withConfigLock } from "../config-folder.ts";
import { type Profile, type ProfileBook, profileFile } from "./profile.ts";

type Where = Pick<Context, "configDirectory">;

const configName = "profiles";

/**
 * Reads all profiles; none when there is no file. Throws `data-unreadable` for one that is damaged or newer. Without `conf`,
 * which only writing needs: it takes as long to load as a quick command to run.
 */
export async function readProfiles(where: Where): Promise<ProfileBook> {
  const stored = readStored(where);
  if (stored === undefined) return { profiles: [] };
  const parsed = v.safeParse(profileFile, stored);
  if (!parsed.success) throw createFormatError(where, stored);
  const { current, profiles } = parsed.output;
  const list = Object.entries(profiles).map(([name, profile]): Profile => Object.assign(profile, { name }));
  const isKnown = current === "local" || list.some(({ name }) => name === current);
  return { profiles: list, ...(isKnown && { current }) };
}

/**
 * Changes the profiles while no other process does: `change` gets them as they are on disk now, and what it returns is
 * written. Throws `data-unreadable`, and `directory-unusable` when they can't be written or another process keeps the lock.
 */
export async function changeProfiles(
  where: Where,
  change: (book: ProfileBook) => Promise<ProfileBook> | ProfileBook,
): Promise<void> {
  await withConfigLock(where.configDirectory, configName, async () => {
    const book = await change(await readProfiles(where));
    await explainWriteErrors(locateProfiles(where), () => writeBook(where, book));
  });
}

/** Undefined when there is no file, or an object without anything in it, with which nothing can be lost. */
function readStored(where: Where): unknown {
  const text = readText(where);
  if (text === undefined) return undefined;
  try {
    const stored: unknown = JSON.parse(text);
    return /^\{\s*\}$/u.test(text.trim()) ? undefined : stored;
  } catch (cause) {
    throw createUnreadableError(where, { why: "It is not JSON.", cause });
  }
}

function readText(where: Where): string | undefined {
  try {
    return readConfigFile(where.configDirectory, locateProfiles(where));
  } catch (cause) {
    if (cause instanceof UnreadableFileError)
      throw createUnreadableError(where, { why: cause.message, cause });
    throw cause;
  }
}

async function writeBook({ configDirectory }: Where, { current, profiles }: ProfileBook): Promise<void> {
  const { default: Conf } = await import("conf");
  const conf = new Conf({
    cwd: configDirectory,
    configName,
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
  });
  const entries = profiles.map(({ name, ...profile }): [string, Omit<Profile, "name">] => [name, profile]);
  conf.store = {
    version: 1,
    ...(current !== undefined && { current }),
    profiles: Object.fromEntries(entries),
  };
}

function createFormatError(where: Where, stored: unknown): OktaUnlockError {
  const { version } = Object(stored) as { readonly version?: unknown };
  if (typeof version !== "number" || version <= 1) {
    return createUnreadableError(where, { why: "It is not in the format that okta-unlock writes." });
  }
  const why = "It was written by a newer version of okta-unlock.";
  return createUnreadableError(where, { why, orElse: "Update okta-unlock, or move" });
}

interface Damage {
  readonly why: string;
  /** What else helps, before the move out of the way. */
  readonly orElse?: string;
  readonly cause?: unknown;
}

function createUnreadableError(where: Where, { why, orElse = "Move", cause }: Damage): OktaUnlockError {
  const path = locateProfiles(where);
  return new OktaUnlockError("data-unreadable", {
    message: `The profiles in ${path} can't be read.`,
    why,
    next: `${orElse} the file away and sign in again: ${inTurn(formatMoveAway(path), hint("login"))}`,
    cause,
  });
}

function locateProfiles({ configDirectory }: Where): string {
  return join(configDirectory, `${configName}.json`);
}

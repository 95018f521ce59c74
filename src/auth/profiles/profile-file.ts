import { hint, shellCommand } from "../../hints.ts";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { explainWriteErrors, withConfigLock } from "../config-folder.ts";
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
  if (!parsed.success) throw createUnreadableError(where, explainDamage(stored));
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

/** Undefined when there is no file, or one without anything in it. */
function readStored(where: Where): object | undefined {
  try {
    const stored = JSON.parse(readFileSync(locateProfiles(where), "utf8")) as object | null;
    return Object.keys(stored ?? {}).length === 0 ? undefined : Object(stored);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw createUnreadableError(where, error);
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

function explainDamage({ version }: { readonly version?: unknown }): Error {
  const isNewer = typeof version === "number" && version > 1;
  return new Error(
    isNewer
      ? "It was written by a newer version of okta-unlock."
      : "It is not in the format that okta-unlock writes.",
  );
}

function createUnreadableError(where: Where, cause: unknown): OktaUnlockError {
  const path = locateProfiles(where);
  return new OktaUnlockError("data-unreadable", {
    message: `The profiles in ${path} can't be read.`,
    why: cause instanceof Error ? cause.message : String(cause),
    next: `Update okta-unlock, or move the file away and sign in again: ${shellCommand("mv", path, `${path}.old`)}, then: ${hint("login")}`,
    cause,
  });
}

function locateProfiles({ configDirectory }: Where): string {
  return join(configDirectory, `${configName}.json`);
}

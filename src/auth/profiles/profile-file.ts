import { existsSync } from "node:fs";
import { join } from "node:path";
import type Conf from "conf";
import * as v from "valibot";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { explainWriteErrors, withConfigLock } from "../config-folder.ts";
import { type Profile, type ProfileBook, profileFile } from "./profile.ts";

type Where = Pick<Context, "configDirectory">;

const configName = "profiles";

/** Reads all profiles; none when there is no file. Throws `data-unreadable` for one that is damaged or newer. */
export async function readProfiles(where: Where): Promise<ProfileBook> {
  // Without the file neither the library is loaded nor its folder made.
  if (!existsSync(locateProfiles(where))) return { profiles: [] };
  return readBook(where, await openConf(where));
}

/**
 * Changes the profiles while no other process does: `change` gets them as they are on disk now, and what it returns is
 * written. Throws `data-unreadable`, and `directory-unusable` when they can't be written or another process does not let go.
 */
export async function changeProfiles(
  where: Where,
  change: (book: ProfileBook) => Promise<ProfileBook> | ProfileBook,
): Promise<void> {
  await withConfigLock(where.configDirectory, configName, async () => {
    const conf = await openConf(where);
    const book = await change(readBook(where, conf));
    await explainWriteErrors(locateProfiles(where), async () => writeBook(conf, book));
  });
}

type Store = Conf;

async function openConf(where: Where): Promise<Store> {
  const { default: Configuration } = await import("conf");
  try {
    return new Configuration({
      cwd: where.configDirectory,
      configName,
      configFileMode: 0o600,
      accessPropertiesByDotNotation: false,
    });
  } catch (error) {
    throw createUnreadableError(where, error);
  }
}

function readBook(where: Where, conf: Store): ProfileBook {
  const stored = readStore(where, conf);
  if (Object.keys(stored).length === 0) return { profiles: [] };
  const parsed = v.safeParse(profileFile, stored);
  if (!parsed.success) throw createUnreadableError(where, explainDamage(stored));
  const { current, profiles } = parsed.output;
  const list = Object.entries(profiles).map(([name, profile]): Profile => Object.assign(profile, { name }));
  const isKnown = current === "local" || list.some(({ name }) => name === current);
  return { profiles: list, ...(isKnown && { current }) };
}

function readStore(where: Where, conf: Store): Record<string, unknown> {
  try {
    return conf.store;
  } catch (error) {
    throw createUnreadableError(where, error);
  }
}

function writeBook(conf: Store, { current, profiles }: ProfileBook): void {
  const entries = profiles.map(({ name, ...profile }): [string, Omit<Profile, "name">] => [name, profile]);
  conf.store = {
    version: 1,
    ...(current !== undefined && { current }),
    profiles: Object.fromEntries(entries),
  };
}

function explainDamage({ version }: Record<string, unknown>): Error {
  const isNewer = typeof version === "number" && version > 1;
  return new Error(isNewer ? "A newer okta-unlock wrote it." : "It is not what okta-unlock writes.");
}

function createUnreadableError(where: Where, cause: unknown): OktaUnlockError {
  const path = locateProfiles(where);
  return new OktaUnlockError("data-unreadable", {
    message: `The profiles in ${path} can't be read.`,
    why: cause instanceof Error ? cause.message : String(cause),
    next: `Update okta-unlock, or move the file away and sign in again: mv ${path} ${path}.old && okta-unlock login`,
    cause,
  });
}

function locateProfiles({ configDirectory }: Where): string {
  return join(configDirectory, `${configName}.json`);
}

import { hint } from "../../hints.ts";
import { createHash } from "node:crypto";
import type { Context, Keyring } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { KeyringFailure, KeyringUnusable } from "./keyring.ts";

/** Credential Manager holds 2,560 bytes of UTF-16 in one entry (CRED_MAX_CREDENTIAL_BLOB_SIZE); a private key needs more. */
const longestOnWindows = 1200;

/** What the entry of an account holds in place of a secret in parts. */
interface Head {
  readonly count: number;
  readonly digest: string;
  readonly generation: Generation;
}

/**
 * Parts are never written over those that the head names: cut short in between, the old secret is still whole. What a write
 * that was cut short left is written over, or removed, by the next one.
 */
type Generation = "" | "b";

const headOfParts = /^okta-unlock-parts:(\d+):([\da-f]{64})(b?)$/u;

/** Secrets in the keyring of the operating system, in several entries where one has no room. */
export function createKeyringStore({ keyring, platform }: Pick<Context, "keyring" | "platform">) {
  const hasParts = platform === "win32";
  const told = <T>(work: () => Promise<T>): Promise<T> => explainFailures(platform, work);
  return {
    read: (account: string) => told(() => read(keyring, account)),
    write: (account: string, secret: string) =>
      told(() => (hasParts ? writeInParts(keyring, account, secret) : keyring.write(account, secret))),
    remove: (account: string) =>
      told(async () => {
        await keyring.remove(account);
        if (hasParts)
          for (const generation of ["", "b"] as const) await removeParts(keyring, account, generation);
      }),
  };
}

async function writeInParts(keyring: Keyring, account: string, secret: string): Promise<void> {
  const before = parseHead(await keyring.read(account));
  const parts = split(secret);
  const generation = before?.generation === "" ? "b" : "";
  for (const [index, part] of parts.entries())
    await keyring.write(namePart(account, index, generation), part);
  const head = { count: parts.length, digest: computeDigest(secret), generation } as const;
  await keyring.write(account, parts.length === 0 ? secret : formatHead(head));
  if (before !== undefined) await removeParts(keyring, account, before.generation).catch(() => undefined);
}

async function read(keyring: Keyring, account: string): Promise<string | undefined> {
  const entry = await keyring.read(account);
  const head = parseHead(entry);
  if (head === undefined) return entry;
  const parts: string[] = [];
  for (let index = 0; index < head.count; index += 1) {
    parts.push((await keyring.read(namePart(account, index, head.generation))) ?? "");
  }
  const secret = parts.join("");
  if (computeDigest(secret) === head.digest) return secret;
  throw new OktaUnlockError("data-unreadable", {
    message: "The secret in the keyring is damaged: parts of it are missing.",
    why: "Another program removed some of its entries.",
    next: `Sign in again: ${hint("login")}`,
  });
}

/**
 * All parts of a generation: a head may name fewer than a write that was cut short has left. From the last one on, so that a
 * removal that is cut short leaves no gap, at which the next one would end.
 */
async function removeParts(keyring: Keyring, account: string, generation: Generation): Promise<void> {
  let count = 0;
  while ((await keyring.read(namePart(account, count, generation))) !== undefined) count += 1;
  for (; count > 0; count -= 1) await keyring.remove(namePart(account, count - 1, generation));
}

/** No parts when the secret fits into one entry. */
function split(secret: string): string[] {
  if (secret.length <= longestOnWindows) return [];
  const count = Math.ceil(secret.length / longestOnWindows);
  return Array.from({ length: count }, (_none, index) =>
    secret.slice(index * longestOnWindows, (index + 1) * longestOnWindows),
  );
}

function namePart(account: string, index: number, generation: Generation): string {
  return `${account} part ${index + 1}${generation}`;
}

/** Undefined for an entry that holds the secret itself, or nothing. */
function parseHead(entry = ""): Head | undefined {
  const [, count, digest = "", generation] = headOfParts.exec(entry) ?? [];
  return count === undefined
    ? undefined
    : { count: Number(count), digest, generation: generation === "b" ? "b" : "" };
}

function formatHead({ count, digest, generation }: Head): string {
  return `okta-unlock-parts:${count}:${digest}${generation}`;
}

function computeDigest(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

async function explainFailures<T>(platform: NodeJS.Platform, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof KeyringFailure ? new KeyringUnusable(error, platform) : error;
  }
}

import { hint } from "../../hints.ts";
import { createHash } from "node:crypto";
import type { Context, Keyring } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { KeyringFailure, KeyringUnusable } from "./keyring.ts";

/** Credential Manager holds 2,560 bytes of UTF-16 in one entry (CRED_MAX_CREDENTIAL_BLOB_SIZE); a private key needs more. */
const longestOnWindows = 1200;

const headOfParts = /^okta-unlock-parts:(\d+):([\da-f]{64})$/u;

/** Secrets in the keyring of the operating system, in several entries where one has no room. */
export function createKeyringStore({ keyring, platform }: Pick<Context, "keyring" | "platform">) {
  const hasParts = platform === "win32";
  const longest = hasParts ? longestOnWindows : Number.POSITIVE_INFINITY;
  const told = <T>(work: () => Promise<T>): Promise<T> => explainFailures(platform, work);
  return {
    read: (account: string) => told(() => read(keyring, account)),
    write: (account: string, secret: string) =>
      told(async () => {
        const before = hasParts ? await countParts(keyring, account) : 0;
        const parts = split(secret, longest);
        for (const [index, part] of parts.entries()) await keyring.write(namePart(account, index), part);
        await keyring.write(account, parts.length === 0 ? secret : formatHead(parts.length, secret));
        await removeParts(keyring, account, { from: parts.length, to: before });
      }),
    remove: (account: string) =>
      told(async () => {
        const parts = hasParts ? await countParts(keyring, account) : 0;
        await keyring.remove(account);
        await removeParts(keyring, account, { from: 0, to: parts });
      }),
  };
}

async function read(keyring: Keyring, account: string): Promise<string | undefined> {
  const head = await keyring.read(account);
  const [, count, digest] = headOfParts.exec(head ?? "") ?? [];
  if (count === undefined) return head;
  const parts: string[] = [];
  for (let index = 0; index < Number(count); index += 1) {
    parts.push((await keyring.read(namePart(account, index))) ?? "");
  }
  const secret = parts.join("");
  if (computeDigest(secret) === digest) return secret;
  throw new OktaUnlockError("data-unreadable", {
    message: "The secret in the keyring is damaged: parts of it are missing.",
    why: "Another program removed some of its entries, or writing them was interrupted.",
    next: `Sign in again: ${hint("login")}`,
  });
}

/** How many extra entries an account has. */
async function countParts(keyring: Keyring, account: string): Promise<number> {
  return Number(headOfParts.exec((await keyring.read(account)) ?? "")?.[1] ?? 0);
}

async function removeParts(
  keyring: Keyring,
  account: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  for (let index = from; index < to; index += 1) await keyring.remove(namePart(account, index));
}

/** No parts when the secret fits into one entry. */
function split(secret: string, longest: number): string[] {
  if (secret.length <= longest) return [];
  const count = Math.ceil(secret.length / longest);
  return Array.from({ length: count }, (_none, index) =>
    secret.slice(index * longest, (index + 1) * longest),
  );
}

function namePart(account: string, index: number): string {
  return `${account} part ${index + 1}`;
}

function formatHead(count: number, secret: string): string {
  return `okta-unlock-parts:${count}:${computeDigest(secret)}`;
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

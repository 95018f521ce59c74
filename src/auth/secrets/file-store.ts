import { hint } from "../../hints.ts";
import { inTurn, makePrivate } from "../../shell-lines.ts";
import { statSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { UnreadableFileError } from "../../files/read-file.ts";
import { closeOnWindows } from "./windows-access.ts";
import { formatMoveAway, readConfigFile, withConfigLock, writeConfigFile } from "../config-folder.ts";

const secretsFile = v.object({ version: v.literal(1), secrets: v.record(v.string(), v.string()) });

/** Absolute path of the file. */
export function locateSecrets({ configDirectory }: Pick<Context, "configDirectory">): string {
  return join(configDirectory, "secrets.json");
}

/** Secrets in one JSON file, mode 0600 in a folder of mode 0700. Windows has no modes: `closeOnWindows` says what protects it. */
export function createFileStore(context: FileContext) {
  const path = locateSecrets(context);
  const change = (alter: (secrets: Map<string, string>) => void): Promise<void> =>
    withConfigLock(context.configDirectory, "secrets", async () => {
      const secrets = readSecrets(context);
      alter(secrets);
      if (context.platform === "win32") await closeOnWindows(context.configDirectory);
      await writeConfigFile(context.configDirectory, path, formatSecrets(secrets));
    });
  return {
    read: async (account: string) => readSecrets(context).get(account),
    write: (account: string, secret: string) => change((secrets) => secrets.set(account, secret)),
    remove: async (account: string) => {
      if (readSecrets(context).has(account)) await change((secrets) => secrets.delete(account));
    },
  };
}

type FileContext = Pick<Context, "configDirectory" | "platform">;

function readSecrets(context: FileContext): Map<string, string> {
  const text = readText(context);
  if (text === undefined) return new Map();
  const stored = parseJson(text);
  const parsed = v.safeParse(secretsFile, stored);
  if (parsed.success) return new Map(Object.entries(parsed.output.secrets));
  const path = locateSecrets(context);
  const { version } = Object(stored) as { readonly version?: unknown };
  const isNewer = typeof version === "number" && version > 1;
  throw new OktaUnlockError("data-unreadable", {
    message: isNewer ? `${path} was written by a newer version of okta-unlock.` : `${path} is damaged.`,
    why: "It is not in the format that this version writes.",
    next: `${isNewer ? "Update okta-unlock, or move" : "Move"} ${suggestMoving(path)}`,
  });
}

function readText(context: FileContext): string | undefined {
  const path = locateSecrets(context);
  try {
    const text = readConfigFile(context.configDirectory, path);
    if (text !== undefined && context.platform !== "win32") assertPrivate(path, statSync(path).mode);
    return text;
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    throw new OktaUnlockError("data-unreadable", {
      message: `${path} can't be read.`,
      why: error.message,
      next: isForbidden(error) ? `Make it readable: ${makePrivate(path)}` : `Move ${suggestMoving(path)}`,
      cause: error,
    });
  }
}

function isForbidden({ cause }: UnreadableFileError): boolean {
  return ["EACCES", "EPERM"].includes((cause as NodeJS.ErrnoException | undefined)?.code ?? "");
}

function suggestMoving(path: string): string {
  return `it away and sign in again: ${inTurn(formatMoveAway(path), hint("login"))}`;
}

/** A secret that others could read may be theirs by now: it is not used as if nothing were. */
function assertPrivate(path: string, mode: number): void {
  if ((mode & 0o077) === 0) return;
  throw new OktaUnlockError("data-unreadable", {
    message: `Other users of this machine can read ${path}.`,
    why: `Its mode is ${(mode & 0o777).toString(8)}, so its contents may have been read.`,
    next: `Revoke the tokens in it if you share this machine, then: ${makePrivate(path)}`,
  });
}

function formatSecrets(secrets: ReadonlyMap<string, string>): string {
  return `${JSON.stringify({ version: 1, secrets: Object.fromEntries(secrets) }, null, 2)}\n`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

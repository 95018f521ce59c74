import { hint, shellCommand } from "../../hints.ts";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { withConfigLock, writeConfigFile } from "../config-folder.ts";

const secretsFile = v.object({ version: v.literal(1), secrets: v.record(v.string(), v.string()) });

/** Absolute path of the file. */
export function locateSecrets({ configDirectory }: Pick<Context, "configDirectory">): string {
  return join(configDirectory, "secrets.json");
}

/** Secrets in one JSON file, mode 0600 in a folder of mode 0700. Windows has no modes: the user's own folder protects it. */
export function createFileStore(context: Pick<Context, "configDirectory" | "platform">) {
  const path = locateSecrets(context);
  const change = (alter: (secrets: Map<string, string>) => void): Promise<void> =>
    withConfigLock(context.configDirectory, "secrets", async () => {
      const secrets = readSecrets(path, context.platform);
      alter(secrets);
      await writeConfigFile(context.configDirectory, path, formatSecrets(secrets));
    });
  return {
    read: async (account: string) => readSecrets(path, context.platform).get(account),
    write: (account: string, secret: string) => change((secrets) => secrets.set(account, secret)),
    remove: async (account: string) => {
      if (readSecrets(path, context.platform).has(account))
        await change((secrets) => secrets.delete(account));
    },
  };
}

function readSecrets(path: string, platform: NodeJS.Platform): Map<string, string> {
  const text = readText(path, platform);
  if (text === undefined) return new Map();
  const parsed = v.safeParse(secretsFile, parseJson(text));
  if (parsed.success) return new Map(Object.entries(parsed.output.secrets));
  throw new OktaUnlockError("data-unreadable", {
    message: `${path} is damaged, or was written by a newer version of okta-unlock.`,
    why: "It is not in the format that this version writes.",
    next: `Update okta-unlock, or delete the file and sign in again: ${hint("login")}`,
  });
}

function readText(path: string, platform: NodeJS.Platform): string | undefined {
  try {
    if (platform !== "win32") assertPrivate(path, statSync(path).mode);
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof OktaUnlockError) throw error;
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new OktaUnlockError("data-unreadable", {
      message: `${path} can't be read.`,
      why: error instanceof Error ? error.message : String(error),
      next: `Make it readable: ${shellCommand("chmod", "600", path)}`,
      cause: error,
    });
  }
}

/** A secret that others could read may be theirs by now: it is not used as if nothing were. */
function assertPrivate(path: string, mode: number): void {
  if ((mode & 0o077) === 0) return;
  throw new OktaUnlockError("data-unreadable", {
    message: `Other users of this machine can read ${path}.`,
    why: `Its mode is ${(mode & 0o777).toString(8)}, so its contents may have been read.`,
    next: `Revoke the tokens in it if you share this machine, then: ${shellCommand("chmod", "600", path)}`,
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

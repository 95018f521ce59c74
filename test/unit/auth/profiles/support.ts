import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Keyring } from "../../../../src/context.ts";
import { createSecretRegistry } from "../../../../src/terminal/secrets.ts";
import type { OrgUrl } from "../../../../src/values/org-url.ts";

export const orgUrl = "https://dev-1.okta.com" as OrgUrl;

/** A folder that is not there yet, in one that is removed after the test. */
export function newConfigDirectory(): string {
  const root = mkdtempSync(join(tmpdir(), "okta-unlock-config-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return join(root, "config");
}

/** What a person who signed in on a device has: its refresh token is not exchanged in these tests. */
export const deviceCredential = {
  kind: "device",
  clientId: "0oa1",
  scopes: [],
  refreshToken: "old",
  exchangeRefreshToken: () => Promise.reject(new Error("unused")),
} as const;

/** A keyring as the operating system has one: entries by account. `entries` shows what it holds. */
function memoryKeyring(entries = new Map<string, string>()): Keyring {
  return {
    read: async (account) => entries.get(account),
    write: async (account, secret) => void entries.set(account, secret),
    remove: async (account) => void entries.delete(account),
  };
}

export function signInContext(configDirectory = newConfigDirectory(), entries = new Map<string, string>()) {
  return {
    configDirectory,
    keyring: memoryKeyring(entries),
    platform: process.platform,
    secrets: createSecretRegistry(),
  };
}

import { mkdtempSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Context, Style } from "../../../src/context.ts";
import { type LocalOrg, startLocalOrg } from "../../../src/local-org/index.ts";
import { connectOrg } from "../../../src/auth/connect-org.ts";
import type { OktaOrg } from "../../../src/okta/port.ts";
import { createFetch, type Transport } from "../../../src/okta/transport.ts";
import { createSecretRegistry } from "../../../src/terminal/secrets.ts";

const templatesDirectory = join(import.meta.dirname, "../../../templates");

/** A request as the org has seen it: `POST /api/v1/apps`, ids replaced by `*`. */
export type SeenCall = string;

/** A local org that commands take for one at Okta, and a context to run them with, in this process. */
export interface CommandWorld {
  readonly local: LocalOrg;
  /** The org as seen by somebody whom no fault hits. */
  readonly observer: OktaOrg;
  /** What the org was asked since it was emptied last. */
  readonly seen: SeenCall[];
  /** What was said to the person. */
  readonly said: string[];
  /** A new working folder, and a context whose waits are cut to almost nothing. */
  context(changes?: Partial<Context>): Context;
  /** Removes the working folders: hundreds of rendered projects take longer at the end than a hook may. */
  removeFolders(): Promise<void>;
  close(): Promise<void>;
}

export async function openCommandWorld(): Promise<CommandWorld> {
  const root = mkdtempSync(join(tmpdir(), "okta-unlock-commands-"));
  const seen: SeenCall[] = [];
  const said: string[] = [];
  const local = await startLocalOrg({
    dataDirectory: join(root, "org"),
    port: 0,
    onRequest: ({ method, url }) => seen.push(`${method} ${patternOf(url)}`),
  });
  const transport = createFetch({});
  const folders: string[] = [];
  const context = (changes: Partial<Context> = {}): Context => {
    const cwd = mkdtempSync(join(root, "work-"));
    folders.push(cwd);
    return {
      ...baseContext(local, transport, said),
      cwd,
      configDirectory: join(root, "config"),
      ...changes,
    };
  };
  const credential = { kind: "api-token", token: local.apiToken } as const;
  return {
    local,
    observer: connectOrg(context(), { orgUrl: local.url, credential }),
    seen,
    said,
    context,
    async removeFolders() {
      await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
    },
    async close() {
      await transport.close();
      await local.close();
      rmSync(root, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function patternOf(url: string): string {
  return new URL(url, "https://localhost").pathname.replaceAll(/\/(?:0oa|00g|00p|0pr|tos)\w+/gu, "/*");
}

const asIs = (text: string): string => text;
const plain: Style = { strong: asIs, faint: asIs, good: asIs, bad: asIs, warning: asIs, accent: asIs };

function baseContext(local: LocalOrg, transport: Transport, said: string[]) {
  const say = (text: string): void => void said.push(text);
  const nobody = (): never => {
    throw new Error("nobody can be asked");
  };
  return {
    env: { OKTA_CLIENT_ORGURL: local.url, OKTA_CLIENT_TOKEN: local.apiToken, CI: "1" },
    platform: process.platform,
    version: "0.0.0-test",
    templatesDirectory,
    localOrgDirectory: "/nowhere",
    clock: { now: () => new Date(), sleep: async (): Promise<void> => {} },
    signal: new AbortController().signal,
    leftovers: { add: () => () => {} },
    interaction: { canAsk: false, isUnattended: true, yes: true, json: false, verbose: false },
    log: {
      info: say,
      success: say,
      warn: say,
      debug: () => {},
      show: () => {},
      notice: (shown, render) => say(render(shown, plain, 80)),
      step: <T>(_title: string, work: (update: (text: string) => void) => Promise<T>) => work(() => {}),
    },
    prompts: { input: nobody, password: nobody, select: nobody, checkbox: nobody, confirm: nobody },
    fetch: (url, options = {}) => transport.fetch(url, { ...options, trust: local.caCertificate }),
    args: [],
    spawn: async () => ({ exitCode: 0, stdout: "", stderr: "" }),
    openUrl: async () => false,
    runForeground: async () => 0,
    startOwnBackground: nobody,
    secrets: createSecretRegistry(),
    keyring: { read: async () => undefined, write: async () => {}, remove: async () => {} },
    readInput: async () => "",
  } satisfies Omit<Context, "cwd" | "configDirectory">;
}

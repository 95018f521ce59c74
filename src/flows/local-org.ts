import { hint } from "../hints.ts";
import { resolve } from "node:path";
import type { Context } from "../context.ts";
import { emptyVariable, OktaUnlockError } from "../errors.ts";
import type { LocalOrgNotice, LocalOrgStatus } from "../local-org/index.ts";
import { parseFolderPath } from "../values/folder-path.ts";

/** What commander gives for `dataDirectoryOption`. */
export interface DataDirectoryFlag {
  readonly dataDir?: string;
}

/** The slice of the context that names the folder. */
export type WhereContext = Pick<Context, "cwd" | "localOrgDirectory">;

/** The folder that the org lives in: `--data-dir`, then the environment, then the platform's place. Throws `invalid-value`. */
export function resolveDirectory(context: WhereContext, { dataDir }: DataDirectoryFlag): string {
  if (dataDir === undefined) return context.localOrgDirectory;
  const parsed = parseFolderPath(dataDir);
  if (parsed.ok) return resolve(context.cwd, parsed.value);
  throw new OktaUnlockError("invalid-value", {
    message: `--data-dir ${JSON.stringify(dataDir)} can't be used.`,
    why: parsed.problem,
    next: `Name another folder: ${hint("local start", { "data-dir": "<folder>" })}`,
  });
}

export interface LocalStatus extends LocalOrgStatus, DataDirectoryFlag {
  readonly dataDirectory: string;
}

/** What a start changed, as warnings, each with one command: the way out. */
export function describeNotice(notice: LocalOrgNotice, { dataDir }: DataDirectoryFlag): readonly string[] {
  if (notice.kind === "port-changed") {
    return [
      `The local org moved from port ${notice.from} to ${notice.to}. The port is part of the issuer in every project made ` +
        "with it, so those from before can't sign in now. " +
        `Move it back: ${hint("local start", { port: String(notice.from), "data-dir": dataDir })}`,
    ];
  }
  return [
    `The certificate authority for ${notice.host} was replaced, because ${notice.why}. ` +
      `What trusted the old one must no longer trust it: ${hint("local trust", { remove: true, "data-dir": dataDir })}`,
    `Then trust the new one: ${hint("local trust", { "data-dir": dataDir })}`,
  ];
}

/** Whether the local org runs, and what it takes to use it. */
export async function runLocalStatus(context: WhereContext, flags: DataDirectoryFlag): Promise<LocalStatus> {
  const { readLocalOrgStatus } = await import("../local-org/index.ts");
  const dataDirectory = resolveDirectory(context, flags);
  return {
    ...(await readLocalOrgStatus(dataDirectory)),
    ...(flags.dataDir !== undefined && { dataDir: flags.dataDir }),
    dataDirectory,
  };
}

/** Throws `not-signed-in` when there is no local org yet. Nothing is written. */
export async function assertLocalOrg({
  localOrgDirectory,
}: Pick<Context, "localOrgDirectory">): Promise<void> {
  const { hasLocalOrg } = await import("../local-org/index.ts");
  if (await hasLocalOrg(localOrgDirectory)) return;
  throw new OktaUnlockError("not-signed-in", {
    message: "There is no local org yet.",
    why: "It is created by the first command that needs one.",
    next: `Create it: ${hint("register", { local: true })}`,
  });
}

/** The port for the local org: `--port`, then OKTA_UNLOCK_PORT; undefined leaves it to the org. */
export function readLocalOrgPort({ env }: Pick<Context, "env">, flag?: string): number | undefined {
  if (flag !== undefined) return parsePort(flag);
  const variable = env["OKTA_UNLOCK_PORT"];
  if (variable?.trim() === "") throw emptyVariable("OKTA_UNLOCK_PORT");
  return variable === undefined ? undefined : parsePort(variable);
}

/** Parses a TCP port. Whether this program may use one below 1024 is for the system to say. */
function parsePort(text: string): number {
  const port = /^\d{1,5}$/u.test(text) ? Number(text) : Number.NaN;
  if (port >= 1 && port <= 65_535) return port;
  throw new OktaUnlockError("invalid-value", {
    message: `The port ${JSON.stringify(text)} is not valid.`,
    why: "It must be a number from 1 to 65535.",
    next: `Choose another one, for example: ${hint("local start", { port: "8643" })}`,
  });
}

const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const;

/** How far the org's clock is from real time: `10 minutes ahead of real time`. */
export function describeClock(offset: number): string {
  const distance = Math.abs(offset);
  const [name, size] = units.find(([, each]) => distance >= each && distance % each === 0) ?? [
    "second",
    1000,
  ];
  const count = Math.round((distance / size) * 10) / 10;
  return `${count} ${name}${count === 1 ? "" : "s"} ${offset < 0 ? "behind" : "ahead of"} real time`;
}

/** Rows of a table: the faults in force, and the clock where it is not right. */
export function listTroubles({
  faults = [],
  clockOffset = 0,
}: Pick<LocalStatus, "faults" | "clockOffset">): [string, string][] {
  const clock: [string, string][] = clockOffset === 0 ? [] : [["Clock", describeClock(clockOffset)]];
  return [...faults.map((fault): [string, string] => ["Fault", fault]), ...clock];
}

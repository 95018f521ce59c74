import { X509Certificate } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Context, Style } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { type DataDirectoryFlag, runLocalStatus, type WhereContext } from "../../flows/local-org.ts";
import { readTextFile } from "../../files/read-file.ts";
import { hint } from "../../hints.ts";
import { escapeControls } from "../../terminal/escape-controls.ts";
import type { View } from "../../terminal/session.ts";
import { wrap } from "../../terminal/wrap.ts";
import {
  applySteps,
  formatTrustCommand,
  toSkipped,
  type StepOutcome,
  type TrustCommand,
} from "./trust/apply.ts";
import { listDesktopSteps, listNodeSteps } from "./trust/computer.ts";
import { listAndroidSteps, listIosSteps, readDevices } from "./trust/devices.ts";
import {
  type NssDatabase,
  type TrustPair,
  type TrustPlatform,
  trustPlatforms,
  type TrustStep,
  type TrustSubject,
} from "./trust/steps.ts";

export interface TrustFlags extends DataDirectoryFlag {
  readonly apply?: true;
  readonly remove?: true;
}

export interface LocalTrust {
  readonly url: string;
  readonly caCertificatePath: string;
  /** True when the steps take the trust back. */
  readonly remove: boolean;
  readonly steps: readonly StepOutcome[];
  /** True when those that need no privileges were to be run. */
  readonly apply: boolean;
  /** What was asked for. */
  readonly command: TrustCommand;
}

type Source = WhereContext &
  Pick<Context, "platform" | "env" | "spawn" | "signal" | "interaction" | "prompts" | "log">;

/**
 * What makes devices and tools trust the local org, or with `remove` what takes it back; with `apply` what needs no
 * privilege is done, after asking. Throws `missing-input` when there is no org yet, or nobody can be asked.
 */
export async function runLocalTrust(
  context: Source,
  platform: TrustPlatform | undefined,
  flags: TrustFlags,
): Promise<LocalTrust> {
  const remove = flags.remove === true;
  const command = { platform, remove: flags.remove, dataDir: flags.dataDir };
  const [subject, ...replaced] = await readSubjects(context, flags);
  const pairs: TrustPair[] = [];
  for (const each of remove ? [subject, ...replaced] : [subject])
    pairs.push(...(await listPairs(context, platform === undefined ? trustPlatforms : [platform], each)));
  const steps = dropRepeated(pairs.flatMap(({ step, undo }) => (remove ? (undo ?? []) : step)));
  const apply = flags.apply === true;
  const outcomes = apply ? await applySteps(context, steps, command) : steps.map(toSkipped);
  const { url, caCertificatePath } = subject;
  return { url, caCertificatePath, remove, steps: outcomes, apply, command };
}

/** What is alike for all authorities, such as a variable to unset. */
function dropRepeated(steps: readonly TrustStep[]): TrustStep[] {
  const seen = new Map(steps.map((step) => [JSON.stringify(step), step]));
  return [...seen.values()];
}

/** The authority, and those that it replaced, which may still be trusted somewhere. */
async function readSubjects(
  context: Source,
  flags: DataDirectoryFlag,
): Promise<[TrustSubject, ...TrustSubject[]]> {
  const status = await runLocalStatus(context, flags);
  const { url, caCertificatePath, caCertificate, replacedCertificatePaths = [] } = status;
  if (url === undefined || caCertificatePath === undefined || caCertificate === undefined)
    throw createNoOrgError(flags);
  const replaced = replacedCertificatePaths.flatMap((path) => {
    const fingerprint = readFingerprint(readTextFile(path) ?? "");
    return fingerprint === undefined ? [] : { url, caCertificatePath: path, fingerprint };
  });
  return [{ url, caCertificatePath, fingerprint: readFingerprint(caCertificate) ?? "" }, ...replaced];
}

/** Undefined for a file that is no certificate. */
function readFingerprint(certificate: string): string | undefined {
  try {
    return new X509Certificate(certificate).fingerprint.replaceAll(":", "");
  } catch {
    return undefined;
  }
}

function createNoOrgError({ dataDir }: DataDirectoryFlag): OktaUnlockError {
  return new OktaUnlockError("missing-input", {
    message: "There is no local org yet, so there is nothing to trust.",
    why: "Its certificate authority is created when it first starts.",
    next: `Start it, in another terminal: ${hint("local start", { "data-dir": dataDir })}`,
  });
}

async function listPairs(
  context: Source,
  platforms: readonly TrustPlatform[],
  subject: TrustSubject,
): Promise<TrustPair[]> {
  const { platform, env } = context;
  const devices = platforms.includes("android") ? await readDevices(context) : [];
  const all: Readonly<Record<TrustPlatform, () => TrustPair[]>> = {
    ios: () => listIosSteps(platform, subject),
    android: () => listAndroidSteps(platform, subject, devices),
    node: () => listNodeSteps(platform, subject),
    desktop: () => listDesktopSteps(platform, subject, locateNssDatabase(env["HOME"])),
  };
  return platforms.flatMap((each) => all[each]());
}

/** Undefined where there is no home to have it in. */
function locateNssDatabase(home: string | undefined): NssDatabase | undefined {
  if (home === undefined) return undefined;
  const directory = join(home, ".pki", "nssdb");
  return { directory, exists: existsSync(join(directory, "cert9.db")) };
}

const titles: Readonly<Record<TrustPlatform, string>> = {
  ios: "iOS",
  android: "Android",
  node: "Node",
  desktop: "This computer",
};

export const trustView: View<LocalTrust> = {
  json: ({ url, caCertificatePath, remove, steps }) => ({
    url,
    caCertificatePath,
    remove,
    steps: steps.map(({ platform, why, command, lines, ran, ok, problem }) => ({
      platform,
      why,
      command,
      lines,
      ran,
      ok,
      ...(problem !== undefined && { problem }),
    })),
  }),
  stdout({ url, remove, steps }, style, width) {
    const headline = remove ? `No longer trust the local org at ${url}` : `Trust the local org at ${url}`;
    const parts = trustPlatforms.map((platform) => describe(platform, steps, style, width));
    return `${style.strong(headline)}\n${parts.join("")}`;
  },
  stderr({ remove, steps, apply, command }) {
    if (steps.some(({ ran }) => ran))
      return remove
        ? ""
        : `\nUndo it with: ${formatTrustCommand({ ...command, remove: true }, { apply: true })}\n`;
    if (!steps.some(({ isForApply }) => isForApply))
      return apply ? "\nNothing was run: --apply can run none of these steps here.\n" : "";
    return `\nRun the steps that need no privileges: ${formatTrustCommand(command, { apply: true })}\n`;
  },
};

function describe(
  platform: TrustPlatform,
  steps: readonly StepOutcome[],
  style: Style,
  width: number,
): string {
  const own = steps.filter((step) => step.platform === platform);
  if (own.length === 0) return "";
  return `\n${style.accent(titles[platform])}\n${own.map((step) => describeStep(step, style, width)).join("")}`;
}

function describeStep(step: StepOutcome, style: Style, width: number): string {
  const why = `  ${formatSign(step, style)}${wrap(step.why, { width, indent: 4 })}\n`;
  const lines = step.lines.map((line) => `      ${escapeControls(line)}\n`).join("");
  return step.problem === undefined
    ? why + lines
    : `${why}${lines}      ${style.bad(escapeControls(step.problem))}\n`;
}

function formatSign({ ok }: StepOutcome, style: Style): string {
  if (ok === null) return "- ";
  return ok ? `${style.good("✔")} ` : `${style.bad("✘")} `;
}

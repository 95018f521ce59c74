import { formatCommand } from "../../../values/shell-quote.ts";

/** Who can be made to trust the org, in the order they are shown. */
export const trustPlatforms = ["ios", "android", "node", "desktop"] as const;

export type TrustPlatform = (typeof trustPlatforms)[number];

/** What is to be trusted. */
export interface TrustSubject {
  /** `https://localhost:PORT`. */
  readonly url: string;
  /** Absolute path of the certificate authority's file. */
  readonly caCertificatePath: string;
  /** Its SHA-1 fingerprint, by which systems name certificates: 40 upper-case hexadecimal digits. */
  readonly fingerprint: string;
}

/** Where Chromium on Linux keeps what its user trusts. */
export interface NssDatabase {
  /** Absolute path. */
  readonly directory: string;
  readonly exists: boolean;
}

/** One thing to do. */
export interface TrustStep {
  readonly platform: TrustPlatform;
  /** What it is for. */
  readonly why: string;
  /** Program and arguments; null for what is no program: a setting, something done by hand. */
  readonly command: readonly string[] | null;
  /** How a person writes it, a line for each shell; empty when `why` says it all. */
  readonly lines: readonly string[];
  /** True when `--apply` may run it: on this system, without any privilege. */
  readonly isForApply: boolean;
  /** How to get the program where it is missing, as a sentence. */
  readonly missing?: string;
}

/** What to do, and what takes it back; null when nothing has to be. */
export interface TrustPair {
  readonly step: TrustStep;
  readonly undo: TrustStep | null;
}

interface CommandOptions {
  readonly why: string;
  readonly command: readonly string[];
  readonly isForApply: boolean;
  /** Whose shell it is written for. */
  readonly shell: NodeJS.Platform;
  readonly missing?: string;
}

export function createCommandStep(platform: TrustPlatform, options: CommandOptions): TrustStep {
  const { shell, ...step } = options;
  return { ...step, platform, lines: [formatCommand(options.command, shell)] };
}

/** Something that a person does: `why` says what. */
export function createManualStep(
  platform: TrustPlatform,
  why: string,
  lines: readonly string[] = [],
): TrustStep {
  return { platform, why, command: null, lines, isForApply: false };
}

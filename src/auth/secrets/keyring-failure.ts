import { OktaUnlockError } from "../../errors.ts";

/** Why the keyring could not be used. */
export type KeyringProblem = "absent" | "locked" | "slow" | "full" | "broken";

/** Thrown by the keyring; the store turns it into an error for users. */
export class KeyringFailure extends Error {
  override readonly name = "KeyringFailure";
  readonly problem: KeyringProblem;

  constructor(problem: KeyringProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}

/** The keyring can't be used; `problem` says which way. Another place may be offered instead. */
export class KeyringUnusable extends OktaUnlockError {
  readonly problem: KeyringProblem;

  constructor(failure: KeyringFailure, platform: NodeJS.Platform) {
    const [happened, next] = words[failure.problem];
    super("missing-input", {
      message: `${keyringName(platform)} ${happened}.`,
      next,
      ...(failure.message !== "" && { why: `The keyring says: ${failure.message}.` }),
      cause: failure,
    });
    this.problem = failure.problem;
  }
}

/** The library gives texts only, those of each system: Secret Service and D-Bus, Keychain, Credential Manager. */
export function problemIn(message: string): KeyringProblem {
  return texts.find(([, pattern]) => pattern.test(message))?.[0] ?? "broken";
}

const texts: readonly (readonly [KeyringProblem, RegExp])[] = [
  ["full", /too long|longer than|no space|quota|not enough/iu],
  // "no result found": the service runs, but has no collection.
  ["absent", /no result found|d-?bus error|serviceunknown|no default store|not a supported store/iu],
  ["locked", /lock|dismissed|denied|interaction|cancell?ed/iu],
];

const toFile = "keep the secret in a file that only you can read: okta-unlock login --insecure-storage";

/** What happened, after the keyring's name, and what to do. */
const words: Readonly<Record<KeyringProblem, readonly [happened: string, next: string]>> = {
  absent: ["can't be used on this machine: it has no keyring", `Start one, or ${toFile}`],
  locked: ["is locked", `Unlock it and run the same command again, or ${toFile}`],
  slow: [
    "did not answer within five seconds",
    `If it asks for a password in a window, answer that and run the same command again, or ${toFile}`,
  ],
  full: ["has no room for the secret", `Remove from it what you don't need and run it again, or ${toFile}`],
  broken: ["failed", `Run the same command again, or ${toFile}`],
};

function keyringName(platform: NodeJS.Platform): string {
  if (platform === "darwin") return "The macOS Keychain";
  return platform === "win32" ? "The Windows Credential Manager" : "The Secret Service";
}

import type { Branded, Parsed } from "./branded.ts";
import { accepted, refused } from "./branded.ts";
import type { Platform } from "./platform.ts";

/** What unlocks the app: a face or a fingerprint only, or also the passcode of the device. */
export const unlockPolicies = ["biometric", "biometric-or-passcode"] as const;

export type UnlockPolicy = (typeof unlockPolicies)[number];

export const defaultUnlockPolicy: UnlockPolicy = "biometric";

/** The unlock policies that a platform can keep. Without one, all of them. */
export function listUnlockPolicies(platform?: Platform): readonly UnlockPolicy[] {
  // Expo's secure store opens its keys for a face or a fingerprint that was enrolled when they were made, and for nothing else.
  return platform === "react-native" ? ["biometric"] : unlockPolicies;
}

/** Parses the name of an unlock policy, in any case. */
export function parseUnlockPolicy(text: string, platform?: Platform): Parsed<UnlockPolicy> {
  const name = text.trim().toLowerCase();
  const policy = unlockPolicies.find((candidate) => candidate === name);
  if (policy !== undefined && !listUnlockPolicies(platform).includes(policy))
    return refused(
      "The device passcode can't unlock a React Native app: Expo's secure store has no key for it.",
      "biometric",
    );
  if (policy !== undefined) return accepted(policy);
  const suggestion =
    name.startsWith("biometric") || name.includes("passcode") ? findClosest(name) : undefined;
  return refused(`The unlock policy must be ${unlockPolicies.join(" or ")}.`, suggestion);
}

function findClosest(name: string): UnlockPolicy {
  return name.includes("passcode") ? "biometric-or-passcode" : "biometric";
}

/** Whole seconds in decimal digits: how long an app may stay in the background before it locks. `0` locks every time. */
export type LockAfter = Branded<"LockAfter">;

export const defaultLockAfter = "60" as LockAfter;

/** 1 day, in seconds. After a longer absence the user always has to authenticate. */
export const longestLockAfter = 86_400;

/** Parses a number of seconds from 0 to 86400. */
export function parseLockAfter(text: string): Parsed<LockAfter> {
  const digits = text.trim();
  if (!/^\d+$/u.test(digits)) {
    return refused(
      "The time after which the app locks must be a whole number of seconds.",
      suggestSeconds(digits),
    );
  }
  if (Number(digits) > longestLockAfter) {
    return refused(
      `The time after which the app locks can be at most ${longestLockAfter} seconds (1 day).`,
      `${longestLockAfter}`,
    );
  }
  return accepted(String(Number(digits)) as LockAfter);
}

/** What people type for seconds: `60s`, `60 seconds`, `1.5`. */
function suggestSeconds(text: string): string | undefined {
  const [, number] = /^(\d{1,5})(?:\.\d+)? ?(?:s|sec|seconds?)?$/iu.exec(text) ?? [];
  return number === undefined || Number(number) > longestLockAfter ? undefined : String(Number(number));
}

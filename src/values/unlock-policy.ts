import type { Parsed } from "./branded.ts";
import { accepted, refused } from "./branded.ts";

/** What opens the vault of an app: a face or a finger only, or the passcode of the device as well. */
export const unlockPolicies = ["biometric", "biometric-or-passcode"] as const;

export type UnlockPolicy = (typeof unlockPolicies)[number];

export const defaultUnlockPolicy: UnlockPolicy = "biometric";

/** Parses the name of an unlock policy, in any case. */
export function parseUnlockPolicy(text: string): Parsed<UnlockPolicy> {
  const name = text.trim().toLowerCase();
  const policy = unlockPolicies.find((candidate) => candidate === name);
  if (policy !== undefined) return accepted(policy);
  const suggestion = name.startsWith("biometric") || name.includes("passcode") ? closest(name) : undefined;
  return refused(`An unlock policy is ${unlockPolicies.join(" or ")}.`, suggestion);
}

function closest(name: string): UnlockPolicy {
  return name.includes("passcode") ? "biometric-or-passcode" : "biometric";
}

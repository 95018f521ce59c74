import { type LockAfter, parseLockAfter } from "../../values/lock-after.ts";
import { parseUnlockPolicy, type UnlockPolicy } from "../../values/unlock-policy.ts";
import type { Field } from "../fields.ts";

/** What opens the app; `fallback` comes from the project that is there, or is the default. */
export function unlockPolicyField(fallback: UnlockPolicy): Field<UnlockPolicy> {
  return {
    label: "unlock policy",
    flag: "--unlock-policy <policy>",
    variable: "OKTA_UNLOCK_UNLOCK_POLICY",
    question: "What opens the app?",
    choices: choices.toSorted(
      (one, other) => Number(other.value === fallback) - Number(one.value === fallback),
    ),
    parse: parseUnlockPolicy,
    fallback,
  };
}

const choices = [
  { value: "biometric", name: "A face or a finger only" },
  { value: "biometric-or-passcode", name: "A face, a finger or the passcode of the device" },
];

/** How long the app may be away before it locks. */
export function lockAfterField(fallback: LockAfter): Field<LockAfter> {
  return {
    label: "time until it locks",
    flag: "--lock-after <seconds>",
    variable: "OKTA_UNLOCK_LOCK_AFTER",
    question: "Seconds in the background until it locks:",
    parse: parseLockAfter,
    fallback,
  };
}

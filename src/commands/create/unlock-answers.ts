import type { Field, Gathering } from "../../flows/fields.ts";
import type { ProjectAnswers } from "../../project/answers.ts";
import {
  defaultLockAfter,
  defaultUnlockPolicy,
  type LockAfter,
  parseLockAfter,
  parseUnlockPolicy,
  type UnlockPolicy,
} from "../../values/unlock.ts";

/** The flags about unlocking, as typed. */
export interface UnlockFlags {
  readonly unlockPolicy?: string;
  readonly lockAfter?: string;
}

/** What opens the app, and when it locks. */
export type UnlockAnswers = Pick<ProjectAnswers, "unlockPolicy" | "lockAfter">;

/** Gathers both; `earlier` are the answers of the project that is there, and stand in for the defaults. */
export async function gatherUnlockAnswers(
  gathering: Gathering,
  flags: UnlockFlags,
  earlier: UnlockAnswers = { unlockPolicy: defaultUnlockPolicy, lockAfter: defaultLockAfter },
): Promise<UnlockAnswers | undefined> {
  const unlockPolicy = await gathering.resolve(unlockPolicyField(earlier.unlockPolicy), flags.unlockPolicy);
  const lockAfter = await gathering.resolve(lockAfterField(earlier.lockAfter), flags.lockAfter);
  return unlockPolicy && lockAfter && { unlockPolicy, lockAfter };
}

/** What opens the app; `fallback` comes from the project that is there, or is the default. */
function unlockPolicyField(fallback: UnlockPolicy): Field<UnlockPolicy> {
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
function lockAfterField(fallback: LockAfter): Field<LockAfter> {
  return {
    label: "time until it locks",
    flag: "--lock-after <seconds>",
    variable: "OKTA_UNLOCK_LOCK_AFTER",
    question: "Seconds in the background until it locks:",
    parse: parseLockAfter,
    fallback,
  };
}

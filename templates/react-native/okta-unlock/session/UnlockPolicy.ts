/** What opens the session, and when it closes. Times are in milliseconds. */
export interface UnlockPolicy {
  readonly key: UnlockKey;
  /** How long the app may stay in the background before it locks. Zero locks every time. */
  readonly lockAfter: number;
  /** How long unlocking waits for Okta before it goes on without. */
  readonly renewalLimit: number;
  /** How long ending a session waits for Okta before it goes on without. */
  readonly revocationLimit: number;
  /** How long signing out waits for the browser, which a person may have to answer first. */
  readonly browserLimit: number;
}

export type UnlockKey =
  /** A face or finger that was enrolled at sign-in. One that is enrolled later ends the session. */
  | "biometric"
  /** The passcode of the device as well. Whoever knows it could enrol a face, so that ends nothing. */
  | "biometricOrPasscode";

/** The policy with the times that suit most apps. */
export function unlockPolicy(answers: Pick<UnlockPolicy, "key" | "lockAfter">): UnlockPolicy {
  return { ...answers, renewalLimit: 3_000, revocationLimit: 5_000, browserLimit: 60_000 };
}

/** When the session closes, and how long its end waits for others. Times are in milliseconds. */
export interface UnlockPolicy {
  /** How long the app may stay in the background before it locks. Zero locks every time. */
  readonly lockAfter: number;
  /** How long unlocking waits for Okta before it goes on without. */
  readonly renewalLimit: number;
  /** How long ending a session waits for Okta before it goes on without. */
  readonly revocationLimit: number;
  /** How long signing out waits for the browser, which a person may have to answer first. */
  readonly browserLimit: number;
}

/** The policy with the limits that suit most apps. */
export function unlockPolicy(answers: Pick<UnlockPolicy, "lockAfter">): UnlockPolicy {
  return { ...answers, renewalLimit: 3_000, revocationLimit: 5_000, browserLimit: 60_000 };
}

/**
 * Remembers, without any secret, that this installation has a session. It tells "nobody signed in" from "the system
 * discarded the key", and a fresh installation from one whose keychain item outlived the app.
 */
export interface SessionMarker {
  /**
   * False before the device was unlocked for the first time since it was switched on. What cannot be read then looks
   * as if it were not there.
   */
  readonly isReadable: boolean;
  isSet: boolean;

  /**
   * Notes whose data this device keeps: `person` is the `sub` of an ID token, null forgets whoever it was.
   * True if it was somebody else's until now. Outlives a session that ends by itself. Never rejects.
   */
  changeOwner(person: string | null): Promise<boolean>;
}

/** What this device keeps of a person besides the tokens. */
export interface LocalData {
  /** Erases what it can. Never rejects. */
  erase(): Promise<void>;
}

/** What the two clocks of JavaScript show, in milliseconds. Neither is enough by itself: see `LockTimer`. */
export interface Clock {
  /** `Date.now()`: goes on while the device sleeps, but a person can set it. */
  readonly wall: number;
  /** `performance.now()`: nobody can set it, but it stands still while the device sleeps. */
  readonly steady: number;
}

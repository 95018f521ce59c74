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
   * True if it was somebody else's until now. Outlives a session that ends by itself.
   */
  changeOwner(person: string | null): Promise<boolean>;
}

/** What this device keeps of a person besides the tokens. */
export interface LocalData {
  erase(): Promise<void>;
}

/** The two clocks that JavaScript has, in milliseconds. Neither is enough by itself: see `LockTimer`. */
export interface Clock {
  /** Goes on while the device sleeps, but a person can set it. */
  readonly wall: number;
  /** Nobody can set it, but on Android it stands still while the device sleeps. */
  readonly steady: number;
}

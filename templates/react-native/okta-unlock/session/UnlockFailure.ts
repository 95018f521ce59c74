import type { SignedOutReason } from "./AppState";

export type UnlockFailureKind =
  | "cancelled"
  /** Too many failed attempts: the passcode of the device makes biometrics work again. */
  | "lockedOut"
  | "notEnrolled"
  /** No sensor, or the person denied this app the use of Face ID. */
  | "unavailable"
  /** The key is gone: the enrolled faces or fingers changed, or the app was restored to another device. */
  | "biometricsChanged"
  | "corrupt"
  /** The vault could not be read this time. */
  | "failed";

/** Why the vault stayed closed. */
export class UnlockFailure extends Error {
  override readonly name = "UnlockFailure";
  readonly kind: UnlockFailureKind;

  constructor(kind: UnlockFailureKind) {
    super(kind);
    this.kind = kind;
  }

  /** The reason for which the session is over, when there is no way back to it. */
  get endsSession(): SignedOutReason | undefined {
    switch (this.kind) {
      case "biometricsChanged":
        return "biometricsChanged";
      case "corrupt":
        return "vaultCorrupt";
      case "cancelled":
      case "lockedOut":
      case "notEnrolled":
      case "unavailable":
      case "failed":
        return undefined;
    }
  }
}

import * as LocalAuthentication from "expo-local-authentication";
import * as SecureStore from "expo-secure-store";
import { Platform } from "react-native";
import { logReason, messageOf } from "../session/logReason";
import { UnlockFailure, type UnlockFailureKind } from "../session/UnlockFailure";

/** Why a face or a finger can't be asked for now; null if it can. Android tells of a lockout only when it is asked. */
export async function findObstacle(): Promise<UnlockFailureKind | null> {
  if (SecureStore.canUseBiometricAuthentication()) return null;
  if (!(await LocalAuthentication.hasHardwareAsync())) return "unavailable";
  // On iOS that is true of biometrics that are locked out. On Android it may be a face that is not safe enough.
  const isEnrolled = Platform.OS === "ios" && (await LocalAuthentication.isEnrolledAsync());
  return isEnrolled ? "lockedOut" : "notEnrolled";
}

/** What expo-secure-store says in its messages, which have no code. Whatever the system adds stands behind these words. */
const said: readonly (readonly [RegExp, UnlockFailureKind])[] = [
  // iOS
  [/User canceled the operation|User interaction is not allowed|Authentication failed\./u, "cancelled"],
  // Android
  [/the user: (?:User canceled|Timeout|Unknown error \(code: 5\)|Authentication is already|Cannot display)/u, "cancelled"],
  [/the user: Lockout/u, "lockedOut"],
  [/the user: No biometrics/u, "notEnrolled"],
  [/the user: (?:Hardware|No hardware|An update is required|Biometric authentication)/u, "unavailable"],
];

/** Sorts an error of expo-secure-store. On iOS an attempt that ended in a lockout says only that it failed. */
export async function readUnlockFailure(error: unknown): Promise<UnlockFailure> {
  if (error instanceof UnlockFailure) return error;
  const message = messageOf(error);
  logReason("Vault", message);
  const [, kind = "failed"] = said.find(([words]) => words.test(message)) ?? [];
  const obstacle = kind === "cancelled" ? await findObstacle() : null;
  return new UnlockFailure(obstacle ?? kind);
}

const answered: Readonly<Partial<Record<LocalAuthentication.LocalAuthenticationError, UnlockFailureKind>>> = {
  user_cancel: "cancelled",
  app_cancel: "cancelled",
  system_cancel: "cancelled",
  user_fallback: "cancelled",
  authentication_failed: "cancelled",
  timeout: "cancelled",
  lockout: "lockedOut",
  not_enrolled: "notEnrolled",
  passcode_not_set: "notEnrolled",
  not_available: "unavailable",
};

/** Asks for the passcode of the device, which ends a lockout. It opens nothing: a face or a finger still does that. */
export async function askForPasscode(reason: string): Promise<void> {
  if (Platform.OS === "ios" && (await findObstacle()) !== "lockedOut") return;
  const answer = await LocalAuthentication.authenticateAsync({ promptMessage: reason, disableDeviceFallback: false });
  if (!answer.success) throw new UnlockFailure(answered[answer.error] ?? "failed");
}

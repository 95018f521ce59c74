import * as LocalAuthentication from "expo-local-authentication";
import * as SecureStore from "expo-secure-store";
import { Platform } from "react-native";
import { askForPasscode, findObstacle, readUnlockFailure } from "../Biometrics";

jest.mock("expo-local-authentication");
jest.mock("expo-secure-store");

interface Device {
  readonly os?: "ios" | "android";
  readonly canAsk?: boolean;
  readonly hasSensor?: boolean;
  readonly isEnrolled?: boolean;
}

/** What the modules of Expo say of a device. */
function holdDevice({ os = "ios", canAsk = false, hasSensor = true, isEnrolled = false }: Device): void {
  jest.replaceProperty(Platform, "OS", os);
  jest.mocked(SecureStore.canUseBiometricAuthentication).mockReturnValue(canAsk);
  jest.mocked(LocalAuthentication.hasHardwareAsync).mockResolvedValue(hasSensor);
  jest.mocked(LocalAuthentication.isEnrolledAsync).mockResolvedValue(isEnrolled);
}

afterEach(() => {
  jest.restoreAllMocks();
  jest.clearAllMocks();
});

test.each<[string, Device, string | null]>([
  ["a face that is enrolled", { canAsk: true }, null],
  ["no sensor", { hasSensor: false }, "unavailable"],
  ["nothing enrolled", {}, "notEnrolled"],
  ["a lockout of iOS", { isEnrolled: true }, "lockedOut"],
  ["a face that Android does not trust with keys", { os: "android", isEnrolled: true }, "notEnrolled"],
])("%s is told apart", async (_, device, obstacle) => {
  holdDevice(device);
  expect(await findObstacle()).toBe(obstacle);
});

// As expo-secure-store 57 words them; on Android the sentence of the system, in its language, comes behind.
const ios = "Calling the 'getValueWithKeyAsync' function has failed → Caused by: ";
const android = "Call to function 'ExpoSecureStore.getValueWithKeyAsync' has been rejected. → Caused by: ";

test.each([
  [`${ios}User canceled the operation.`, "cancelled"],
  [`${ios}User interaction is not allowed.`, "cancelled"],
  [`${ios}Authentication failed. Provided passphrase/PIN is incorrect or there is no user …`, "cancelled"],
  [`${ios}Unknown Keychain Error.`, "failed"],
  [`${android}Could not Authenticate the user: User canceled the authentication. Abbrechen`, "cancelled"],
  [`${android}Could not Authenticate the user: Timeout. `, "cancelled"],
  [`${android}Could not Authenticate the user: Unknown error (code: 5). `, "cancelled"],
  [`${android}Could not Authenticate the user: Cannot display biometric prompt when the app is …`, "cancelled"],
  [`${android}Could not Authenticate the user: Lockout. Zu viele Versuche`, "lockedOut"],
  [`${android}Could not Authenticate the user: Lockout permanent. `, "lockedOut"],
  [`${android}Could not Authenticate the user: No biometrics are currently enrolled`, "notEnrolled"],
  [`${android}Could not Authenticate the user: Hardware unavailable. `, "unavailable"],
  [`${android}Could not decrypt the value for key 'key' under keychain 'refresh-token-a'.`, "failed"],
])("%s", async (message, kind) => {
  holdDevice({ canAsk: true });
  expect(await readUnlockFailure(new Error(message))).toMatchObject({ kind });
});

test("an attempt that ended in a lockout of iOS says so", async () => {
  holdDevice({ isEnrolled: true });
  const failure = await readUnlockFailure(new Error(`${ios}Authentication failed. Provided passphrase/PIN is …`));
  expect(failure).toMatchObject({ kind: "lockedOut" });
});

test.each<[LocalAuthentication.LocalAuthenticationResult, string | null]>([
  [{ success: true }, null],
  [{ success: false, error: "user_cancel" }, "cancelled"],
  [{ success: false, error: "lockout" }, "lockedOut"],
  [{ success: false, error: "not_enrolled" }, "notEnrolled"],
  [{ success: false, error: "unknown" }, "failed"],
])("the passcode is asked for in a lockout: %j", async (answer, kind) => {
  holdDevice({ isEnrolled: true });
  jest.mocked(LocalAuthentication.authenticateAsync).mockResolvedValue(answer);
  const asked = askForPasscode("Unlock your session.");
  if (kind === null) await asked;
  else await expect(asked).rejects.toMatchObject({ kind });
});

test("iOS asks for no passcode without a lockout", async () => {
  holdDevice({ canAsk: true });
  await askForPasscode("Unlock your session.");
  expect(LocalAuthentication.authenticateAsync).not.toHaveBeenCalled();
});

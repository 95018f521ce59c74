import * as LocalAuthentication from "expo-local-authentication";
import * as SecureStore from "expo-secure-store";
import { RefreshTokenVault } from "../../session/RefreshTokenVault";
import { SecureStoreItems } from "../../vault/SecureStoreItems";
import { SimulatedItems } from "../SimulatedItems";
import { type BiometricCase, type Question, Simulation } from "../Simulation";
import { NoLocalData, TabMarker } from "../TabStorage";
import { TestStorage } from "./TestStorage";

jest.mock("expo-file-system", () => jest.requireActual("../../vault/tests/files"));
jest.mock("expo-local-authentication");
jest.mock("expo-secure-store");
jest.mock("expo-crypto", () => {
  const newKey = () => ({ encoded: async () => "key" });
  const sealed = { combined: async () => "sealed" };
  return {
    AESEncryptionKey: { generate: async () => newKey(), import: async () => newKey() },
    AESKeySize: {},
    AESSealedData: { fromCombined: () => sealed },
    aesEncryptAsync: async () => sealed,
    aesDecryptAsync: async () => new TextEncoder().encode("R1"),
  };
});

const storage = new TestStorage();

/** A vault with the token R1 on the simulated device, whose prompts are answered with `answers`, one by one. */
async function simulate(...answers: readonly BiometricCase[]) {
  const simulation = new Simulation();
  const asked: Question[] = [];
  const rest = [...answers];
  simulation.subscribe(() => {
    const question = simulation.getSnapshot();
    if (question === null) return;
    asked.push(question.question);
    question.answer(rest.shift() ?? "match");
  });
  const items = new SimulatedItems(simulation, "Unlock your session.", storage);
  await new RefreshTokenVault(items).begin("R1");
  return { vault: new RefreshTokenVault(items), items, asked };
}

/** A vault with the token R1 on an iPhone, whose keychain answers `answer`. */
async function holdDevice(answer: () => Promise<string | null>) {
  jest.mocked(SecureStore.canUseBiometricAuthentication).mockReturnValue(true);
  jest.mocked(SecureStore.setItemAsync).mockResolvedValue();
  jest.mocked(SecureStore.deleteItemAsync).mockResolvedValue();
  jest.mocked(SecureStore.getItemAsync).mockImplementation(answer);
  jest.mocked(LocalAuthentication.hasHardwareAsync).mockResolvedValue(true);
  jest.mocked(LocalAuthentication.isEnrolledAsync).mockResolvedValue(true);
  const items = new SecureStoreItems("Unlock your session.");
  await new RefreshTokenVault(items).begin("R1");
  return new RefreshTokenVault(items);
}

/** What comes of reading the token: itself, or the kind of the failure. */
const outcome = (vault: RefreshTokenVault) => vault.read().catch((failure: { readonly kind: string }) => failure.kind);

/** As expo-secure-store 57 words them on iOS. */
const onDevice: Readonly<Record<BiometricCase, () => Promise<string | null>>> = {
  match: async () => "key",
  noMatch: () => Promise.reject(new Error("Authentication failed. Provided passphrase/PIN is incorrect …")),
  cancel: () => Promise.reject(new Error("User canceled the operation.")),
  lockout: () => {
    jest.mocked(SecureStore.canUseBiometricAuthentication).mockReturnValue(false);
    return Promise.reject(new Error("Authentication failed. Provided passphrase/PIN is incorrect …"));
  },
  enrolmentChange: async () => null,
};

beforeEach(() => storage.clear());

test.each<[BiometricCase, string]>([
  ["match", "R1"],
  ["noMatch", "cancelled"],
  ["cancel", "cancelled"],
  ["lockout", "lockedOut"],
  ["enrolmentChange", "biometricsChanged"],
])("the case %s ends as it does on a device: %s", async (chosen, expected) => {
  const { vault, asked } = await simulate(chosen);
  expect(await outcome(vault)).toBe(expected);
  expect(asked).toEqual(["biometrics"]);
  expect(await outcome(await holdDevice(onDevice[chosen]))).toBe(expected);
});

test("after a lockout nothing is asked for but the passcode, until that is right", async () => {
  const { vault, items, asked } = await simulate("lockout", "cancel", "match", "match");
  expect(await outcome(vault)).toBe("lockedOut");
  expect(await outcome(vault)).toBe("lockedOut");
  await expect(vault.endLockout()).rejects.toMatchObject({ kind: "cancelled" });
  await vault.endLockout();
  expect(await outcome(vault)).toBe("R1");
  await vault.endLockout();
  expect(asked).toEqual(["biometrics", "passcode", "passcode", "biometrics"]);
  expect(await items.canProtect()).toBe(true);
});

test("keys that were discarded do not come back", async () => {
  const { vault, asked } = await simulate("enrolmentChange", "match");
  await outcome(vault);
  expect(await outcome(vault)).toBe("biometricsChanged");
  expect(asked).toHaveLength(2);
});

test("a token that belongs to another key is corrupt", async () => {
  const { vault, items } = await simulate("match");
  await items.replaceFile("a:of another key");
  expect(await outcome(vault)).toBe("corrupt");
});

test("what is erased is nowhere in the browser", async () => {
  const { vault } = await simulate();
  expect(storage.length).toBeGreaterThan(0);
  await vault.erase();
  expect(storage.length).toBe(0);
});

test("a question that is still open is cancelled by the next one", async () => {
  const simulation = new Simulation();
  const first = simulation.ask("biometrics");
  const second = simulation.ask("passcode", "Unlock your session.");
  expect(await first).toBe("cancel");
  expect(simulation.getSnapshot()).toMatchObject({ question: "passcode", reason: "Unlock your session." });
  simulation.getSnapshot()?.answer("match");
  expect(await second).toBe("match");
  expect(simulation.getSnapshot()).toBeNull();
});

test("the marker is kept for the tab, and another person is noticed", async () => {
  const marker = new TabMarker(storage);
  for (const isSet of [false, true, true, false]) {
    marker.isSet = isSet;
    expect(new TabMarker(storage).isSet).toBe(isSet);
  }
  expect(await marker.changeOwner("00u1")).toBe(false);
  expect(await marker.changeOwner("00u1")).toBe(false);
  expect(await marker.changeOwner("00u22")).toBe(true);
  expect(await marker.changeOwner(null)).toBe(true);
  await new NoLocalData().erase();
});

test("a browser that keeps nothing ends nothing", async () => {
  const warn = jest.spyOn(console, "warn").mockReturnValue();
  jest.spyOn(storage, "setItem").mockImplementation(() => {
    throw new Error("QuotaExceededError");
  });
  const marker = new TabMarker(storage);
  marker.isSet = true;
  expect(marker.isSet).toBe(false);
  expect(warn).toHaveBeenCalledTimes(1);
});

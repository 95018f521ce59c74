import * as SecureStore from "expo-secure-store";
import { SecureStoreItems } from "../SecureStoreItems";

jest.mock("expo-file-system", () => jest.requireActual("./files"));
jest.mock("expo-local-authentication");
jest.mock("expo-secure-store");
jest.mock("expo-crypto", () => {
  const newKey = (text: string) => ({ text, encoded: async () => text });
  return {
    AESEncryptionKey: { generate: async () => newKey(`key ${Math.random()}`), import: async (text: string) => newKey(text) },
    AESKeySize: { AES256: 256 },
    AESSealedData: { fromCombined: (text: string) => JSON.parse(text) },
    aesEncryptAsync: async (bytes: Uint8Array, key: { text: string }) => ({
      combined: async () => JSON.stringify({ key: key.text, bytes: [...bytes] }),
    }),
    aesDecryptAsync: async (sealed: { key: string; bytes: number[] }, key: { text: string }) => {
      if (sealed.key !== key.text) throw new Error("another key");
      return Uint8Array.from(sealed.bytes);
    },
  };
});

const store = new Map<string, string>();
const addressOf = (key: string, options: SecureStore.SecureStoreOptions = {}) => `${options.keychainService}/${key}`;

beforeEach(() => {
  jest.clearAllMocks();
  store.clear();
  jest.mocked(SecureStore.canUseBiometricAuthentication).mockReturnValue(true);
  jest.mocked(SecureStore.setItemAsync).mockImplementation(async (key, value, options) => {
    if (store.has(addressOf(key, options))) throw new Error("iOS would ask before it changes an item");
    store.set(addressOf(key, options), value);
  });
  jest
    .mocked(SecureStore.getItemAsync)
    .mockImplementation(async (key, options) => store.get(addressOf(key, options)) ?? null);
  jest.mocked(SecureStore.deleteItemAsync).mockImplementation(async (key, options) => {
    store.delete(addressOf(key, options));
  });
});

const newItems = () => new SecureStoreItems("Unlock your session.");

test("what a key encrypted is decrypted by it when it was read back, and by no other", async () => {
  const items = newItems();
  const sealed = await (await items.createKey("a")).encrypt("töken");
  const other = await items.createKey("b");
  await expect(other.decrypt(sealed)).rejects.toThrow();
  expect(await (await newItems().readKey("a"))?.decrypt(sealed)).toBe("töken");
});

test("a key that is made anew takes the place of the old one, and leaves the other place alone", async () => {
  const items = newItems();
  await items.createKey("b");
  const old = await (await items.createKey("a")).encrypt("text");
  await items.createKey("a");
  await expect((await items.readKey("a"))?.decrypt(old)).rejects.toThrow();
  expect(store.size).toBe(2);
});

test("a key that the system discarded is null", async () => {
  expect(await newItems().readKey("a")).toBeNull();
});

test("every key is behind a check, on this device only", async () => {
  await newItems().createKey("a");
  await newItems().readKey("a");
  const asked = [jest.mocked(SecureStore.setItemAsync).mock.lastCall?.[2]].concat(
    jest.mocked(SecureStore.getItemAsync).mock.lastCall?.[1],
  );
  for (const options of asked)
    expect(options).toMatchObject({
      requireAuthentication: true,
      authenticationPrompt: "Unlock your session.",
      keychainAccessible: SecureStore.WHEN_PASSCODE_SET_THIS_DEVICE_ONLY,
    });
});

test("nothing is asked for when nothing is enrolled", async () => {
  jest.mocked(SecureStore.canUseBiometricAuthentication).mockReturnValue(false);
  await expect(newItems().readKey("a")).rejects.toMatchObject({ kind: "unavailable" });
  expect(SecureStore.getItemAsync).not.toHaveBeenCalled();
  expect(await newItems().canProtect()).toBe(false);
});

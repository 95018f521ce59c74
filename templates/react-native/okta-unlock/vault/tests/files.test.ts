import { Paths } from "expo-file-system";
import { FileMarker } from "../LocalStorage";
import { ReplacedFile } from "../ReplacedFile";
import { crash, disk } from "./files";

jest.mock("expo-file-system", () => jest.requireActual("./files"));
jest.mock("expo-crypto", () => ({
  CryptoDigestAlgorithm: {},
  CryptoEncoding: {},
  digestStringAsync: async (_: unknown, text: string) => `hash of ${text.length}`,
}));

const newFile = () => new ReplacedFile(Paths.document, "refresh-token");

afterEach(() => {
  disk.clear();
  crash.before = undefined;
});

test("a file is read as it was written last, and is gone when it was deleted", async () => {
  const file = newFile();
  expect(await file.read()).toBeNull();
  file.replace("first");
  file.replace("second");
  expect(await file.read()).toBe("second");
  file.delete();
  expect(await file.read()).toBeNull();
  expect([...disk.keys()]).toEqual([]);
  file.delete();
});

test.each([
  ["write", "old"],
  ["remove", "old"],
  ["move", "new"],
] as const)("an app that is ended before the step %s finds the %s text, and can replace it", async (step, found) => {
  newFile().replace("old");
  crash.before = step;
  expect(() => newFile().replace("new")).toThrow("ended");
  expect(await newFile().read()).toBe(found);
  // It happens again, at the worst moment: the only text there is is not written over.
  crash.before = "write";
  expect(() => newFile().replace("next")).toThrow("ended");
  expect(await newFile().read()).toBe(found);
  crash.before = undefined;
  newFile().replace("last");
  expect(await newFile().read()).toBe("last");
});

test("the marker is kept, and can be set and taken back twice", () => {
  const marker = new FileMarker();
  for (const isSet of [false, true, true, false, false]) {
    marker.isSet = isSet;
    expect(new FileMarker().isSet).toBe(isSet);
  }
});

test("another person is noticed, and no name of anybody is kept", async () => {
  const marker = new FileMarker();
  expect(await marker.changeOwner("00u1")).toBe(false);
  expect(await marker.changeOwner("00u1")).toBe(false);
  expect(await marker.changeOwner("00u22")).toBe(true);
  expect([...disk.values()].join()).not.toContain("00u");
  expect(await marker.changeOwner(null)).toBe(true);
  expect(await marker.changeOwner("00u1")).toBe(false);
});

test.each(["create", "delete", "read", "write"] as const)("a disk that refuses to %s ends nothing", async (refused) => {
  const warn = jest.spyOn(console, "warn").mockReturnValue();
  const marker = new FileMarker();
  marker.isSet = refused === "delete";
  await marker.changeOwner("00u1");
  crash.before = refused;
  marker.isSet = refused !== "delete";
  // Whoever cannot be compared is somebody else.
  expect(await marker.changeOwner("00u1")).toBe(refused === "read");
  expect(await marker.changeOwner("00u22")).toBe(true);
  expect(await marker.changeOwner(null)).toBe(true);
  warn.mockRestore();
});

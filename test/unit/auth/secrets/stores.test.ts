import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { KeyringFailure, classifyProblem } from "../../../../src/auth/secrets/keyring.ts";
import { openSecretStore } from "../../../../src/auth/secrets/secret-store.ts";
import { signInContext } from "../profiles/support.ts";

const account = "dev https://dev-1.okta.com";
const isPosix = process.platform !== "win32";

describe.each(["keyring", "file"] as const)("a secret in the %s", (place) => {
  test("comes back as it went in, until it is removed", async () => {
    const store = await openSecretStore(signInContext(), place);
    expect(await store.read(account)).toBeUndefined();
    await store.write(account, "geheim ✓\n");
    await store.write("another", "x");
    expect(await store.read(account)).toBe("geheim ✓\n");
    await store.remove(account);
    await store.remove(account);
    expect(await store.read(account)).toBeUndefined();
    expect(await store.read("another")).toBe("x");
  });
});

test.runIf(isPosix)("a link to the file is followed, so that no old secret stays behind it", async () => {
  const context = signInContext();
  const elsewhere = join(context.configDirectory, "elsewhere.json");
  const store = await openSecretStore(context, "file");
  await store.write(account, "old");
  renameSync(join(context.configDirectory, "secrets.json"), elsewhere);
  symlinkSync(elsewhere, join(context.configDirectory, "secrets.json"));
  await store.write(account, "new");
  expect(readFileSync(elsewhere, "utf8")).not.toContain("old");
  expect(await store.read(account)).toBe("new");
});

describe("a secret that is longer than Windows takes", () => {
  const long = "k".repeat(1199) + "é".repeat(2500);

  test("is kept in parts, none of them too long, and leaves none behind", async () => {
    const entries = new Map<string, string>();
    const store = await openSecretStore(
      { ...signInContext(undefined, entries), platform: "win32" },
      "keyring",
    );
    await store.write(account, long);
    expect(Math.max(...[...entries.values()].map((part) => Buffer.byteLength(part, "utf16le")))).toBeLessThan(
      2560,
    );
    expect(await store.read(account)).toBe(long);
    await store.write(account, "short");
    expect([...entries]).toEqual([[account, "short"]]);
    await store.write(account, long);
    await store.remove(account);
    expect(entries.size).toBe(0);
  });

  test("is kept, whatever call of replacing it fails", async () => {
    const entries = new Map<string, string>();
    let callsLeft = Number.POSITIVE_INFINITY;
    const context = { ...signInContext(undefined, entries), platform: "win32" } as const;
    const count = (): void => {
      callsLeft -= 1;
      if (callsLeft < 0) throw new KeyringFailure("slow", "no answer in time");
    };
    const keyring = {
      ...context.keyring,
      write: async (name: string, secret: string) => {
        count();
        await context.keyring.write(name, secret);
      },
      remove: async (name: string) => {
        count();
        await context.keyring.remove(name);
      },
    };
    const store = await openSecretStore({ ...context, keyring }, "keyring");
    let last = long;
    await store.write(account, long);
    for (let failing = 0; failing < 8; failing += 1) {
      const next = `${failing}${long}`;
      callsLeft = failing;
      const isWritten = await store.write(account, next).then(
        () => true,
        () => false,
      );
      callsLeft = Number.POSITIVE_INFINITY;
      last = isWritten ? next : last;
      expect(await store.read(account)).toBe(last);
    }
    await store.remove(account);
    expect(entries.size).toBe(0);
  });

  test("is refused when a part is gone", async () => {
    const entries = new Map<string, string>();
    const store = await openSecretStore(
      { ...signInContext(undefined, entries), platform: "win32" },
      "keyring",
    );
    await store.write(account, long);
    entries.delete(`${account} part 2`);
    await expect(store.read(account)).rejects.toMatchObject({ code: "data-unreadable" });
  });
});

describe.runIf(isPosix)("the file of secrets", () => {
  test("is readable by its owner alone, as is its folder, and leaves nothing beside it", async () => {
    const context = signInContext();
    await (await openSecretStore(context, "file")).write(account, "geheim");
    expect(statSync(context.configDirectory).mode & 0o777).toBe(0o700);
    expect(statSync(join(context.configDirectory, "secrets.json")).mode & 0o777).toBe(0o600);
    expect(readdirSync(context.configDirectory)).toEqual(["secrets.json"]);
  });

  test.each([0o644, 0o640, 0o604])("of mode %o is refused with the command that closes it", async (mode) => {
    const context = signInContext();
    const store = await openSecretStore(context, "file");
    await store.write(account, "geheim");
    const path = join(context.configDirectory, "secrets.json");
    chmodSync(path, mode);
    await expect(store.read(account)).rejects.toMatchObject({
      code: "data-unreadable",
      next: expect.stringContaining(`chmod 600 ${path}`) as string,
    });
    chmodSync(path, 0o600);
    expect(await store.read(account)).toBe("geheim");
  });

  test.each(["", "{", "null", "[]", "\0\0", '{"version":2,"secrets":{}}', '{"version":1,"secrets":{"a":1}}'])(
    "that holds %j is refused and left as it is",
    async (text) => {
      const context = signInContext();
      const path = join(context.configDirectory, "secrets.json");
      mkdirSync(context.configDirectory);
      writeFileSync(path, text, { mode: 0o600 });
      const store = await openSecretStore(context, "file");
      await expect(store.read(account)).rejects.toMatchObject({ code: "data-unreadable" });
      await expect(store.write(account, "x")).rejects.toMatchObject({ code: "data-unreadable" });
      expect(readFileSync(path, "utf8")).toBe(text);
    },
  );
});

describe("a keyring that can't be used", () => {
  test.each([
    ["absent", "no keyring"],
    ["locked", "is locked"],
    ["slow", "did not answer"],
    ["full", "no room"],
    ["broken", "failed"],
  ] as const)("because it is %s says so, and names the way out", async (problem, words) => {
    const fail = () => Promise.reject(new KeyringFailure(problem, "its own words"));
    const context = { ...signInContext(), keyring: { read: fail, write: fail, remove: fail } };
    const store = await openSecretStore(context, "keyring");
    await expect(store.write(account, "geheim")).rejects.toMatchObject({
      problem,
      message: expect.stringContaining(words) as string,
      next: expect.stringContaining("--insecure-storage") as string,
    });
  });

  test.each([
    ["absent", "Platform failure: DBus error: set your DBUS_SESSION_BUS_ADDRESS instead"],
    ["absent", "Couldn't access platform storage: Secret Service: no result found"],
    ["locked", "Couldn't access platform storage: Secret Service: unlock prompt was dismissed"],
    ["full", "Attribute 'password' is longer than platform limit of 2560 chars"],
    ["broken", "something new"],
  ])("is %s when it says %j", (problem, message) => {
    expect(classifyProblem(message)).toBe(problem);
  });
});

describe("a file of secrets", () => {
  test("of a newer version says that an update helps", async () => {
    const context = signInContext();
    mkdirSync(context.configDirectory);
    writeFileSync(join(context.configDirectory, "secrets.json"), '{"version":2}', { mode: 0o600 });
    const store = await openSecretStore(context, "file");
    await expect(store.read(account)).rejects.toMatchObject({
      message: expect.stringContaining("newer version") as string,
      next: expect.stringMatching(/^Update okta-unlock, or move it away/u) as string,
    });
  });

  test.runIf(isPosix)("in whose place is a folder or a pipe is told at once", async () => {
    for (const take of [
      (path: string) => mkdirSync(path),
      (path: string) => execFileSync("mkfifo", [path]),
    ]) {
      const context = signInContext();
      mkdirSync(context.configDirectory);
      take(join(context.configDirectory, "secrets.json"));
      const store = await openSecretStore(context, "file");
      await expect(store.read(account)).rejects.toMatchObject({ code: "data-unreadable", exitCode: 7 });
    }
  });
});

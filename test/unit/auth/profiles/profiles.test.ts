import { execFile, execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { changeProfiles, readProfiles } from "../../../../src/auth/profiles/profile-file.ts";
import { readCredential, forgetSignIn, saveSignIn } from "../../../../src/auth/profiles/saved-sign-ins.ts";
import type { OrgUrl } from "../../../../src/values/org-url.ts";
import { bundleChild } from "../../okta/bundle-child.ts";
import { KeyringFailure } from "../../../../src/auth/secrets/keyring.ts";
import { deviceCredential, newConfigDirectory, orgUrl, signInContext } from "./support.ts";

const token = { kind: "api-token", token: "00secret-token" } as const;

const move = process.platform === "win32" ? "move" : "mv";

describe("a sign-in", () => {
  test("is kept with its secret in the keyring, and none in the profiles", async () => {
    const entries = new Map<string, string>();
    const context = signInContext(undefined, entries);
    const profile = await saveSignIn(context, { orgUrl, credential: token, login: "me", place: "keyring" });
    expect(profile).toEqual({
      name: "dev-1",
      orgUrl,
      login: "me",
      method: { kind: "api-token" },
      storedIn: "keyring",
    });
    expect(await readProfiles(context)).toEqual({ current: "dev-1", profiles: [profile] });
    expect([...entries]).toEqual([["dev-1 https://dev-1.okta.com", token.token]]);
    expect(readFileSync(join(context.configDirectory, "profiles.json"), "utf8")).not.toContain(token.token);
    expect(await readCredential(context, profile)).toEqual(token);
  });

  test("replaces the one for the same org and login; another login is another profile", async () => {
    const context = signInContext();
    const signIn = { orgUrl, credential: token, place: "keyring" } as const;
    await saveSignIn(context, { ...signIn, login: "me" });
    await saveSignIn(context, { ...signIn, login: "me" });
    await saveSignIn(context, { ...signIn, login: "you" });
    const { current, profiles } = await readProfiles(context);
    expect(profiles.map(({ name, login }) => [name, login])).toEqual([
      ["dev-1", "me"],
      ["dev-1-2", "you"],
    ]);
    expect(current).toBe("dev-1-2");
  });

  test("that moves to the file leaves nothing in the keyring", async () => {
    const entries = new Map<string, string>();
    const context = signInContext(undefined, entries);
    await saveSignIn(context, { orgUrl, credential: token, login: "me", place: "keyring" });
    const moved = await saveSignIn(context, { orgUrl, credential: token, login: "me", place: "file" });
    expect(entries.size).toBe(0);
    expect(await readCredential(context, moved)).toEqual(token);
  });

  test("does not take a name from another org", async () => {
    const context = signInContext();
    const signIn = { credential: token, login: "me", name: "work", place: "keyring" } as const;
    await saveSignIn(context, { ...signIn, orgUrl });
    const other = saveSignIn(context, { ...signIn, orgUrl: "https://dev-2.okta.com" as OrgUrl });
    await expect(other).rejects.toMatchObject({ code: "invalid-value" });
  });

  test.each(["keyring", "file"] as const)("that is forgotten leaves no secret in the %s", async (place) => {
    const entries = new Map<string, string>();
    const context = signInContext(undefined, entries);
    const profile = await saveSignIn(context, { orgUrl, credential: token, login: "me", place });
    await forgetSignIn(context, profile);
    expect(await readProfiles(context)).toEqual({ profiles: [] });
    expect(entries.size).toBe(0);
    await expect(readCredential(context, profile)).rejects.toMatchObject({ code: "not-signed-in" });
  });

  test("of a service app comes back whole", async () => {
    const context = signInContext();
    const credential = {
      kind: "service-app",
      clientId: "0oa1",
      privateKey: "-----BEGIN PRIVATE KEY-----",
      keyId: "k1",
      scopes: ["okta.apps.manage"],
    } as const;
    const profile = await saveSignIn(context, { orgUrl, credential, login: "0oa1", place: "file" });
    expect(await readCredential(context, profile)).toEqual(credential);
  });
});

const placeTakers: readonly (readonly [string, (path: string) => unknown])[] = [
  ["a folder", (path) => mkdirSync(path)],
  ["a pipe", (path) => execFileSync("mkfifo", [path])],
  ["a link to itself", (path) => symlinkSync(path, path)],
];

describe("the file of profiles", () => {
  test("is not made by reading", async () => {
    const configDirectory = newConfigDirectory();
    expect(await readProfiles({ configDirectory })).toEqual({ profiles: [] });
    expect(() => statSync(configDirectory)).toThrow("ENOENT");
  });

  test("is freed from the lock of a process that was killed", async () => {
    const configDirectory = newConfigDirectory();
    const lock = join(configDirectory, "profiles.lock");
    mkdirSync(lock, { recursive: true });
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(lock, longAgo, longAgo);
    await changeProfiles({ configDirectory }, (book) => ({ ...book, current: "local" }));
    expect(await readProfiles({ configDirectory })).toMatchObject({ current: "local" });
    expect(existsSync(lock)).toBe(false);
  });

  test.skipIf(process.platform === "win32")(
    "is read without a write to its folder, which may be read-only",
    async () => {
      const configDirectory = newConfigDirectory();
      await changeProfiles({ configDirectory }, (book) => ({ ...book, current: "local" }));
      chmodSync(configDirectory, 0o500);
      expect(await readProfiles({ configDirectory })).toMatchObject({ current: "local" });
      expect(statSync(configDirectory).mode & 0o777).toBe(0o500);
      chmodSync(configDirectory, 0o700);
    },
  );

  test.skipIf(process.platform === "win32")("is closed to others", async () => {
    const configDirectory = newConfigDirectory();
    await changeProfiles({ configDirectory }, (book) => ({ ...book, current: "local" }));
    expect(statSync(configDirectory).mode & 0o777).toBe(0o700);
    expect(statSync(join(configDirectory, "profiles.json")).mode & 0o777).toBe(0o600);
  });

  test("that holds an empty object names no profiles", async () => {
    const configDirectory = newConfigDirectory();
    mkdirSync(configDirectory);
    writeFileSync(join(configDirectory, "profiles.json"), "{}");
    expect(await readProfiles({ configDirectory })).toEqual({ profiles: [] });
  });

  test.each([
    ["cut off", '{"version": 1, "profi'],
    ["empty", ""],
    ["all zeros", "\0\0\0\0"],
    ["null", "null"],
    ["an empty list", "[]"],
    ["something else", "[1, 2]"],
    ["of a newer version", '{"version": 2, "profiles": []}'],
    [
      "with an org that is none",
      '{"version":1,"profiles":{"a":{"orgUrl":"x","method":{"kind":"api-token"},"login":"","storedIn":"file"}}}',
    ],
  ])("that is %s is refused with the way out, and left as it is", async (_what, text) => {
    const configDirectory = newConfigDirectory();
    const path = join(configDirectory, "profiles.json");
    mkdirSync(configDirectory);
    writeFileSync(path, text);
    const refused = { code: "data-unreadable", next: expect.stringContaining(`${move} ${path}`) as string };
    await expect(readProfiles({ configDirectory })).rejects.toMatchObject(refused);
    await expect(changeProfiles({ configDirectory }, (book) => book)).rejects.toMatchObject(refused);
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  test("says to update okta-unlock only when that helps", async () => {
    const configDirectory = newConfigDirectory();
    mkdirSync(configDirectory);
    const write = (text: string) => writeFileSync(join(configDirectory, "profiles.json"), text);
    write('{"version": 2}');
    await expect(readProfiles({ configDirectory })).rejects.toMatchObject({
      next: expect.stringMatching(/^Update okta-unlock, or move /u) as string,
    });
    write("{");
    await expect(readProfiles({ configDirectory })).rejects.toMatchObject({
      next: expect.stringContaining(`Move the file away and sign in again: ${move} `) as string,
    });
  });

  test.skipIf(process.platform === "win32").each(placeTakers)(
    "in whose place is %s is refused at once, and stays",
    async (_what, take) => {
      const configDirectory = newConfigDirectory();
      const path = join(configDirectory, "profiles.json");
      mkdirSync(configDirectory);
      take(path);
      const refused = { code: "data-unreadable", exitCode: 7 };
      await expect(readProfiles({ configDirectory })).rejects.toMatchObject(refused);
      await expect(changeProfiles({ configDirectory }, (book) => book)).rejects.toMatchObject(refused);
      expect(lstatSync(path).isFile()).toBe(false);
    },
  );

  test("can't be changed while something else is in the place of its lock: that is told, and stays", async () => {
    const configDirectory = newConfigDirectory();
    const lock = join(configDirectory, "profiles.lock");
    mkdirSync(configDirectory);
    writeFileSync(lock, "mine");
    await expect(changeProfiles({ configDirectory }, (book) => book)).rejects.toMatchObject({
      code: "directory-unusable",
      why: expect.stringContaining(lock) as string,
    });
    expect(readFileSync(lock, "utf8")).toBe("mine");
  });

  test.skipIf(process.getuid?.() !== 0)("in a folder of another user is not used", async () => {
    const configDirectory = newConfigDirectory();
    await changeProfiles({ configDirectory }, (book) => ({ ...book, current: "local" }));
    chownSync(configDirectory, 65_534, 65_534);
    const refused = {
      code: "directory-unusable",
      message: expect.stringContaining("another user") as string,
    };
    await expect(readProfiles({ configDirectory })).rejects.toMatchObject(refused);
    await expect(changeProfiles({ configDirectory }, (book) => book)).rejects.toMatchObject({
      code: "directory-unusable",
      why: expect.stringContaining("another user") as string,
    });
  });

  test.skipIf(process.platform !== "linux")("in a folder that can't be made is told at once", async () => {
    const change = changeProfiles({ configDirectory: "/proc/okta-unlock/config" }, (book) => book);
    await expect(change).rejects.toMatchObject({ code: "directory-unusable" });
  });
});

describe("several processes at once", async () => {
  const child = await bundleChild(join(import.meta.dirname, "sign-in-child.ts"));
  const run = (...args: readonly string[]) => promisify(execFile)(process.execPath, [child, ...args]);

  test("sign in and lose none", async () => {
    const context = signInContext();
    const names = ["a", "b", "c", "d", "e", "f"];
    await Promise.all(names.map((name) => run("add", context.configDirectory, name)));
    const { profiles } = await readProfiles(context);
    expect(profiles.map(({ name }) => name).toSorted()).toEqual(names);
    for (const profile of profiles) {
      expect(await readCredential(context, profile)).toEqual({
        kind: "api-token",
        token: `token-of-${profile.name}`,
      });
    }
  });

  test("keep a rotated refresh token when the keyring fails once", async () => {
    const context = signInContext();
    const signIn = {
      orgUrl,
      credential: deviceCredential,
      login: "me",
      name: "dev",
      place: "keyring",
    } as const;
    const profile = await saveSignIn(context, signIn);
    let failures = 1;
    const { keyring } = context;
    const write: typeof keyring.write = async (account, secret) => {
      failures -= 1;
      if (failures >= 0) throw new KeyringFailure("slow", "no answer in time");
      await keyring.write(account, secret);
    };
    const kept = await readCredential({ ...context, keyring: { ...keyring, write } }, profile);
    if (kept.kind !== "device") throw new Error("not a device sign-in");
    await kept.exchangeRefreshToken(async () => ({ accessToken: "access", refreshToken: "new" }));
    expect(await readCredential(context, profile)).toMatchObject({ refreshToken: "new" });
  });

  test("rotate a refresh token one after the other, each from the last", async () => {
    const context = signInContext();
    const credential = {
      kind: "device",
      clientId: "0oa1",
      scopes: [],
      refreshToken: "rotated-0",
      exchangeRefreshToken: () => Promise.reject(new Error("unused")),
    } as const;
    const profile = await saveSignIn(context, {
      orgUrl,
      credential,
      login: "me",
      name: "dev",
      place: "file",
    });
    await Promise.all(Array.from({ length: 5 }, () => run("rotate", context.configDirectory, "dev")));
    expect(await readCredential(context, profile)).toMatchObject({ refreshToken: "rotated-5" });
  });
});

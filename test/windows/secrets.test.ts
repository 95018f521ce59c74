import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { readConfigFile, writeConfigFile } from "../../src/auth/config-folder.ts";
import { readProfiles } from "../../src/auth/profiles/profile-file.ts";
import { readCredential, saveSignIn } from "../../src/auth/profiles/saved-sign-ins.ts";
import { openSecretStore } from "../../src/auth/secrets/secret-store.ts";
import { failEachCall, inUseCodes, refuse } from "../support/fail-each-call.ts";
import { type FileCall, watchCalls } from "../support/windows-fs.ts";
import { deviceCredential, orgUrl, signInContext } from "../unit/auth/profiles/support.ts";

/** A stand-in that writes down what it is asked for. */
function installIcacls(root: string): void {
  const program = join(root, "System32", "icacls.exe");
  mkdirSync(join(root, "System32"), { recursive: true });
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$@" > ${join(root, "arguments")}\n`);
  execFileSync("chmod", ["+x", program]);
}

async function signIn() {
  const context = { ...signInContext(), platform: "win32" } as const;
  const profile = await saveSignIn(context, {
    orgUrl,
    credential: deviceCredential,
    login: "me",
    name: "dev",
    place: "file",
  });
  return { context, profile };
}

type SignedIn = Awaited<ReturnType<typeof signIn>>;

async function rotate({ context, profile }: SignedIn): Promise<void> {
  const credential = await readCredential(context, profile);
  if (credential.kind !== "device") throw new Error("not a device sign-in");
  await credential.exchangeRefreshToken(async () => ({ accessToken: "access", refreshToken: "new" }));
}

describe("a refresh token that the org has replaced", () => {
  test.each(inUseCodes)("is kept, whatever single call ends with %s", async (code) => {
    const count = await failEachCall(code, {
      prepare: signIn,
      folderOf: ({ context }) => context.configDirectory,
      work: rotate,
      check: async ({ context, profile }, failed) => {
        expect(failed).toBeUndefined();
        expect(await readCredential(context, profile)).toMatchObject({ refreshToken: "new" });
        // The folder of a lock may stay: it is empty.
        const files = readdirSync(context.configDirectory).filter((name) => !name.endsWith(".lock"));
        expect(files.toSorted()).toEqual(["profiles.json", "secrets.json"]);
      },
    });
    expect(count).toBeGreaterThan(10);
  });

  test("is kept while the file is never let go for a rename", async () => {
    const signedIn = await signIn();
    await refuse("EPERM", { rename: ".tmp" }, () => rotate(signedIn));
    expect(await readCredential(signedIn.context, signedIn.profile)).toMatchObject({ refreshToken: "new" });
  });

  test("and can't be put in its place is kept beside it, with the command that moves it there", async () => {
    const { context } = await signIn();
    const path = join(context.configDirectory, "secrets.json");
    const writing = refuse("EBUSY", { rename: ".tmp", open: "secrets.json" }, () =>
      writeConfigFile(context.configDirectory, path, "new"),
    );
    const error = (await writing.catch((reason: unknown) => reason)) as { readonly next: string };
    expect(error.next).toContain("Close the program that has the file open");
    const kept = readdirSync(context.configDirectory).find((name) => name.endsWith(".tmp")) ?? "";
    expect(error.next).toContain(kept);
    expect(readFileSync(join(context.configDirectory, kept), "utf8")).toBe("new");
    expect(error.next).toContain("copy ");
    vi.stubEnv("MSYSTEM", "MINGW64");
    onTestFinished(() => void vi.unstubAllEnvs());
    const inGitBash = refuse("EPERM", { rename: ".tmp", open: "file" }, () =>
      writeConfigFile(context.configDirectory, join(context.configDirectory, "file"), "new"),
    );
    expect(await inGitBash.catch((reason: unknown) => reason)).toMatchObject({
      next: expect.stringContaining("cp ") as unknown,
    });
  });
});

/** A roaming folder with secrets in it, and the local one, which is empty. */
function standInRoaming(secrets: string): { readonly to: string } {
  const { configDirectory } = signInContext();
  const [roaming, local] = [join(configDirectory, "r"), join(configDirectory, "l")];
  const from = join(roaming, "okta-unlock", "Config");
  const to = join(local, "okta-unlock", "Config");
  for (const folder of [from, to]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(from, "secrets.json"), secrets);
  vi.stubEnv("APPDATA", roaming);
  vi.stubEnv("LOCALAPPDATA", local);
  onTestFinished(() => void vi.unstubAllEnvs());
  return { to };
}

describe("the file of secrets on Windows", () => {
  test("comes from the roaming folder, where earlier versions kept it", async () => {
    const { context, profile } = await signIn();
    const [roaming, local] = [join(context.configDirectory, "r"), join(context.configDirectory, "l")];
    const [from, to] = [roaming, local].map((folder) => join(folder, "okta-unlock", "Config")) as [
      string,
      string,
    ];
    mkdirSync(from, { recursive: true });
    for (const name of ["secrets.json", "profiles.json"])
      renameSync(join(context.configDirectory, name), join(from, name));
    vi.stubEnv("APPDATA", roaming);
    vi.stubEnv("LOCALAPPDATA", local);
    onTestFinished(() => void vi.unstubAllEnvs());
    const moved = { ...context, configDirectory: to };
    expect((await readProfiles(moved)).profiles).toEqual([profile]);
    expect(await readCredential(moved, profile)).toMatchObject({ refreshToken: "old" });
    expect(readdirSync(from)).toEqual([]);
    expect(readdirSync(to).toSorted()).toEqual(["profiles.json", "secrets.json"]);
  });

  test("that another process has brought or written meanwhile is not written over with the old one", async () => {
    const { to } = standInRoaming("old");
    const path = join(to, "secrets.json");
    // Between the look and the write, the other one brings the file, and replaces the token in it.
    let isWritten = false;
    const writeOnce = ({ path: written = "" }: FileCall): void => {
      if (isWritten || dirname(written) !== to) return;
      isWritten = true;
      writeFileSync(path, "newer");
    };
    const text = await watchCalls(writeOnce, async () => readConfigFile(to, path));
    expect(text).toBe("newer");
    expect(readdirSync(to)).toEqual(["secrets.json"]);
  });

  test("is done without where the roaming folder can't be looked at", () => {
    const { to } = standInRoaming("old");
    vi.stubEnv("APPDATA", join(to, "n".repeat(300)));
    expect(readConfigFile(to, join(to, "secrets.json"))).toBeUndefined();
  });

  test("is closed to others by icacls outside of the user's folder, and refused when that fails", async () => {
    const { context } = await signIn();
    const store = await openSecretStore(context, "file");
    const root = join(context.configDirectory, "windows");
    vi.stubEnv("HOME", root);
    vi.stubEnv("SystemRoot", root);
    vi.stubEnv("USERDOMAIN", "CORP");
    onTestFinished(() => void vi.unstubAllEnvs());
    await expect(store.write("one", "secret")).rejects.toMatchObject({ code: "directory-unusable" });
    expect(await store.read("one")).toBeUndefined();
    installIcacls(root);
    await store.write("one", "secret");
    expect(await store.read("one")).toBe("secret");
    const grants = [`CORP\\${userInfo().username}`, "*S-1-5-18", "*S-1-5-32-544"].flatMap((who) => [
      "/grant:r",
      `${who}:(OI)(CI)F`,
    ]);
    const args = readFileSync(join(root, "arguments"), "utf8").trim().split("\n");
    expect(args).toEqual([context.configDirectory, "/inheritance:r", ...grants]);
  });
});

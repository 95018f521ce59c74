import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeConfigFile } from "../../src/auth/config-folder.ts";
import { readCredential, saveSignIn } from "../../src/auth/profiles/saved-sign-ins.ts";
import { failEachCall, inUseCodes, refuse } from "../support/fail-each-call.ts";
import { orgUrl, signInContext } from "../unit/auth/profiles/support.ts";

async function signIn() {
  const context = { ...signInContext(), platform: "win32" } as const;
  const credential = {
    kind: "device",
    clientId: "0oa1",
    scopes: [],
    refreshToken: "old",
    exchangeRefreshToken: () => Promise.reject(new Error("unused")),
  } as const;
  const profile = await saveSignIn(context, { orgUrl, credential, login: "me", name: "dev", place: "file" });
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
  });
});

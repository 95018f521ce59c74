import { appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { resetLocalOrg, startLocalOrg } from "../../src/local-org/index.ts";
import { joinLocalOrg, untilUnused } from "../../src/local-org/shared-org.ts";
import { put } from "../../src/local-org/store/change.ts";
import type { StoredApp } from "../../src/local-org/store/collections.ts";
import { Store } from "../../src/local-org/store/store.ts";
import { failEachCall, inUseCodes, refuse } from "../support/fail-each-call.ts";

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "okta-unlock-windows-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const now = "2026-01-01T00:00:00.000Z";

function save(id: string): ReturnType<typeof put<"apps">> {
  const app: StoredApp = {
    id,
    created: now,
    lastUpdated: now,
    name: "oidc_client",
    label: id,
    status: "ACTIVE",
    signOnMode: "OPENID_CONNECT",
  };
  return put("apps", id, app);
}

describe("the store of the local org", () => {
  const ids = Array.from({ length: 8 }, (_none, index) => `app-${index}`);

  async function fill(folder: string): Promise<void> {
    const store = new Store(folder, { compactAfterBytes: 400 });
    for (const id of ids) {
      store.write([save(id)]);
      await sleep(1);
    }
    await store.close();
  }

  test.each(inUseCodes)("loses nothing that was written, whatever single call ends with %s", async (code) => {
    const count = await failEachCall(code, {
      prepare: async () => newFolder(),
      folderOf: (folder) => folder,
      work: fill,
      check: async (folder, failed) => {
        expect(failed).toBeUndefined();
        const again = new Store(folder);
        expect(again.list("apps").map(({ id }) => id)).toEqual(ids);
        await again.close();
      },
    });
    expect(count).toBeGreaterThan(10);
  });

  test("goes on after a write that the disk had no room for, and after a crash in the middle of one", async () => {
    const folder = newFolder();
    const store = new Store(folder);
    store.write([save("a")]);
    const journal = join(folder, readdirSync(folder)[0] ?? "");
    await refuse("ENOSPC", { write: "journal-1.jsonl" }, async () => {
      expect(() => store.write([save("lost")])).toThrow("ENOSPC");
    });
    store.write([save("b")]);
    await store.close();
    appendFileSync(journal, "01234567 [{");
    const again = new Store(folder);
    again.write([save("c")]);
    expect(again.list("apps").map(({ id }) => id)).toEqual(["a", "b", "c"]);
    await again.close();
  });
});

describe("reset leaves the data of an org that runs", () => {
  test.each([...inUseCodes, "EMFILE"])("whose lock can't be read for %s", async (code) => {
    const folder = newFolder();
    await using org = await startLocalOrg({ port: 0, dataDirectory: folder });
    await refuse(code, { open: "owner-1.json" }, async () => {
      await expect(resetLocalOrg(folder)).rejects.toMatchObject({ name: "LocalOrgError" });
    });
    expect(existsSync(join(folder, "state"))).toBe(true);
    expect(org.dataDirectory).toBe(folder);
  });

  test("whose lock is gone, because it answers", async () => {
    const folder = newFolder();
    await using org = await startLocalOrg({ port: 0, dataDirectory: folder });
    rmSync(join(folder, "owner"), { recursive: true });
    await expect(resetLocalOrg(folder)).rejects.toMatchObject({ code: "local-org-conflict" });
    expect(existsSync(join(folder, "state"))).toBe(true);
    expect(existsSync(join(folder, "owner"))).toBe(false);
    expect(org.dataDirectory).toBe(folder);
  });
});

describe("a shared org goes on for a process that uses it", () => {
  test.each([...inUseCodes, "EMFILE"])("and whose note can't be read for %s", async (code) => {
    const folder = newFolder();
    await using org = await startLocalOrg({ port: 0, dataDirectory: folder });
    const leave = await joinLocalOrg(folder);
    const controller = new AbortController();
    await refuse(code, { open: ".json" }, async () => {
      const watching = untilUnused(folder, controller.signal).then(() => "unused");
      expect(await Promise.race([watching, sleep(300, "used")])).toBe("used");
      controller.abort();
      await watching;
    });
    expect(readdirSync(join(folder, "users"))).toHaveLength(1);
    leave();
    await untilUnused(folder, new AbortController().signal);
    expect(org.dataDirectory).toBe(folder);
  });
});

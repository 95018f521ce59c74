import { appendFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Change } from "../../../src/local-org/store/change.ts";
import { put, remove } from "../../../src/local-org/store/change.ts";
import type { StoredApp } from "../../../src/local-org/store/collections.ts";
import { WriteAheadLog } from "../../../src/local-org/store/write-ahead-log.ts";
import { encodeLine } from "../../../src/local-org/store/state-files.ts";
import { Store } from "../../../src/local-org/store/store.ts";
import { millisecondsSince } from "../../support/processor-time.ts";
import { temporaryFolder } from "./support.ts";

function app(id: string, label = id): StoredApp {
  const now = "2026-01-01T00:00:00.000Z";
  return {
    id,
    created: now,
    lastUpdated: now,
    name: "oidc_client",
    label,
    status: "ACTIVE",
    signOnMode: "OPENID_CONNECT",
  };
}

function save(id: string, label = id): Change {
  return put("apps", id, app(id, label));
}

function labels(store: Store): string[] {
  return store.list("apps").map((each) => each.label);
}

function journalIn(folder: string): string {
  const name = readdirSync(folder).findLast((each) => each.startsWith("journal-"));
  return join(folder, name ?? "");
}

test("what was written is there after opening again, in the order of creation", async () => {
  const folder = await temporaryFolder();
  const store = new Store(folder);
  store.write([save("b"), save("a")]);
  store.write([save("b", "b changed"), remove("apps", "c")]);
  await store.close();
  const again = new Store(folder);
  expect(labels(again)).toEqual(["b changed", "a"]);
  await again.close();
});

test("a last record that a crash cut short is dropped, and writing goes on after it", async () => {
  const folder = await temporaryFolder();
  const store = new Store(folder);
  store.write([save("a")]);
  await store.close();
  const whole = readFileSync(journalIn(folder));
  const record = Buffer.from(encodeLine([save("torn")]));
  for (let length = 1; length < record.length; length += 7) {
    writeFileSync(journalIn(folder), Buffer.concat([whole, record.subarray(0, length)]));
    const torn = new Store(folder);
    expect(labels(torn)).toEqual(["a"]);
    torn.write([save("b")]);
    await torn.close();
    const after = new Store(folder);
    expect(labels(after)).toEqual(["a", "b"]);
    await after.close();
  }
});

test("zeros at the end, as a power cut leaves them, are a torn write", async () => {
  const folder = await temporaryFolder();
  const store = new Store(folder);
  store.write([save("a")]);
  await store.close();
  appendFileSync(journalIn(folder), Buffer.alloc(100));
  const again = new Store(folder);
  expect(labels(again)).toEqual(["a"]);
  await again.close();
});

test.each([
  ["empty", () => Buffer.of()],
  ["all zeros", () => Buffer.alloc(300)],
  ["null", () => Buffer.from("null")],
  ["an empty list", () => Buffer.from("[]")],
  ["cut off in its header", (whole: Buffer) => whole.subarray(0, 10)],
  [
    "cut off in its first record, which made the org",
    (whole: Buffer) => whole.subarray(0, whole.length - 20),
  ],
  ["followed by something else", (whole: Buffer) => Buffer.concat([whole, Buffer.from("nonsense")])],
  ["without its last newline, by a flipped bit", (whole: Buffer) => flipLastBit(whole)],
])("a journal that is %s is refused, and left as it is", async (_how, damage) => {
  const folder = await temporaryFolder();
  const store = new Store(folder);
  store.write([save("a")]);
  await store.close();
  const damaged = damage(readFileSync(journalIn(folder)));
  writeFileSync(journalIn(folder), damaged);
  expect(() => new Store(folder)).toThrow(expect.objectContaining({ code: "data-unreadable" }));
  expect(readFileSync(journalIn(folder)).equals(damaged)).toBe(true);
});

function flipLastBit(whole: Buffer): Buffer {
  const flipped = Buffer.from(whole);
  flipped[flipped.length - 1] = 0x0a ^ 1;
  return flipped;
}

test("a journal appears with its header, so that one without it was damaged", async () => {
  const folder = await temporaryFolder();
  const store = new Store(folder);
  expect(readFileSync(journalIn(folder), "utf8")).toMatch(/^[\da-f]{8} .*journal.*\n$/u);
  await store.close();
});

test("one damaged byte anywhere in a whole record is refused, and the file is left as it is", async () => {
  const folder = await temporaryFolder();
  const store = new Store(folder);
  store.write([save("a")]);
  store.write([save("b")]);
  await store.close();
  const path = journalIn(folder);
  const whole = readFileSync(path);
  for (let index = 0; index < whole.length - 1; index += 11) {
    const damaged = Buffer.from(whole);
    damaged[index] = (damaged[index] ?? 0) ^ 1;
    writeFileSync(path, damaged);
    expect(() => new Store(folder), `byte ${index}`).toThrow(
      expect.objectContaining({ code: "data-unreadable" }),
    );
    expect(readFileSync(path).equals(damaged)).toBe(true);
  }
});

test("a state file of a newer version is refused, with the way out", async () => {
  const folder = await temporaryFolder();
  const header = { file: "okta-unlock local org journal", schema: 2, generation: 1 };
  writeFileSync(join(folder, "journal-1.jsonl"), encodeLine(header));
  expect(() => new Store(folder)).toThrow(
    expect.objectContaining({
      code: "data-unreadable",
      next: expect.stringMatching(/okta-unlock local reset --data-dir /),
    }),
  );
});

test("a large journal is folded into a snapshot, and old files go", async () => {
  const folder = await temporaryFolder();
  const store = new Store(folder, { compactAfterBytes: 2000 });
  for (let index = 0; index < 300; index += 1) {
    store.write([save(`app-${index % 40}`, `label ${index}`)]);
    if (index % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const before = labels(store);
  await store.close();
  const names = readdirSync(folder);
  expect(names.filter((name) => name.startsWith("snapshot-"))).toHaveLength(1);
  expect(names.filter((name) => name.endsWith(".tmp"))).toEqual([]);
  expect(names.length).toBeLessThanOrEqual(3);
  const again = new Store(folder);
  expect(labels(again)).toEqual(before);
  await again.close();
});

test("a snapshot without its end is refused", async () => {
  const folder = await temporaryFolder();
  const store = new Store(folder, { compactAfterBytes: 100 });
  store.write([save("a")]);
  await store.close();
  const path = join(folder, readdirSync(folder).find((name) => name.startsWith("snapshot-")) ?? "");
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.slice(0, text.lastIndexOf("\n", text.length - 2) + 1));
  expect(() => new Store(folder)).toThrow(expect.objectContaining({ code: "data-unreadable" }));
});

test("killed while compacting, the old snapshot and both journals give the state", async () => {
  const folder = await temporaryFolder();
  const first = new Store(folder, { compactAfterBytes: 1_000_000 });
  first.write([save("a")]);
  await first.close();
  // What is on disk when the process dies after the new journal began and before the snapshot was renamed.
  const header = encodeLine({ file: "okta-unlock local org journal", schema: 1, generation: 2 });
  writeFileSync(join(folder, "journal-2.jsonl"), `${header}${encodeLine([save("b")])}`);
  writeFileSync(join(folder, "snapshot-2.jsonl.tmp"), "half a sn");
  const again = new Store(folder);
  expect(labels(again)).toEqual(["a", "b"]);
  again.write([save("c")]);
  await again.close();
  expect(labels(new Store(folder))).toEqual(["a", "b", "c"]);
});

test("any sequence of writes, reopenings and compactions gives what a plain map gives", async () => {
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ id: fc.constantFrom("a", "b", "c", "d"), label: fc.string({ unit: "binary" }) }),
    },
    { weight: 3, arbitrary: fc.record({ removed: fc.constantFrom("a", "b", "c", "d") }) },
    { weight: 1, arbitrary: fc.constant("reopen" as const) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const folder = await temporaryFolder();
      const model = new Map<string, string>();
      let store = new Store(folder, { compactAfterBytes: 400 });
      for (const each of steps) {
        if (each === "reopen") {
          await store.close();
          store = new Store(folder, { compactAfterBytes: 400 });
        } else if ("id" in each) {
          model.set(each.id, each.label);
          store.write([save(each.id, each.label)]);
        } else {
          model.delete(each.removed);
          store.write([remove("apps", each.removed)]);
        }
      }
      await store.close();
      const again = new Store(folder);
      expect(again.list("apps").map(({ id, label }) => [id, label])).toEqual([...model]);
      await again.close();
    }),
    { numRuns: 25 },
  );
});

test("10,000 apps load in under a second of the processor, and one more write takes no longer than the first", async () => {
  const folder = await temporaryFolder();
  const store = new Store(folder);
  const filler = "x".repeat(1400);
  for (let index = 0; index < 10_000; index += 1) store.write([save(`app-${index}`, filler)]);
  await store.close();
  const start = process.cpuUsage();
  const again = new Store(folder);
  expect(millisecondsSince(start)).toBeLessThan(1000);
  expect(again.count("apps")).toBe(10_000);
  const before = process.cpuUsage();
  for (let index = 0; index < 50; index += 1) again.write([save(`one-more-${index}`, filler)]);
  expect(millisecondsSince(before) / 50).toBeLessThan(5);
  await again.close();
});

test(
  "on a full disk a write fails, and nothing follows a half record",
  { skip: !existsSync("/dev/full") },
  () => {
    const journal = new WriteAheadLog("/dev/full", 0);
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect(() => journal.append([save("a")])).toThrow("ENOSPC");
      expect(journal.size).toBe(0);
    }
    journal.close();
  },
);

test("what stands under a prefix is found among much else, and is kept up with each change", async () => {
  const store = new Store(await temporaryFolder());
  const under = (prefix: string) => store.listUnder("appGroups", prefix).map((each) => each.id);
  const assign = (appId: string, id: string) => {
    const now = "2026-01-01T00:00:00.000Z";
    return put("appGroups", `${appId}/${id}`, { id, appId, created: now, lastUpdated: now });
  };
  store.write([assign("one", "a"), assign("other", "a"), assign("one", "ab")]);
  expect([under("one/"), under("one/ab"), under("none/")]).toEqual([["a", "ab"], ["ab"], []]);
  store.write([assign("one", "b"), assign("one", "a"), remove("appGroups", "one/ab")]);
  expect([under("one/"), under("other/")]).toEqual([["a", "b"], ["a"]]);
  await store.close();
});

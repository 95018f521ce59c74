// Writes to a store as fast as it can, compacting all the time, and reports each change that is done.
import { put } from "../../../src/local-org/store/change.ts";
import { Store } from "../../../src/local-org/store/store.ts";

const [folder = "", round = "0"] = process.argv.slice(2);
const store = new Store(folder, { compactAfterBytes: 3000 });
const now = "2026-01-01T00:00:00.000Z";

for (let index = 0; ; index += 1) {
  const id = `${round}-${index}`;
  const app = {
    id,
    created: now,
    lastUpdated: now,
    name: "x",
    label: id,
    status: "ACTIVE",
    signOnMode: "x",
  } as const;
  store.write([put("apps", id, app)]);
  process.send?.(id);
  await new Promise((resolve) => setImmediate(resolve));
}

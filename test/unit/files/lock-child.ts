// Adds one to the number in a file, `argv[3]` times, each time under the lock `argv[2]`; without the lock some would be lost.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { isHeld, takeLock } from "../../../src/files/lock.ts";

const [folder = "", times = "1"] = process.argv.slice(2);
const path = `${folder}.counter`;

for (let time = 0; time < Number(times); time += 1) {
  const lock = await takeLock(folder, { waitMs: 30_000 });
  if (isHeld(lock)) throw new Error(`process ${lock.pid} has the lock`);
  const before = existsSync(path) ? Number(readFileSync(path, "utf8")) : 0;
  await sleep(1);
  writeFileSync(path, String(before + 1));
  lock.release();
}

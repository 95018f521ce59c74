// Opens the data folders `argv[2]/0`, `argv[2]/1`, … (`argv[3]` of them) as a local org does, and writes a file into each.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openDataFolder } from "../../../src/local-org/folder/data-folder.ts";

const [parent = "", count = "1"] = process.argv.slice(2);

for (let number = 0; number < Number(count); number += 1) {
  writeFileSync(openDataFolder(join(parent, String(number))).running, "{}");
}

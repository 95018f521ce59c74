import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { bundleChild } from "../okta/bundle-child.ts";
import { temporaryFolder } from "./support.ts";

test("many processes may open a new data folder at once", async () => {
  const parent = await temporaryFolder();
  const child = await bundleChild(join(import.meta.dirname, "open-folder-child.ts"));
  const run = () => promisify(execFile)(process.execPath, [child, parent, "300"]);
  await expect(Promise.all(Array.from({ length: 6 }, run))).resolves.toHaveLength(6);
});

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { drawIcon, looks, pngOf } from "../support/app-icon.ts";
import { templateFolder } from "../support/render-template.ts";

const folder = join(templateFolder, "App/Resources/Assets.xcassets/AppIcon.appiconset");

/** What the one compressed chunk of our icons holds. Compressors differ between versions of Node, pixels don't. */
function contentOf(png: Buffer): Buffer {
  const start = png.indexOf("IDAT");
  return inflateSync(png.subarray(start + 4, start + 4 + png.readUInt32BE(start - 4)));
}

test.each([
  ["light", "AppIcon.png"],
  ["dark", "AppIcon-Dark.png"],
  ["tinted", "AppIcon-Tinted.png"],
] as const)("the %s icon is as we draw it (DRAW_ICONS=1 writes it anew)", (look, name) => {
  const drawn = pngOf(drawIcon(looks[look]));
  if (process.env["DRAW_ICONS"] !== undefined) writeFileSync(join(folder, name), drawn);
  expect(contentOf(readFileSync(join(folder, name))).equals(contentOf(drawn))).toBe(true);
});

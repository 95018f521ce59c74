// Keeps the templates of a version that is about to be published, so that `update` can render them for ever: `npm run archive`.
// With --check it only says whether that was done. Node 20 runs no TypeScript: it is bundled first.
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "tsdown";

const root = fileURLToPath(new URL("..", import.meta.url));
// In the project, so that its packages are found.
const folder = mkdtempSync(join(root, ".config", ".archive-"));
try {
  await build({
    config: false,
    cwd: root,
    entry: { archive: join(root, ".config/template-archive.ts") },
    outDir: folder,
    format: "esm",
    platform: "node",
    dts: false,
    fixedExtension: true,
    logLevel: "silent",
  });
  const { archiveTemplates, listUnarchived } = await import(pathToFileURL(join(folder, "archive.mjs")).href);
  const templates = join(root, "templates");
  const lines = process.argv.includes("--check") ? listUnarchived(templates) : archiveTemplates(templates);
  for (const line of lines) process.stdout.write(`${line}\n`);
  if (process.argv.includes("--check") && lines.length > 0) {
    process.stderr.write("These versions are not in the archive. Add them: npm run archive\n");
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

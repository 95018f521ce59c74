import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The first thing that runs. `--version` alone is answered here, because scripts and editors ask it often and nothing
 * else is needed for it. `packageRoot` is the absolute path of the folder that holds package.json.
 */
export async function main(process: NodeJS.Process, packageRoot: string): Promise<void> {
  const args = process.argv.slice(2);
  const version = readVersion(packageRoot);
  if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
    process.stdout.write(`${version}\n`);
    return;
  }
  const { run } = await import("./run.ts");
  await run(process, { args, packageRoot, version });
}

function readVersion(packageRoot: string): string {
  const manifest = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")) as { version: string };
  return manifest.version;
}

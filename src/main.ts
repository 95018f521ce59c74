/** Written in by the bundler (tsdown.config.ts), so that no file has to be read for it. */
declare const packageVersion: string;

/**
 * The first thing that runs. `--version` alone is answered here, because scripts and editors ask it often and nothing
 * else is needed for it. `packageRoot` is the absolute path of the folder that holds package.json.
 */
export async function main(process: NodeJS.Process, packageRoot: string): Promise<void> {
  const args = process.argv.slice(2);
  if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
    process.stdout.write(`${packageVersion}\n`);
    return;
  }
  const { run } = await import("./run.ts");
  await run(process, { args, packageRoot, version: packageVersion });
}

#!/usr/bin/env node
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `okta-unlock needs Node 20.19 or newer; this is ${process.versions.node}.\nNext: install a current Node from https://nodejs.org, then run the command again.\n`,
  );
  process.exit(2);
}

// Not on Node 20; elsewhere it saves compiling the larger chunks at each run.
if (major >= 22) process.getBuiltinModule("node:module").enableCompileCache?.();

const { main } = await import("../dist/main.js");
await main(process, `${import.meta.dirname}/..`);

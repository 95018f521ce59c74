#!/usr/bin/env node
"use strict";

// CommonJS, in the syntax of Node versions long gone: any of them can read it and say what it needs. On Node 20 the ES
// module loader would cost a third of the time of a quick command.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `okta-unlock needs Node 20.19 or newer; this is ${process.versions.node}.\nNext: install a current Node from https://nodejs.org, then run the command again.\n`,
  );
  process.exit(2);
}

// Not on Node 20; elsewhere it saves compiling the larger chunks at each run.
if (major >= 22) {
  const { enableCompileCache } = require("node:module");
  if (enableCompileCache !== undefined) enableCompileCache();
}

void require("../dist/main.cjs").main(process, require("node:path").join(__dirname, ".."));

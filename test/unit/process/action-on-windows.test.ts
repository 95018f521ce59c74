import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const cli = new URL("../../../.github/actions/okta-app/cli.mjs", import.meta.url).href;

test.skipIf(process.platform === "win32")(
  "on Windows the action tells cmd.exe to look for npx on the PATH alone, and hears Ctrl-Break",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "okta-unlock-action-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    // In the place of cmd.exe, which only Windows has.
    writeFileSync(join(folder, "cmd.exe"), '#!/bin/sh\necho "$NoDefaultCurrentDirectoryInExePath $*"\n');
    chmodSync(join(folder, "cmd.exe"), 0o755);
    const script = `
      Object.defineProperty(process, "platform", { value: "win32" });
      const { runCli } = await import(${JSON.stringify(cli)});
      await runCli("apps list", {});
      console.log(["SIGINT", "SIGBREAK", "SIGTERM"].map((name) => process.listenerCount(name)).join());
      process.exit();`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--input-type=module", "--eval", script],
      { cwd: folder, env: { PATH: folder, INPUT_VERSION: "0.1.0" } },
    );
    expect(stdout.trim().split("\n")).toEqual([
      '1 /d /s /c "npx --yes okta-unlock@0.1.0 apps list"',
      "1,1,0",
    ]);
  },
);

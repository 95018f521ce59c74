import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createGitHub } from "../../../src/terminal/github.ts";
import { createSecretRegistry } from "../../../src/terminal/secrets.ts";

function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), "okta-unlock-github-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "outputs");
}

function connect(output: string) {
  const secrets = createSecretRegistry();
  return createGitHub({
    env: { GITHUB_OUTPUT: output },
    secrets,
    json: false,
    isRequired: true,
    write: () => {},
  });
}

test("outputs are added to those of earlier steps", () => {
  const path = newPath();
  writeFileSync(path, "earlier=1\n");
  const gitHub = connect(path);
  gitHub.assertReady();
  gitHub.publish({ title: "Done", tables: [], outputs: { clientId: "0oa1" } });
  expect(readFileSync(path, "utf8")).toMatch(/^earlier=1\nclientId<<(end-[\w-]+)\n0oa1\n\1\n$/u);
});

test.skipIf(process.platform === "win32")(
  "a pipe that nobody reads is an error, and is not waited for",
  () => {
    const path = newPath();
    execFileSync("mkfifo", [path]);
    expect(() => connect(path).assertReady()).toThrow(
      expect.objectContaining({
        code: "directory-unusable",
        message: expect.stringContaining(path) as string,
      }),
    );
  },
);

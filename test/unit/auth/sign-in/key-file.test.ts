import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { readKeyFile, readKeyOrFile } from "../../../../src/auth/sign-in/key-file.ts";
import { createSecretRegistry } from "../../../../src/terminal/secrets.ts";
import { temporaryFolder } from "../../local-org/support.ts";
import { pemOf, rsaKey } from "./support.ts";

const pem = pemOf(rsaKey);
const utf16 = Buffer.from(`\uFEFF${pem}`, "utf16le");

async function fileOf(content: string | Buffer) {
  const cwd = await temporaryFolder(onTestFinished);
  writeFileSync(join(cwd, "key"), content);
  return { cwd, secrets: createSecretRegistry() };
}

test.each<[string, string | Buffer]>([
  ["UTF-8", pem],
  ["UTF-8 with a byte order mark", `\uFEFF${pem}`],
  ["UTF-16, as PowerShell 5 writes it", utf16],
  ["UTF-16 without a byte order mark", utf16.subarray(2)],
  ["UTF-16 with the high byte first", Buffer.from(utf16).swap16()],
  ["base64", Buffer.from(pem).toString("base64")],
  ["DER in PKCS#8", rsaKey.export({ type: "pkcs8", format: "der" })],
  ["DER in PKCS#1", rsaKey.export({ type: "pkcs1", format: "der" })],
])("the key is read from a file in %s", async (_name, content) => {
  const context = await fileOf(content);
  for (const read of [readKeyFile, readKeyOrFile]) {
    expect(read(context, "OKTA_CLIENT_PRIVATEKEY", "key")).toBe(pem.trim());
  }
  expect(context.secrets.mask(`a ${pem.trim()} b`)).toBe("a ******** b");
});

test("a file that never ends is not read to its end", async () => {
  const context = { cwd: "/", secrets: createSecretRegistry() };
  if (process.platform === "win32") return;
  expect(() => readKeyFile(context, "The file", "/dev/zero")).toThrow(
    expect.objectContaining({ code: "invalid-value", why: expect.stringContaining("binary") }),
  );
});

test("a PKCS#12 file is named as binary", async () => {
  const context = await fileOf(Buffer.from("3082000a0201033082000406092a", "hex"));
  expect(() => readKeyFile(context, "The file", "key")).toThrow(
    expect.objectContaining({ why: expect.stringContaining("binary") }),
  );
});

describe.skipIf(process.platform === "win32")("a pipe", () => {
  test("that nobody writes into is refused at once", async () => {
    const context = await fileOf(pem);
    execFileSync("mkfifo", [join(context.cwd, "pipe")]);
    expect(() => readKeyFile(context, "--private-key", "pipe")).toThrow("usable private key");
  });

  test("is read to its end, however long its writer takes", async () => {
    const context = await fileOf(pem);
    execFileSync("mkfifo", [join(context.cwd, "pipe")]);
    const script =
      "exec 3<>pipe; echo ready; sleep 0.3; head -c 100 key >&3; sleep 0.3; tail -c +101 key >&3";
    const writer = spawn("sh", ["-c", script], { cwd: context.cwd });
    await once(writer.stdout, "data");
    expect(readKeyFile(context, "--private-key", "pipe")).toBe(pem.trim());
  });
});

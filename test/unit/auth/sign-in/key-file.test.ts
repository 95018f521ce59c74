import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
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

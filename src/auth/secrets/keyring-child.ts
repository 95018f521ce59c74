// The process that touches the keyring. The library blocks its whole thread while a keyring does not answer, its
// constructor included, so that only another process can put a time limit on it.
import { text } from "node:stream/consumers";
import type { KeyringAnswer, KeyringRequest } from "./keyring.ts";

const service = "okta-unlock";
// Without a Secret Service the library would fall back to the kernel's keyring, which forgets when the machine restarts.
const options = { linux: { store: "secret-service" } } as const;

const request = JSON.parse(await text(process.stdin)) as KeyringRequest;
process.stdout.write(JSON.stringify(await answer(request)));

async function answer({ operation, account, secret }: KeyringRequest): Promise<KeyringAnswer> {
  const library = await import("@napi-rs/keyring").catch(() => undefined);
  if (library === undefined) return { problem: "absent", message: "the keyring library is not installed" };
  try {
    const entry = new library.AsyncEntry(service, account, options);
    if (operation === "write") await entry.setPassword(secret ?? "");
    else if (operation === "remove") await entry.deleteCredential();
    else return { secret: await entry.getPassword() };
    return {};
  } catch (error) {
    return { problem: "refused", message: error instanceof Error ? error.message : String(error) };
  }
}

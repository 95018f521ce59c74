import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createKeyring } from "../../../../src/auth/secrets/keyring.ts";
import { bundleChild } from "../../okta/bundle-child.ts";

const childPath = await bundleChild(
  join(import.meta.dirname, "../../../../src/auth/secrets/keyring-child.ts"),
);
const account = "dev https://dev-1.okta.com";

/** Waits longer for its process than the product does, because that takes seconds to start on a busy machine. */
function keyring(env: Readonly<Record<string, string>>, timeout = 50_000) {
  const { PATH = "" } = process.env;
  return createKeyring({
    nodePath: process.execPath,
    childPath,
    env: { PATH, ...env },
    timeout,
    signal: new AbortController().signal,
  });
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "okta-unlock-keyring-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function has(program: string): boolean {
  try {
    execFileSync("which", [program], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe.runIf(process.platform === "linux")("the keyring of this machine", () => {
  test("is absent without a session bus", async () => {
    await expect(keyring({}).write(account, "geheim")).rejects.toMatchObject({ problem: "absent" });
  });

  test("is slow when the bus takes the call and never answers, and is given up", async () => {
    const socket = join(temporaryFolder(), "bus");
    const bus = createServer(() => {}).listen(socket);
    onTestFinished(() => void bus.close());
    const silent = keyring({ DBUS_SESSION_BUS_ADDRESS: `unix:path=${socket}` }, 1500);
    await expect(silent.read(account)).rejects.toMatchObject({ problem: "slow" });
  });

  test("is broken when its process says nothing that can be read", async () => {
    const broken = createKeyring({
      nodePath: process.execPath,
      childPath: "/does/not/exist.js",
      env: {},
      timeout: 50_000,
      signal: new AbortController().signal,
    });
    await expect(broken.read(account)).rejects.toMatchObject({ problem: "broken" });
  });
});

describe("a keyring that asks in a window, as that of macOS does", () => {
  /** In place of the real one: it answers when somebody has answered it. */
  function slowKeyring(canAsk: boolean, info: () => void) {
    const script = join(temporaryFolder(), "slow-child.mjs");
    writeFileSync(script, 'setTimeout(() => console.log(JSON.stringify({ secret: "geheim" })), 1200);');
    return createKeyring({
      nodePath: process.execPath,
      childPath: script,
      env: {},
      timeout: 600,
      windowAfter: 300,
      signal: new AbortController().signal,
      person: { platform: "darwin", interaction: { canAsk }, log: { info } },
    });
  }

  test("is waited for when somebody is there, who is told once", async () => {
    let told = 0;
    expect(await slowKeyring(true, () => (told += 1)).read(account)).toBe("geheim");
    expect(told).toBe(1);
  });

  test("is given up soon when nobody is", async () => {
    let told = 0;
    const unattended = slowKeyring(false, () => (told += 1));
    await expect(unattended.read(account)).rejects.toMatchObject({ problem: "slow" });
    expect(told).toBe(0);
  });
});

// A real Secret Service, where one is installed: apt-get install gnome-keyring dbus.
describe.runIf(has("gnome-keyring-daemon") && has("dbus-daemon"))("a Secret Service", () => {
  test("keeps a secret, and says that it is locked when it is", { timeout: 120_000 }, async () => {
    const { env, lock } = await startSecretService();
    const real = keyring(env);
    await real.write(account, "geheim ✓");
    expect(await real.read(account)).toBe("geheim ✓");
    await real.remove(account);
    expect(await real.read(account)).toBeUndefined();
    await real.write(account, "geheim ✓");
    lock();
    await expect(real.read(account)).rejects.toMatchObject({ problem: "locked" });
  });
});

async function startSecretService() {
  const home = temporaryFolder();
  const bus = spawn("dbus-daemon", ["--session", "--print-address=1", "--nofork"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => void bus.kill());
  const address = await new Promise<string>((resolve) =>
    bus.stdout.once("data", (data: Buffer) => resolve(data.toString().trim())),
  );
  const env = { DBUS_SESSION_BUS_ADDRESS: address, HOME: home, XDG_RUNTIME_DIR: home };
  const withPath = { ...env, PATH: process.env["PATH"] };
  const daemon = spawn("gnome-keyring-daemon", ["--foreground", "--unlock", "--components=secrets"], {
    env: withPath,
    stdio: ["pipe", "ignore", "ignore"],
  });
  onTestFinished(() => void daemon.kill());
  daemon.stdin.end("password");
  const ask = (service: string, ...call: readonly string[]): string => {
    const args = ["--session", "--print-reply", `--dest=org.freedesktop.${service}`, ...call];
    return execFileSync("dbus-send", args, { env: withPath, encoding: "utf8" });
  };
  // Asked before it is there, the bus would start another one.
  const name = ["org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"];
  await expect.poll(() => ask("DBus", "/", ...name)).toContain("boolean true");
  const login = "/org/freedesktop/secrets/collection/login";
  const locked = ["string:org.freedesktop.Secret.Collection", "string:Locked"];
  const isLocked = () => ask("secrets", login, "org.freedesktop.DBus.Properties.Get", ...locked);
  await expect.poll(isLocked).toContain("boolean false");
  const lock = (): void => {
    ask(
      "secrets",
      "/org/freedesktop/secrets",
      "org.freedesktop.Secret.Service.Lock",
      `array:objpath:${login}`,
    );
  };
  return { env, lock };
}

import { once } from "node:events";
import {
  chmodSync,
  rmSync,
  chownSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
  mkdirSync,
  existsSync,
  cpSync,
  utimesSync,
} from "node:fs";
import { createServer as createHttpsServer } from "node:https";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { readLocalOrgStatus, resetLocalOrg, startLocalOrg } from "../../../src/local-org/index.ts";
import { buildLayout } from "../../../src/local-org/folder/data-folder.ts";
import { loadCertificates } from "../../../src/local-org/tls/certificates.ts";
import { toOktaUnlockError } from "../../../src/terminal/error-report.ts";
import { millisecondsSince } from "../../support/processor-time.ts";
import { takePort } from "../../support/own-port.ts";
import { bundleForChild, startChild } from "./child.ts";
import { raw } from "./oidc/raw.ts";
import { nativeApp, startTestOrg, temporaryFolder } from "./support.ts";

const bundle = await bundleForChild("start-child.ts");

async function portInUse(port = 0): Promise<number> {
  // Accepts, does not answer, and hangs up.
  const server = createServer((socket) => {
    socket.on("error", () => undefined).setTimeout(300, () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen({ host: "127.0.0.1", port }, resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  return (server.address() as AddressInfo).port;
}

test("it starts, stops and starts again with the same address, token, people and apps", async () => {
  const folder = await temporaryFolder();
  const first = await startTestOrg({ dataDirectory: folder });
  const { json } = await first.call("POST", "/api/v1/apps", nativeApp("Kept"));
  await first.close();
  const second = await startTestOrg({ dataDirectory: folder });
  const { url, apiToken, admin, user, caCertificate } = first;
  expect(second).toMatchObject({ url, apiToken, admin, user, caCertificate });
  expect((await second.call("GET", `/api/v1/apps/${json.id}`)).json).toEqual(json);
});

test(
  "everything in the data folder is for its owner alone",
  { skip: process.platform === "win32" },
  async () => {
    const { dataDirectory } = await startTestOrg();
    const entries = readdirSync(dataDirectory, { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o777;
      expect([entry.name, mode]).toEqual([entry.name, entry.isDirectory() ? 0o700 : 0o600]);
    }
    expect(entries.length).toBeGreaterThan(8);
  },
);

test("running.json says where it runs while it runs, and is gone after", async () => {
  const org = await startTestOrg({ temporary: true });
  const path = join(org.dataDirectory, "running.json");
  expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ url: org.url, pid: process.pid, temporary: true });
  await org.close();
  expect(existsSync(path)).toBe(false);
});

test("a remembered port that another program has is a conflict that names the port and the way out", async () => {
  const folder = await temporaryFolder();
  const org = await startTestOrg({ dataDirectory: folder });
  await org.close();
  await portInUse(org.port);
  const error: unknown = await startLocalOrg({ dataDirectory: folder }).catch((thrown: unknown) => thrown);
  expect(toOktaUnlockError(error)).toMatchObject({
    code: "local-org-conflict",
    exitCode: 5,
    message: expect.stringContaining(String(org.port)),
    next: expect.stringMatching(/okta-unlock local start --port \d+$/),
  });
});

test("after a conflict over the port the folder is free again", async () => {
  const folder = await temporaryFolder();
  const taken = await portInUse();
  await expect(startLocalOrg({ dataDirectory: folder, port: taken })).rejects.toMatchObject({
    code: "local-org-conflict",
  });
  const org = await startTestOrg({ dataDirectory: folder });
  expect(org.port).not.toBe(taken);
});

test("another port is used when asked for, and remembered from then on", async () => {
  const folder = await temporaryFolder();
  const first = await startTestOrg({ dataDirectory: folder });
  await first.close();
  const free = await startTestOrg();
  await free.close();
  const moved = await startTestOrg({ dataDirectory: folder, port: free.port });
  await moved.close();
  const again = await startTestOrg({ dataDirectory: folder });
  expect([moved.port, again.port]).toEqual([free.port, free.port]);
  expect((await again.call("GET", "/api/v1/authorizationServers")).json[0].issuer).toBe(
    `${again.url}/oauth2/default`,
  );
});

/** Whether the tests may listen on a port of this machine, and nobody does. */
async function mayListenOn(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen({ host: "127.0.0.1", port }, () => server.close(() => resolve(true)));
  });
}

const has443 = await mayListenOn(443);

test.skipIf(!has443)(
  "on port 443 the URL has no port, and both spellings of the host are answered",
  async () => {
    const folder = await temporaryFolder();
    const org = await startTestOrg({ dataDirectory: folder, port: 443 });
    expect([org.url, org.issuer]).toEqual(["https://localhost", "https://localhost/oauth2/default"]);
    for (const [host, status] of [
      ["localhost", 200],
      ["localhost:443", 200],
      ["127.0.0.1", 200],
      ["localhost:8643", 421],
      ["evil.example", 421],
    ] as const) {
      const { status: given } = await raw(org, "/.well-known/openid-configuration", {
        headers: { host },
      });
      expect([host, given]).toEqual([host, status]);
    }
    const { json } = await org.call("GET", "/oauth2/default/.well-known/openid-configuration");
    expect(json.token_endpoint).toBe("https://localhost/oauth2/default/v1/token");
    await org.close();
    expect(await readLocalOrgStatus(folder)).toMatchObject({ url: "https://localhost" });
  },
);

/** Whether this system keeps port 443 for administrators; containers often don't. */
function isKept(): boolean {
  if (process.platform !== "linux") return false;
  return Number(readFileSync("/proc/sys/net/ipv4/ip_unprivileged_port_start", "utf8")) > 443;
}

test.skipIf(!isKept())("a port that the system keeps for administrators is named as that", async () => {
  const folder = await temporaryFolder();
  if (process.getuid?.() === 0) chownSync(folder, 65_534, 65_534);
  const child = startChild(bundle, [folder, JSON.stringify({ port: 443 })], { AS_NOBODY: "1" });
  expect(await child.next()).toEqual({
    code: "local-org-conflict",
    message: expect.stringContaining("port 443: the system does not allow it (EACCES)"),
    next: expect.stringContaining("okta-unlock local start --port 8643"),
  });
});

test("a second start in the same folder is a conflict that says who has it and where", async () => {
  const org = await startTestOrg();
  await expect(startLocalOrg({ dataDirectory: org.dataDirectory })).rejects.toMatchObject({
    code: "local-org-conflict",
    message: expect.stringMatching(new RegExp(`process ${process.pid}, at ${org.url}`)),
    next: expect.stringContaining("okta-unlock local start --data-dir"),
  });
});

test("a second process can't have the folder either; after kill -9 of the first it can", async () => {
  const folder = await temporaryFolder();
  const first = startChild(bundle, [folder, JSON.stringify({ port: takePort() })]);
  onTestFinished(() => first.kill());
  await first.next();
  await expect(startLocalOrg({ dataDirectory: folder })).rejects.toMatchObject({
    code: "local-org-conflict",
    message: expect.stringContaining(`process ${first.process.pid}`),
  });
  await first.kill();
  const org = await startTestOrg({ dataDirectory: folder });
  expect(org.url).toMatch(/^https:\/\/localhost:\d+$/);
});

test("who may wait gets the folder when the owner closes", async () => {
  const folder = await temporaryFolder();
  const first = startChild(bundle, [folder, JSON.stringify({ port: takePort() })]);
  onTestFinished(() => first.kill());
  await first.next();
  const waiting = startLocalOrg({ dataDirectory: folder, waitForOwnerMs: 50_000 });
  await sleep(100);
  first.process.send("close");
  const org = await waiting;
  expect(await readLocalOrgStatus(folder)).toMatchObject({ running: true, pid: process.pid });
  await org.close();
});

test("waiting ends when the signal says so, with its reason", async () => {
  const org = await startTestOrg();
  const controller = new AbortController();
  const options = { dataDirectory: org.dataDirectory, waitForOwnerMs: 50_000, signal: controller.signal };
  const waiting = startLocalOrg(options);
  controller.abort(new Error("enough"));
  await expect(waiting).rejects.toThrow("enough");
});

test(
  "a lock of an earlier process with the same id doesn't count",
  { skip: process.platform === "win32" },
  async () => {
    const folder = await temporaryFolder();
    await (await startTestOrg({ dataDirectory: folder })).close();
    const lock = { pid: process.pid, startIdentity: "another life" };
    mkdirSync(join(folder, "owner"));
    writeFileSync(join(folder, "owner", "owner-7.json"), JSON.stringify(lock));
    await startTestOrg({ dataDirectory: folder });
    expect(readdirSync(join(folder, "owner"))).toEqual(["owner-8.json"]);
  },
);

test("a lock whose writer died before writing is waited for, not forever", async () => {
  const folder = await temporaryFolder();
  await (await startTestOrg({ dataDirectory: folder })).close();
  const path = join(folder, "owner", "owner-2.json");
  mkdirSync(join(folder, "owner"));
  writeFileSync(path, "");
  const starting = startTestOrg({ dataDirectory: folder });
  await sleep(100);
  expect(readdirSync(join(folder, "owner"))).toContain("owner-2.json");
  const longAgo = new Date(Date.now() - 6000);
  utimesSync(path, longAgo, longAgo);
  expect((await starting).url).toMatch(/^https:/);
});

test("of four processes that start at once, one has the folder", async () => {
  const folder = await temporaryFolder();
  // A dead owner makes them all try to take over.
  const dead = startChild(bundle, [folder, JSON.stringify({ port: takePort() })]);
  await dead.next();
  await dead.kill();
  const children = Array.from({ length: 4 }, () => startChild(bundle, [folder]));
  for (const child of children) onTestFinished(() => child.kill());
  const outcomes = (await Promise.all(children.map((child) => child.next()))) as {
    url?: string;
    code?: string;
  }[];
  expect(outcomes.filter((outcome) => outcome.url !== undefined)).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome.code === "local-org-conflict")).toHaveLength(3);
});

test("a folder with other things in it is refused and left as it is", async () => {
  const folder = await temporaryFolder();
  writeFileSync(join(folder, "thesis.txt"), "mine");
  await expect(startLocalOrg({ dataDirectory: folder })).rejects.toMatchObject({
    code: "directory-unusable",
    details: ["thesis.txt"],
  });
  expect(readdirSync(folder)).toEqual(["thesis.txt"]);
});

test("a file in place of the folder is refused", async () => {
  const path = join(await temporaryFolder(), "file");
  writeFileSync(path, "mine");
  await expect(startLocalOrg({ dataDirectory: path })).rejects.toMatchObject({ code: "directory-unusable" });
});

test(
  "a folder that can't be made is refused with the reason",
  { skip: process.platform !== "linux" },
  async () => {
    await expect(startLocalOrg({ dataDirectory: "/sys/okta-unlock" })).rejects.toMatchObject({
      code: "directory-unusable",
      why: expect.stringMatching(/^(You don't have permission|The file system is read-only)/),
    });
  },
);

test.each([-1, 65_536, 1.5, Number.NaN])("%d is no port", async (port) => {
  await expect(startLocalOrg({ dataDirectory: await temporaryFolder(), port })).rejects.toMatchObject({
    code: "invalid-value",
  });
});

test("status: nothing, then running, then stopped", async () => {
  const folder = await temporaryFolder();
  expect(await readLocalOrgStatus(folder)).toEqual({ exists: false, running: false });
  expect(await readLocalOrgStatus(join(folder, "missing"))).toEqual({ exists: false, running: false });
  const org = await startTestOrg({ dataDirectory: folder, temporary: true });
  await org.call("POST", "/api/v1/apps", nativeApp("Counted"));
  const known = {
    exists: true,
    url: org.url,
    caCertificatePath: join(folder, "ca.pem"),
    caCertificate: org.caCertificate,
    apiToken: org.apiToken,
    admin: org.admin,
    user: org.user,
    apps: 1,
  };
  expect(await readLocalOrgStatus(folder)).toEqual({
    ...known,
    running: true,
    pid: process.pid,
    temporary: true,
    activityUrl: `${org.url}/activity`,
    faults: [],
    clockOffset: 0,
  });
  await org.close();
  expect(await readLocalOrgStatus(folder)).toEqual({ ...known, running: false });
});

test("status says what goes wrong on demand; no fault, and no revoked token, makes it say that the org is gone", async () => {
  const folder = await temporaryFolder();
  const org = await startTestOrg({ dataDirectory: folder, clockOffset: -60_000 });
  org.faults.add({ kind: "drop", when: "before", times: Infinity });
  const faults = ["a dropped connection for any path, every request"];
  expect(await readLocalOrgStatus(folder)).toMatchObject({ running: true, faults, clockOffset: -60_000 });
  expect(org.faults.hits).toEqual([]);
  org.faults.clear();
  await org.call("DELETE", "/api/v1/api-tokens/current");
  expect((await readLocalOrgStatus(folder)).running).toBe(true);
});

test("status believes no file: a live process that doesn't answer as this org isn't one", async () => {
  const folder = await temporaryFolder();
  const org = await startTestOrg({ dataDirectory: folder });
  await org.close();
  const port = await portInUse();
  writeFileSync(
    join(folder, "running.json"),
    JSON.stringify({ url: `https://localhost:${port}`, pid: process.pid }),
  );
  expect(await readLocalOrgStatus(folder)).toMatchObject({ exists: true, running: false });
  const other = await startTestOrg();
  writeFileSync(join(folder, "running.json"), JSON.stringify({ url: other.url, pid: process.pid }));
  expect(await readLocalOrgStatus(folder)).toMatchObject({ running: false });
});

test("reset removes its own files and nothing else", async () => {
  const folder = await temporaryFolder();
  const org = await startTestOrg({ dataDirectory: folder });
  await org.close();
  writeFileSync(join(folder, "notes.txt"), "mine");
  writeFileSync(join(folder, "running.json.123.tmp"), "left by a crash");
  expect(await resetLocalOrg(folder)).toEqual({ removed: true });
  expect(readdirSync(folder)).toEqual(["notes.txt"]);
});

test("reset removes the empty folder too, and a missing one is no error", async () => {
  const folder = join(await temporaryFolder(), "org");
  const org = await startTestOrg({ dataDirectory: folder });
  await org.close();
  expect(await resetLocalOrg(folder)).toEqual({ removed: true });
  expect(existsSync(folder)).toBe(false);
  expect(await resetLocalOrg(folder)).toEqual({ removed: false });
});

test("reset asks about an org that it can remove, about nothing else, and keeps it after a no", async () => {
  const folder = join(await temporaryFolder(), "org");
  let asked = 0;
  const refuse = async () => {
    asked += 1;
    throw new Error("no");
  };
  expect(await resetLocalOrg(folder, refuse)).toEqual({ removed: false });
  const org = await startTestOrg({ dataDirectory: folder });
  await expect(resetLocalOrg(folder, refuse)).rejects.toThrow("is running");
  await org.close();
  expect(asked).toBe(0);
  await expect(resetLocalOrg(folder, refuse)).rejects.toThrow("no");
  expect(await readLocalOrgStatus(folder)).toMatchObject({ exists: true });
  expect(await resetLocalOrg(folder, async () => {})).toEqual({ removed: true });
});

test("reset refuses while it runs, and a folder that is no local org's", async () => {
  const org = await startTestOrg();
  await expect(resetLocalOrg(org.dataDirectory)).rejects.toMatchObject({ code: "local-org-conflict" });
  expect((await org.call("GET", "/api/v1/org")).status).toBe(200);
  const folder = await temporaryFolder();
  mkdirSync(join(folder, "state"));
  await expect(resetLocalOrg(folder)).rejects.toMatchObject({ code: "directory-unusable" });
  expect(existsSync(join(folder, "state"))).toBe(true);
});

test("state that was removed is not made anew without a word", async () => {
  const folder = await temporaryFolder();
  await (await startTestOrg({ dataDirectory: folder })).close();
  rmSync(join(folder, "state"), { recursive: true });
  const refused = {
    code: "data-unreadable",
    message: expect.stringContaining(join(folder, "state")) as string,
  };
  await expect(startLocalOrg({ dataDirectory: folder })).rejects.toMatchObject(refused);
  await expect(readLocalOrgStatus(folder)).rejects.toMatchObject(refused);
  expect(await resetLocalOrg(folder)).toEqual({ removed: true });
});

test("reset is the way out of damaged state", async () => {
  const folder = await temporaryFolder();
  const org = await startTestOrg({ dataDirectory: folder });
  await org.close();
  writeFileSync(join(folder, "state", "journal-1.jsonl"), "nonsense\n");
  await expect(startLocalOrg({ dataDirectory: folder })).rejects.toMatchObject({ code: "data-unreadable" });
  await expect(readLocalOrgStatus(folder)).rejects.toMatchObject({ code: "data-unreadable" });
  await resetLocalOrg(folder);
  expect((await startTestOrg({ dataDirectory: folder })).apiToken).not.toBe(org.apiToken);
});

test("a port that changes is noticed once there are apps, whose issuer named the old one", async () => {
  const folder = await temporaryFolder();
  const first = await startTestOrg({ dataDirectory: folder });
  await first.close();
  const move = async () => {
    const free = await startTestOrg();
    await free.close();
    return startTestOrg({ dataDirectory: folder, port: free.port });
  };
  const second = await move();
  expect(second.notices).toEqual([]);
  await second.call("POST", "/api/v1/apps", nativeApp("Of a project"));
  await second.close();
  const third = await move();
  const moved = { kind: "port-changed", from: second.port, to: third.port };
  expect(third.notices).toEqual([moved]);
  expect((await readLocalOrgStatus(folder)).notices).toEqual([moved]);
  await third.close();
  expect((await startTestOrg({ dataDirectory: folder })).notices).toEqual([]);
});

const isRoot = process.getuid?.() === 0;

test.skipIf(process.platform === "win32")(
  "a folder that others can read or write is closed to them",
  async () => {
    const folder = await temporaryFolder();
    for (const mode of [0o755, 0o777]) {
      chmodSync(folder, mode);
      const org = await startTestOrg({ dataDirectory: folder });
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      await org.close();
    }
  },
);

test.skipIf(!isRoot)("a folder of another user is refused by all who would believe it", async () => {
  const folder = await temporaryFolder();
  await (await startTestOrg({ dataDirectory: folder })).close();
  chownSync(folder, 65_534, 65_534);
  const refused = {
    code: "directory-unusable",
    message: expect.stringContaining("belongs to another user") as string,
    next: expect.stringMatching(/--data-dir <folder>$/u) as string,
  };
  await expect(startLocalOrg({ dataDirectory: folder })).rejects.toMatchObject(refused);
  await expect(readLocalOrgStatus(folder)).rejects.toMatchObject(refused);
  await expect(resetLocalOrg(folder)).rejects.toMatchObject(refused);
  chownSync(folder, 0, 0);
});

test.skipIf(!isRoot)(
  "what another user put into a folder that was open to them is not believed",
  async () => {
    const folder = await temporaryFolder();
    await (await startTestOrg({ dataDirectory: folder })).close();
    chmodSync(folder, 0o777);
    chownSync(join(folder, "ca.pem"), 65_534, 65_534);
    await expect(startLocalOrg({ dataDirectory: folder })).rejects.toMatchObject({
      code: "directory-unusable",
      message: expect.stringMatching(/ca\.pem belongs to another user/u) as string,
    });
  },
);

test.each([
  ["empty", ""],
  ["null", "null"],
  ["an empty list", "[]"],
  ["of another kind", '{"kind":"thesis"}'],
])("a marker that is %s is told by all commands, and stays until reset", async (_how, text) => {
  const folder = await temporaryFolder();
  await (await startTestOrg({ dataDirectory: folder })).close();
  const marker = join(folder, "okta-unlock-local-org.json");
  writeFileSync(marker, text);
  const refused = {
    code: "data-unreadable",
    message: expect.stringContaining(`${marker} is damaged`) as string,
    next: expect.stringContaining(`okta-unlock local reset --data-dir ${folder}`) as string,
  };
  await expect(startLocalOrg({ dataDirectory: folder })).rejects.toMatchObject(refused);
  await expect(readLocalOrgStatus(folder)).rejects.toMatchObject(refused);
  expect(readFileSync(marker, "utf8")).toBe(text);
  expect(await resetLocalOrg(folder)).toEqual({ removed: true });
});

test("reset removes a folder whose lock is something else", async () => {
  const folder = await temporaryFolder();
  await (await startTestOrg({ dataDirectory: folder })).close();
  writeFileSync(join(folder, "owner"), "mine");
  await expect(startLocalOrg({ dataDirectory: folder })).rejects.toMatchObject({ code: "data-unreadable" });
  expect(await resetLocalOrg(folder)).toEqual({ removed: true });
});

test("an org whose certificate the clock has left behind is said to be started again", async () => {
  const folder = await temporaryFolder();
  const org = await startTestOrg({ dataDirectory: folder });
  // The certificate of an org that was started while the clock was ahead.
  const ahead = buildLayout(await temporaryFolder());
  const { server, caCertificate } = await loadCertificates(ahead, new Date(Date.now() + 400 * 86_400_000));
  const listening = createHttpsServer({ cert: server.certificate, key: server.privateKey }).listen(
    0,
    "localhost",
  );
  await once(listening, "listening");
  onTestFinished(() => void listening.close());
  writeFileSync(join(folder, "ca.pem"), caCertificate);
  const { port } = listening.address() as AddressInfo;
  writeFileSync(
    join(folder, "running.json"),
    JSON.stringify({ url: `https://localhost:${port}`, pid: process.pid }),
  );
  await expect(readLocalOrgStatus(folder)).rejects.toMatchObject({
    code: "local-org-conflict",
    message: expect.stringContaining("its certificate is not valid at this time") as string,
    next: expect.stringContaining("start it again: okta-unlock local start") as string,
  });
  await org.close();
});

test("a folder of a newer version is refused", async () => {
  const folder = await temporaryFolder();
  const org = await startTestOrg({ dataDirectory: folder });
  await org.close();
  const marker = join(folder, "okta-unlock-local-org.json");
  writeFileSync(marker, JSON.stringify({ kind: "okta-unlock local org", layout: 2 }));
  await expect(startLocalOrg({ dataDirectory: folder })).rejects.toMatchObject({ code: "data-unreadable" });
});

test("close ends open connections, and may be called twice", async () => {
  const org = await startTestOrg();
  await org.call("GET", "/api/v1/org");
  org.faults.add({ kind: "latency", milliseconds: 600_000 });
  const unanswered = org.call("GET", "/api/v1/org").catch((error: unknown) => error);
  await expect.poll(() => org.faults.hits.length).toBe(1);
  await Promise.all([org.close(), org.close()]);
  expect(await unanswered).toMatchObject({ message: "fetch failed" });
  await expect(org.call("GET", "/api/v1/org")).rejects.toThrow("fetch failed");
});

test("a copied folder is an org of its own: nobody has it", async () => {
  const org = await startTestOrg();
  const copy = await temporaryFolder();
  await org.close();
  cpSync(org.dataDirectory, copy, { recursive: true });
  expect((await startTestOrg({ dataDirectory: copy })).apiToken).toBe(org.apiToken);
});

test("started again it takes at most 150 ms of the processor until it answers", async () => {
  const folder = await temporaryFolder();
  await (await startTestOrg({ dataDirectory: folder })).close();
  const times: number[] = [];
  for (let index = 0; index < 5; index += 1) {
    const start = process.cpuUsage();
    const org = await startLocalOrg({ dataDirectory: folder });
    times.push(millisecondsSince(start));
    await org.close();
  }
  expect(Math.min(...times)).toBeLessThan(150);
});

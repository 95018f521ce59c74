import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { Agent, fetch } from "undici";
import { expect, onTestFinished, test } from "vitest";
import { readLocalOrgStatus, resetLocalOrg, startLocalOrg } from "../../../src/local-org/index.ts";
import { authorizationRequest, Browser, signInApp } from "./oidc/browser.ts";
import { startTestOrg, temporaryFolder } from "./support.ts";

const address = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;

/** The status of a request, or why it came to nothing. */
async function ask(url: string, ca: string): Promise<number | string> {
  const dispatcher = new Agent({ connect: { ca } });
  onTestFinished(() => dispatcher.destroy());
  try {
    const response = await fetch(`${url}/.well-known/okta-organization`, { dispatcher });
    await response.arrayBuffer();
    return response.status;
  } catch (error) {
    return ((error as Error).cause as NodeJS.ErrnoException).code ?? "";
  }
}

test.each(["0.0.0.0", "::", "192.0.2.77", "my-mac.local", "127.0.0.1", "nonsense", ""])(
  "%j is no network address of this machine",
  async (networkAddress) => {
    const dataDirectory = await temporaryFolder();
    await expect(startLocalOrg({ dataDirectory, port: 0, networkAddress })).rejects.toMatchObject({
      code: "invalid-value",
      next: expect.stringContaining("--expose-to-network"),
    });
  },
);

if (address === undefined)
  console.warn("This machine has no network address: exposing the org is NOT tested.");

test.skipIf(address === undefined)(
  "on a network address it has an authority of its own, good for that address alone",
  async () => {
    const org = await startTestOrg({ networkAddress: address ?? "" });
    expect(org.url).toBe(`https://${address}:${org.port}`);
    expect(org.issuer).toBe(`${org.url}/oauth2/default`);
    const usual = readFileSync(join(org.dataDirectory, "ca.pem"), "utf8");
    expect(org.caCertificate).not.toBe(usual);
    expect(new X509Certificate(org.caCertificate).subject).toContain(`on ${address}`);
    expect(await ask(org.url, org.caCertificate)).toBe(200);
    expect(await ask(org.url, usual)).toMatch(/UNABLE_TO_VERIFY|SELF_SIGNED|CERT/);
    expect(await ask(`https://localhost:${org.port}`, usual)).toBe(200);
    expect(await ask(`https://localhost:${org.port}`, org.caCertificate)).toMatch(/CERT|VERIFY/);
  },
);

test.skipIf(address === undefined)("its certificate names that address, and nothing else", async () => {
  const org = await startTestOrg({ networkAddress: address ?? "" });
  const names = await new Promise((resolve, reject) => {
    const socket = connect({ host: address, port: org.port, ca: org.caCertificate }, () => {
      resolve(socket.getPeerX509Certificate()?.subjectAltName);
      socket.destroy();
    }).on("error", reject);
  });
  expect(names).toBe(`IP Address:${address}`);
});

test.skipIf(address === undefined)(
  "status knows where it runs and what to trust; later starts are at localhost",
  async () => {
    const folder = await temporaryFolder();
    const org = await startTestOrg({ dataDirectory: folder, networkAddress: address ?? "" });
    expect(await readLocalOrgStatus(folder)).toMatchObject({
      running: true,
      url: org.url,
      caCertificate: org.caCertificate,
      caCertificatePath: org.caCertificatePath,
    });
    const hello = await org.call("GET", "/api/v1/users/me");
    expect(hello.status).toBe(200);
    await org.close();
    const later = await startTestOrg({ dataDirectory: folder });
    expect(later.url).toBe(`https://localhost:${org.port}`);
    expect(await ask(`https://${address}:${org.port}`, org.caCertificate)).toBe("ECONNREFUSED");
  },
);

test.skipIf(address === undefined)(
  "the authority of an address is used again, and reset removes it",
  async () => {
    const folder = await temporaryFolder();
    const first = await startTestOrg({ dataDirectory: folder, networkAddress: address ?? "" });
    await first.close();
    const second = await startTestOrg({ dataDirectory: folder, networkAddress: address ?? "" });
    expect(second.caCertificate).toBe(first.caCertificate);
    await second.close();
    await resetLocalOrg(folder);
    expect(existsSync(folder)).toBe(false);
  },
);

test.skipIf(address === undefined)("codes of devices can't be guessed over the network", async () => {
  const org = await startTestOrg({ networkAddress: address ?? "" });
  const browser = new Browser(org);
  const statuses = new Set<number>();
  const texts: string[] = [];
  for (let guess = 0; guess < 15; guess += 1) {
    const page = await browser.open("/activate");
    const { status, text } = await browser.submit(page, { user_code: "BCDFGHJK" });
    statuses.add(status);
    texts.push(text);
    statuses.add((await browser.request("/oauth2/default/v1/activate?user_code=BCDFGHJK")).status);
  }
  expect([...statuses]).toContain(429);
  expect(texts.at(-1)).toContain("You exceeded the maximum number of requests.");
  expect((await browser.open("/activate")).status).toBe(200);
});

test.skipIf(address === undefined)(
  "passwords can't be guessed over the network, for many users in turn",
  async () => {
    const org = await startTestOrg({ networkAddress: address ?? "" });
    const { clientId } = await signInApp(org);
    const browser = new Browser(org);
    let page = await browser.open(authorizationRequest(clientId).url);
    for (let guess = 0; guess < 60; guess += 1) {
      page = await browser.submit(page, { username: `user-${guess}@example.com`, password: "wrong" });
      expect(page.status).toBe(401);
    }
    page = await browser.submit(page, { username: org.user.login, password: org.user.password });
    expect(page.status).toBe(429);
    expect(page.text).toContain("You exceeded the maximum number of requests. Try again in a while.");
  },
);

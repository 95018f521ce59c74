import { createPrivateKey, sign, verify, X509Certificate } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { connect, createServer } from "node:tls";
import { Agent, fetch } from "undici";
import { expect, onTestFinished, test } from "vitest";
import type { Layout } from "../../../src/local-org/folder/data-folder.ts";
import { buildLayout } from "../../../src/local-org/folder/data-folder.ts";
import { writePrivateFile } from "../../../src/files/private-file.ts";
import type { KeyPair } from "../../../src/local-org/tls/authority.ts";
import { makeServerCertificate } from "../../../src/local-org/tls/authority.ts";
import { type Certificates, loadCertificates } from "../../../src/local-org/tls/certificates.ts";
import { olderAuthorities } from "./older-authorities.ts";
import { startTestOrg, temporaryFolder } from "./support.ts";

const now = new Date("2026-01-01T00:00:00Z");
const day = 24 * 60 * 60 * 1000;

function later(days: number): Date {
  return new Date(now.getTime() + days * day);
}

async function newLayout(): Promise<Layout> {
  return buildLayout(await temporaryFolder());
}

test("the authority may sign certificates and nothing else, for ten years", async () => {
  const { caCertificate } = await loadCertificates(await newLayout(), now);
  const certificate = new X509Certificate(caCertificate);
  expect(certificate.ca).toBe(true);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.subject).toMatch(/okta-unlock local org \(development only\)/);
  const years = (Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) / day / 365;
  expect(years).toBeGreaterThan(9.9);
});

test("the server's certificate carries every name, for at most 397 days, for TLS servers only", async () => {
  const { caCertificate, server } = await loadCertificates(await newLayout(), now);
  const certificate = new X509Certificate(server.certificate);
  expect(certificate.subjectAltName).toBe(
    "DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, IP Address:10.0.2.2",
  );
  expect(certificate.ca).toBe(false);
  expect(certificate.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
  expect(certificate.checkIssued(new X509Certificate(caCertificate))).toBe(true);
  const days = (Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) / day;
  expect(days).toBeLessThanOrEqual(397);
  expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe("prime256v1");
});

test("it is used again, and renewed by the same authority when under 30 days are left", async () => {
  const layout = await newLayout();
  const first = await loadCertificates(layout, now);
  expect(await loadCertificates(layout, later(365))).toEqual(first);
  const renewed = await loadCertificates(layout, later(367));
  expect(renewed.caCertificate).toBe(first.caCertificate);
  expect(renewed.server.certificate).not.toBe(first.server.certificate);
});

test("an authority that runs out is made anew", async () => {
  const layout = await newLayout();
  const first = await loadCertificates(layout, now);
  expect((await loadCertificates(layout, later(3640))).caCertificate).not.toBe(first.caCertificate);
});

test.each(["tls/server.pem", "tls/server-key.pem"])(
  "a damaged or missing %s is made anew, the authority kept",
  async (name) => {
    const layout = await newLayout();
    const first = await loadCertificates(layout, now);
    writeFileSync(join(layout.directory, name), "nonsense");
    const second = await loadCertificates(layout, now);
    rmSync(join(layout.directory, name));
    const third = await loadCertificates(layout, now);
    for (const each of [second, third]) {
      expect(each.caCertificate).toBe(first.caCertificate);
      expect(each.server.certificate).not.toBe(first.server.certificate);
    }
  },
);

test("a key that belongs to another certificate is not used", async () => {
  const [layout, other] = [await newLayout(), await newLayout()];
  const first = await loadCertificates(layout, now);
  await loadCertificates(other, now);
  writeFileSync(join(layout.tls, "ca-key.pem"), readFileSync(join(other.tls, "ca-key.pem")));
  expect(await loadCertificates(layout, now)).toEqual(first);
  rmSync(join(layout.tls, "server.pem"));
  expect((await loadCertificates(layout, now)).caCertificate).not.toBe(first.caCertificate);
});

test("what the authority signs for another site is refused by those who trust it", async () => {
  const layout = await newLayout();
  const { caCertificate } = await loadCertificates(layout, new Date());
  const authority = readAuthority(layout);
  const { certificate, privateKey } = await makeServerCertificate(authority, ["evil.example"], new Date());
  const server = createServer({ cert: certificate, key: privateKey });
  await new Promise<void>((resolve) => server.listen({ host: "127.0.0.1", port: 0 }, resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const reason = await new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port, ca: caCertificate, servername: "evil.example" });
    socket.on("secureConnect", () => resolve("trusted")).on("error", (error) => resolve(error.message));
  });
  expect(reason).toMatch(/permitted subtree violation/);
});

test.each(olderAuthorities)(
  "an authority that $encoder encoded is replaced, because it is good for too much; its certificate stays for removal",
  async ({ authority }) => {
    const layout = await newLayout();
    writePrivateFile(layout.caCertificate, authority.certificate);
    writePrivateFile(join(layout.tls, "ca-key.pem"), authority.privateKey);
    const { caCertificate, server, notices } = await loadCertificates(layout, later(400));
    expect(notices).toEqual([
      {
        kind: "authority-replaced",
        host: "localhost",
        why: expect.stringContaining("earlier version") as string,
      },
    ]);
    expect(caCertificate).not.toBe(authority.certificate);
    expect(new X509Certificate(server.certificate).checkIssued(new X509Certificate(caCertificate))).toBe(
      true,
    );
    const fingerprint = new X509Certificate(authority.certificate).fingerprint.replaceAll(":", "");
    expect(readdirSync(layout.replaced)).toEqual([`ca-${fingerprint}.pem`]);
    expect(readFileSync(join(layout.tls, "ca-key.pem"), "utf8")).not.toBe(authority.privateKey);
    expect((await loadCertificates(layout, later(401))).notices).toEqual([]);
  },
);

test("a server certificate that is not valid yet is made anew, and the authority kept", async () => {
  const layout = await newLayout();
  const first = await loadCertificates(layout, later(20));
  const second = await loadCertificates(layout, now);
  expect(second.caCertificate).toBe(first.caCertificate);
  expect(second.notices).toEqual([]);
  expect(Date.parse(new X509Certificate(second.server.certificate).validFrom)).toBeLessThan(now.getTime());
});

test("an authority that is not valid yet is made anew, and said to be the cause", async () => {
  const layout = await newLayout();
  const first = await loadCertificates(layout, later(400));
  const second = await loadCertificates(layout, now);
  expect(second.caCertificate).not.toBe(first.caCertificate);
  expect(whyOf(second)).toMatch(/not valid before Jan +\d+ .* 2027 GMT.*clock/u);
  expect((await loadCertificates(layout, now)).notices).toEqual([]);
});

test.each(["", "null", "\0\0\0\0"])(
  "a ca.pem that holds %j is made anew, and said to be damaged",
  async (text) => {
    const layout = await newLayout();
    await loadCertificates(layout, now);
    writeFileSync(layout.caCertificate, text);
    expect(whyOf(await loadCertificates(layout, now))).toContain("damaged");
  },
);

test("without a key an authority stays as long as the server's certificate is good", async () => {
  const layout = await newLayout();
  const first = await loadCertificates(layout, now);
  writeFileSync(join(layout.tls, "ca-key.pem"), "nonsense");
  expect(await loadCertificates(layout, now)).toEqual(first);
  expect(whyOf(await loadCertificates(layout, later(380)))).toContain("damaged");
});

test.each(["tls/server-key.pem", "tls/ca-key.pem"])(
  "a flipped bit in %s is noticed: what it signs would be refused",
  async (name) => {
    const layout = await newLayout();
    const first = await loadCertificates(layout, now);
    const path = join(layout.directory, name);
    writeFileSync(path, flipSecret(readFileSync(path, "utf8")));
    // So that both pairs have to be read.
    if (name === "tls/ca-key.pem") rmSync(join(layout.tls, "server.pem"));
    const second = await loadCertificates(layout, now);
    const { certificate, privateKey } = second.server;
    const signature = sign("sha256", Buffer.from("text"), privateKey);
    expect(verify("sha256", Buffer.from("text"), new X509Certificate(certificate).publicKey, signature)).toBe(
      true,
    );
    expect(new X509Certificate(certificate).checkIssued(new X509Certificate(second.caCertificate))).toBe(
      true,
    );
    expect(second.caCertificate === first.caCertificate).toBe(name === "tls/server-key.pem");
  },
);

test.each(["ca.pem", "tls/server.pem", "tls/server-key.pem", "tls"])(
  "a folder or file in the place of %s is refused, and left as it is",
  async (name) => {
    const layout = await newLayout();
    await loadCertificates(layout, now);
    const path = join(layout.directory, name);
    const isFolder = name === "tls";
    rmSync(path, { recursive: true });
    if (isFolder) writeFileSync(path, "mine");
    else mkdirSync(path);
    await expect(loadCertificates(layout, now)).rejects.toMatchObject({ name: "UnreadableFileError" });
    expect(statSync(path).isDirectory()).toBe(!isFolder);
  },
);

/** Why the authority was replaced. */
function whyOf({ notices: [notice] }: Certificates): string | undefined {
  return notice?.kind === "authority-replaced" ? notice.why : undefined;
}

/** The same file with another secret number in it, beside the same public key. */
function flipSecret(pem: string): string {
  const der = createPrivateKey(pem).export({ type: "pkcs8", format: "der" });
  // Where the 32 bytes of the number begin: after the lengths, the algorithm and the version.
  der[36 + 20] = (der[36 + 20] ?? 0) ^ 1;
  return `-----BEGIN PRIVATE KEY-----\n${der.toString("base64")}\n-----END PRIVATE KEY-----\n`;
}

test("dates have no fractions of a second, which RFC 5280 forbids", async () => {
  const { caCertificate } = await loadCertificates(await newLayout(), new Date("2049-12-15T10:20:30.456Z"));
  const { raw, validTo } = new X509Certificate(caCertificate);
  expect(raw.includes("20591115102030Z")).toBe(true);
  expect(Date.parse(validTo)).toBe(Date.parse("2059-11-15T10:20:30Z"));
});

test("dates from the year 2050 on are written with four digits", async () => {
  const { caCertificate, server } = await loadCertificates(
    await newLayout(),
    new Date("2049-12-15T10:20:30Z"),
  );
  expect(Date.parse(new X509Certificate(caCertificate).validTo)).toBe(Date.parse("2059-11-15T10:20:30Z"));
  expect(Date.parse(new X509Certificate(server.certificate).validTo)).toBe(
    Date.parse("2051-01-15T10:20:30Z"),
  );
});

/** The authority of a folder, to misuse. */
function readAuthority(layout: Layout): KeyPair {
  const certificate = readFileSync(layout.caCertificate, "utf8");
  return { certificate, privateKey: readFileSync(join(layout.tls, "ca-key.pem"), "utf8") };
}

test("clients that trust ca.pem reach it as localhost, 127.0.0.1 and ::1; others don't", async () => {
  const org = await startTestOrg();
  const dispatcher = new Agent({ connect: { ca: readFileSync(org.caCertificatePath, "utf8") } });
  for (const host of ["localhost", "127.0.0.1", "[::1]"]) {
    const response = await fetch(`https://${host}:${org.port}/.well-known/okta-organization`, { dispatcher });
    expect(response.status).toBe(200);
    await response.arrayBuffer();
  }
  await expect(fetch(`${org.url}/.well-known/okta-organization`)).rejects.toThrow("fetch failed");
  await dispatcher.destroy();
});

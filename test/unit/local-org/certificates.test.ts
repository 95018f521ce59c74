import { X509Certificate } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Agent, fetch } from "undici";
import { expect, test } from "vitest";
import type { Layout } from "../../../src/local-org/folder/layout.ts";
import { layoutOf } from "../../../src/local-org/folder/layout.ts";
import { loadCertificates } from "../../../src/local-org/tls/certificates.ts";
import { startTestOrg, temporaryFolder } from "./support.ts";

const now = new Date("2026-01-01T00:00:00Z");
const day = 24 * 60 * 60 * 1000;

function later(days: number): Date {
  return new Date(now.getTime() + days * day);
}

async function newLayout(): Promise<Layout> {
  return layoutOf(await temporaryFolder());
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
  expect((await loadCertificates(layout, now)).caCertificate).not.toBe(first.caCertificate);
});

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

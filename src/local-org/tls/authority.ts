import { webcrypto } from "node:crypto";
import { isIP } from "node:net";
import * as x509 from "@peculiar/x509";
import type { KeyPair } from "./key-pair.ts";
import { nameConstraintsOid, permittedNames } from "./name-constraints.ts";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const day = 24 * 60 * 60 * 1000;

/** Ten years for the authority; Apple refuses server certificates that live longer than 398 days. */
const authorityDays = 3652;
const serverDays = 397;

/** What a certificate is for: `localhost`, IPv4 addresses, `::1`. */
type Names = readonly string[];

/**
 * Makes a certificate authority (RFC 5280: CA, path length 0, certificate and CRL signing). People put it into their trust
 * stores, so it is good for these names only. `place` tells it from the others: ` on 192.0.2.1`.
 */
export async function makeAuthority(names: Names, place: string, now: Date): Promise<KeyPair> {
  const keys = await makeKeys();
  const date = now.toISOString().slice(0, 10);
  const name = `CN=okta-unlock local org${place} (development only) ${date}, O=okta-unlock`;
  const [domains, addresses] = [
    names.filter((each) => isIP(each) === 0),
    names.filter((each) => isIP(each) > 0),
  ];
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name,
    keys,
    signingAlgorithm: algorithm,
    ...validFor(now, authorityDays),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      new x509.Extension(nameConstraintsOid, true, permittedNames(domains, addresses.map(bytesOf))),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: pem(certificate), privateKey: await privateKeyPem(keys.privateKey) };
}

/** Makes the server's certificate, signed by `authority`. */
export async function makeServerCertificate(authority: KeyPair, names: Names, now: Date): Promise<KeyPair> {
  const issuer = new x509.X509Certificate(authority.certificate);
  const keys = await makeKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${names[0] ?? ""}`,
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey: await importPrivateKey(authority.privateKey),
    signingAlgorithm: algorithm,
    ...validFor(now, serverDays),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((name) => ({ type: isIP(name) === 0 ? "dns" : "ip", value: name })),
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  return { certificate: pem(certificate), privateKey: await privateKeyPem(keys.privateKey) };
}

/** An address in the bytes of a certificate. */
function bytesOf(address: string): Uint8Array {
  if (address === "::1") return new Uint8Array([...Array.from({ length: 15 }, () => 0), 1]);
  return new Uint8Array(address.split(".").map(Number));
}

/** Valid from a day ago, so that a device whose clock is behind accepts it. */
function validFor(now: Date, days: number): { notBefore: Date; notAfter: Date } {
  const notBefore = new Date(now.getTime() - day);
  return { notBefore, notAfter: new Date(notBefore.getTime() + days * day) };
}

async function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  const der = await webcrypto.subtle.exportKey("pkcs8", key);
  return `${x509.PemConverter.encode(der, "PRIVATE KEY")}\n`;
}

async function importPrivateKey(text: string): Promise<webcrypto.CryptoKey> {
  const der = x509.PemConverter.decodeFirst(text);
  return webcrypto.subtle.importKey("pkcs8", der, algorithm, false, ["sign"]);
}

function pem(certificate: x509.X509Certificate): string {
  return `${certificate.toString("pem")}\n`;
}

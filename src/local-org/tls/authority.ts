import type { KeyObject } from "node:crypto";
import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
} from "node:crypto";
import { isIP } from "node:net";
import * as der from "./der.ts";

/** A certificate and its private key, both PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly privateKey: string;
}

const day = 24 * 60 * 60 * 1000;

/** Ten years for the authority; Apple refuses server certificates that live longer than 398 days. */
const authorityDays = 3652;
const serverDays = 397;

/** The object identifiers in our certificates. */
const oids = {
  ecdsaWithSha256: "1.2.840.10045.4.3.2",
  commonName: "2.5.4.3",
  organizationName: "2.5.4.10",
  subjectKeyIdentifier: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectAlternativeName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  nameConstraints: "2.5.29.30",
  authorityKeyIdentifier: "2.5.29.35",
  extendedKeyUsage: "2.5.29.37",
  serverAuth: "1.3.6.1.5.5.7.3.1",
} as const;

/** What a certificate is for: `localhost`, IPv4 addresses, `::1`. */
type Names = readonly string[];

/**
 * Makes a certificate authority (RFC 5280: CA, path length 0, certificate and CRL signing). People put it into their trust
 * stores, so it is good for these names only. `place` tells it from the others: ` on 192.0.2.1`.
 */
export function makeAuthority(names: Names, place: string, now: Date): KeyPair {
  const keys = makeKeys();
  const commonName = `okta-unlock local org${place} (development only) ${now.toISOString().slice(0, 10)}`;
  const subject = encodeName([oids.commonName, commonName], [oids.organizationName, "okta-unlock"]);
  return signCertificate({
    subject,
    issuer: subject,
    signingKey: keys.privateKey,
    keys,
    validity: validFor(now, authorityDays),
    extensions: [
      critical(oids.basicConstraints, der.sequence(der.boolean(true), der.integer(0))),
      critical(oids.keyUsage, keyUsages(keyCertSign, crlSign)),
      critical(oids.nameConstraints, permitOnly(names)),
      extension(oids.subjectKeyIdentifier, der.octetString(keyIdentifier(keys.publicKey))),
    ],
  });
}

/** Makes the server's certificate, signed by `authority`. */
export function makeServerCertificate(authority: KeyPair, names: Names, now: Date): KeyPair {
  const issuer = new X509Certificate(authority.certificate);
  const keys = makeKeys();
  return signCertificate({
    subject: encodeName([oids.commonName, names[0] ?? ""]),
    issuer: subjectOf(issuer),
    signingKey: createPrivateKey(authority.privateKey),
    keys,
    validity: validFor(now, serverDays),
    extensions: [
      critical(oids.basicConstraints, der.sequence()),
      critical(oids.keyUsage, keyUsages(digitalSignature)),
      extension(oids.extendedKeyUsage, der.sequence(der.objectIdentifier(oids.serverAuth))),
      extension(oids.subjectAlternativeName, der.sequence(...names.map(encodeGeneralName))),
      extension(oids.subjectKeyIdentifier, der.octetString(keyIdentifier(keys.publicKey))),
      extension(oids.authorityKeyIdentifier, der.sequence(der.implicit(0, keyIdentifier(issuer.publicKey)))),
    ],
  });
}

interface Keys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

function makeKeys(): Keys {
  return generateKeyPairSync("ec", { namedCurve: "prime256v1" });
}

interface Certified {
  readonly subject: Buffer;
  readonly issuer: Buffer;
  readonly signingKey: KeyObject;
  readonly keys: Keys;
  readonly validity: Buffer;
  readonly extensions: readonly Buffer[];
}

/** RFC 5280, 4.1: version 3, signed with ECDSA over SHA-256. */
function signCertificate({ subject, issuer, signingKey, keys, validity, extensions }: Certified): KeyPair {
  const algorithm = der.sequence(der.objectIdentifier(oids.ecdsaWithSha256));
  const toBeSigned = der.sequence(
    der.explicit(0, der.integer(2)),
    der.integer(...makeSerialNumber()),
    algorithm,
    issuer,
    validity,
    subject,
    encodePublicKey(keys.publicKey),
    der.explicit(3, der.sequence(...extensions)),
  );
  const signature = sign("sha256", toBeSigned, signingKey);
  return {
    certificate: writePem(der.sequence(toBeSigned, algorithm, der.bitString(signature))),
    privateKey: keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/** Sixteen random bytes; the first is neither 0, which DER would leave out, nor negative. */
function makeSerialNumber(): readonly number[] {
  const [first = 0, ...rest] = randomBytes(16);
  return [(first & 0x7f) | 0x40, ...rest];
}

function encodeName(...attributes: readonly (readonly [string, string])[]): Buffer {
  return der.sequence(
    ...attributes.map(([type, value]) =>
      der.set(der.sequence(der.objectIdentifier(type), der.utf8String(value))),
    ),
  );
}

/** The subject as it stands in a certificate: the issuer of another one has to be the same, byte for byte. */
function subjectOf(certificate: X509Certificate): Buffer {
  const [toBeSigned = Buffer.alloc(0)] = der.readElements(certificate.raw);
  const [, , , , , subject = Buffer.alloc(0)] = der.readElements(toBeSigned);
  return subject;
}

/** Valid from a day ago, so that a device whose clock is behind accepts it. */
function validFor(now: Date, days: number): Buffer {
  const notBefore = new Date(now.getTime() - day);
  return der.sequence(der.time(notBefore), der.time(new Date(notBefore.getTime() + days * day)));
}

function encodePublicKey(key: KeyObject): Buffer {
  return key.export({ type: "spki", format: "der" });
}

/** RFC 5280, 4.2.1.2: the SHA-1 of the bits of the key. */
function keyIdentifier(key: KeyObject): Buffer {
  const [, bits = Buffer.alloc(0)] = der.readElements(encodePublicKey(key));
  return createHash("sha1").update(der.contentOf(bits).subarray(1)).digest();
}

function extension(type: string, value: Buffer): Buffer {
  return der.sequence(der.objectIdentifier(type), der.octetString(value));
}

/** An extension that a client must understand, or refuse the certificate. */
function critical(type: string, value: Buffer): Buffer {
  return der.sequence(der.objectIdentifier(type), der.boolean(true), der.octetString(value));
}

/** What a key may be used for, by the number of its bit (RFC 5280, 4.2.1.3). */
const digitalSignature = 0;
const keyCertSign = 5;
const crlSign = 6;

function keyUsages(...bits: readonly number[]): Buffer {
  const byte = bits.reduce((sum, bit) => sum | (0x80 >> bit), 0);
  return der.bitString(Buffer.from([byte]), 7 - Math.max(...bits));
}

const dnsName = 2;
const ipAddress = 7;

function encodeGeneralName(name: string): Buffer {
  return isIP(name) === 0
    ? der.implicit(dnsName, Buffer.from(name, "latin1"))
    : der.implicit(ipAddress, addressBytes(name));
}

/**
 * Name constraints (RFC 5280, 4.2.1.10) that permit these names and no others: somebody who got hold of the authority's key
 * could not use it for any other site. Each address is permitted by itself.
 */
function permitOnly(names: Names): Buffer {
  const subtrees = names.map((name) => {
    if (isIP(name) === 0) return der.sequence(encodeGeneralName(name));
    const address = addressBytes(name);
    const mask = Buffer.alloc(address.length, 0xff);
    return der.sequence(der.implicit(ipAddress, Buffer.concat([address, mask])));
  });
  return der.sequence(der.explicit(0, ...subtrees));
}

/** An IPv4 address as four bytes; of IPv6 only `::1` is ours. */
function addressBytes(address: string): Buffer {
  if (address === "::1") return Buffer.from([...Array.from({ length: 15 }, () => 0), 1]);
  return Buffer.from(address.split(".").map(Number));
}

function writePem(certificate: Buffer): string {
  const lines = certificate.toString("base64").match(/.{1,64}/gu) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

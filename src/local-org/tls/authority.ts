import { createPrivateKey, KeyObject, randomBytes, webcrypto, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { BitString, Integer, OctetString, Sequence, Set as SetOf, Utf8String } from "asn1js";
import * as pkijs from "pkijs";

/** A certificate and its private key, both PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly privateKey: string;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const day = 24 * 60 * 60 * 1000;

/** Ten years for the authority; Apple refuses server certificates that live longer than 398 days. */
const authorityDays = 3652;
const serverDays = 397;

/** The object identifiers that the library has no name for. */
const commonName = "2.5.4.3";
const organizationName = "2.5.4.10";
const serverAuth = "1.3.6.1.5.5.7.3.1";

/** What a certificate is for: `localhost`, IPv4 addresses, `::1`. */
type Names = readonly string[];

/**
 * Makes a certificate authority (RFC 5280: CA, path length 0, certificate and CRL signing). People put it into their trust
 * stores, so it is good for these names only. `place` tells it from the others: ` on 192.0.2.1`.
 */
export async function makeAuthority(names: Names, place: string, now: Date): Promise<KeyPair> {
  const keys = await makeKeys();
  const name = `okta-unlock local org${place} (development only) ${now.toISOString().slice(0, 10)}`;
  const subject = encodeName([commonName, name], [organizationName, "okta-unlock"]);
  const certificate = await startCertificate({ subject, issuer: subject, keys, now, days: authorityDays });
  certificate.extensions = [
    critical(pkijs.id_BasicConstraints, new pkijs.BasicConstraints({ cA: true, pathLenConstraint: 0 })),
    critical(pkijs.id_KeyUsage, keyUsages.certificatesAndCrls),
    critical(pkijs.id_NameConstraints, permitOnly(names)),
    extension(pkijs.id_SubjectKeyIdentifier, await identifyKey(certificate)),
  ];
  return signCertificate(certificate, keys.privateKey, keys);
}

/** Makes the server's certificate, signed by `authority`. */
export async function makeServerCertificate(authority: KeyPair, names: Names, now: Date): Promise<KeyPair> {
  const issuer = pkijs.Certificate.fromBER(new X509Certificate(authority.certificate).raw);
  const keys = await makeKeys();
  const subject = encodeName([commonName, names[0] ?? ""]);
  // The issuer's name has to be the authority's subject, byte for byte: the library keeps the bytes of what it read.
  const certificate = await startCertificate({
    subject,
    issuer: issuer.subject,
    keys,
    now,
    days: serverDays,
  });
  const keyIdentifier = await identifyKey(issuer);
  certificate.extensions = [
    critical(pkijs.id_BasicConstraints, new pkijs.BasicConstraints({ cA: false })),
    critical(pkijs.id_KeyUsage, keyUsages.signatures),
    extension(pkijs.id_ExtKeyUsage, new pkijs.ExtKeyUsage({ keyPurposes: [serverAuth] })),
    extension(pkijs.id_SubjectAltName, new pkijs.AltName({ altNames: names.map(encodeGeneralName) })),
    extension(pkijs.id_SubjectKeyIdentifier, await identifyKey(certificate)),
    extension(pkijs.id_AuthorityKeyIdentifier, new pkijs.AuthorityKeyIdentifier({ keyIdentifier })),
  ];
  return signCertificate(certificate, await importPrivateKey(authority.privateKey), keys);
}

async function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

async function importPrivateKey(pem: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(pem).export({ type: "pkcs8", format: "der" });
  return webcrypto.subtle.importKey("pkcs8", der, algorithm, false, ["sign"]);
}

interface Start {
  readonly subject: pkijs.RelativeDistinguishedNames;
  readonly issuer: pkijs.RelativeDistinguishedNames;
  readonly keys: webcrypto.CryptoKeyPair;
  readonly now: Date;
  readonly days: number;
}

/** A certificate without its extensions. Valid from a day ago, so that a device whose clock is behind accepts it. */
async function startCertificate({ subject, issuer, keys, now, days }: Start): Promise<pkijs.Certificate> {
  const notBefore = new Date(now.getTime() - day);
  const certificate = new pkijs.Certificate({
    version: 2,
    serialNumber: new Integer({ valueHex: makeSerialNumber() }),
    issuer,
    notBefore: encodeTime(notBefore),
    notAfter: encodeTime(new Date(notBefore.getTime() + days * day)),
    subject,
  });
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  return certificate;
}

async function signCertificate(
  certificate: pkijs.Certificate,
  signingKey: webcrypto.CryptoKey,
  keys: webcrypto.CryptoKeyPair,
): Promise<KeyPair> {
  await certificate.sign(signingKey, algorithm.hash);
  const der = Buffer.from(certificate.toSchema().toBER());
  return {
    certificate: new X509Certificate(der).toString(),
    privateKey: KeyObject.from(keys.privateKey).export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/** Sixteen random bytes; the first is neither 0, which DER would leave out, nor negative. */
function makeSerialNumber(): Uint8Array {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}

/** As RFC 5280 wants it: two digits of the year before 2050, four from then on, and no fractions of a second. */
function encodeTime(date: Date): pkijs.Time {
  const value = new Date(Math.floor(date.getTime() / 1000) * 1000);
  return new pkijs.Time({
    type: value.getUTCFullYear() < 2050 ? pkijs.TimeType.UTCTime : pkijs.TimeType.GeneralizedTime,
    value,
  });
}

/** Each attribute is a set of its own; the library's own encoding would put them into one. */
function encodeName(...attributes: readonly (readonly [string, string])[]): pkijs.RelativeDistinguishedNames {
  const sets = attributes.map(([type, value]) => {
    const attribute = new pkijs.AttributeTypeAndValue({ type, value: new Utf8String({ value }) });
    return new SetOf({ value: [attribute.toSchema()] });
  });
  return pkijs.RelativeDistinguishedNames.fromBER(new Sequence({ value: sets }).toBER());
}

/** The identifier of a certificate's key (RFC 5280, 4.2.1.2): the SHA-1 of its bits. */
async function identifyKey(certificate: pkijs.Certificate): Promise<OctetString> {
  return new OctetString({ valueHex: await certificate.getKeyHash("SHA-1") });
}

/** What a key may be used for, as bits (RFC 5280, 4.2.1.3). */
const keyUsages = {
  signatures: new BitString({ valueHex: Uint8Array.of(0b1000_0000), unusedBits: 7 }),
  certificatesAndCrls: new BitString({ valueHex: Uint8Array.of(0b0000_0110), unusedBits: 1 }),
} as const;

type ExtensionValue = pkijs.PkiObject | BitString | OctetString;

function extension(extnID: string, value: ExtensionValue): pkijs.Extension {
  return new pkijs.Extension({ extnID, critical: false, extnValue: encodeValue(value) });
}

/** An extension that a client must understand, or refuse the certificate. */
function critical(extnID: string, value: ExtensionValue): pkijs.Extension {
  return new pkijs.Extension({ extnID, critical: true, extnValue: encodeValue(value) });
}

function encodeValue(value: ExtensionValue): ArrayBuffer {
  return value instanceof pkijs.PkiObject ? value.toSchema().toBER() : value.toBER();
}

/** The kinds of `GeneralName` (RFC 5280, 4.2.1.6). */
const dnsName = 2;
const ipAddress = 7;

function encodeGeneralName(name: string): pkijs.GeneralName {
  if (isIP(name) === 0) return new pkijs.GeneralName({ type: dnsName, value: name });
  return new pkijs.GeneralName({ type: ipAddress, value: new OctetString({ valueHex: addressBytes(name) }) });
}

/**
 * Name constraints (RFC 5280, 4.2.1.10) that permit these names and no others: somebody who got hold of the authority's key
 * could not use it for any other site. Each address is permitted by itself.
 */
function permitOnly(names: Names): pkijs.NameConstraints {
  const permittedSubtrees = names.map((name) => new pkijs.GeneralSubtree({ base: encodeConstraint(name) }));
  return new pkijs.NameConstraints({ permittedSubtrees });
}

/** An address is followed by its mask, of which all bits count. */
function encodeConstraint(name: string): pkijs.GeneralName {
  if (isIP(name) === 0) return encodeGeneralName(name);
  const address = addressBytes(name);
  const valueHex = Buffer.concat([address, Buffer.alloc(address.length, 0xff)]);
  return new pkijs.GeneralName({ type: ipAddress, value: new OctetString({ valueHex }) });
}

/** An IPv4 address as four bytes; of IPv6 only `::1` is ours. */
function addressBytes(address: string): Uint8Array {
  if (address === "::1") return Uint8Array.of(...Array.from({ length: 15 }, () => 0), 1);
  return Uint8Array.from(address.split("."), Number);
}

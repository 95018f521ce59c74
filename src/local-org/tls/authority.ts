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

/**
 * How long before now they begin. A device whose clock is behind must accept them; and an authority, which people trust by
 * hand, must outlive some weeks in which this machine's clock is behind, too.
 */
const authorityAgeDays = 30;
const serverAgeDays = 1;

/** The object identifiers that the library has no name for. */
const commonName = "2.5.4.3";
const organizationName = "2.5.4.10";
const serverAuth = "1.3.6.1.5.5.7.3.1";

/** What a certificate is for: `localhost`, IPv4 addresses, `::1`. */
type Names = readonly string[];

/** What an authority is made for. */
export interface AuthorityPurpose {
  /** What the server answers to. */
  readonly names: Names;
  /** Tells it from others in a list of certificates; with the date at most 64 characters (RFC 5280, ub-common-name). */
  readonly title: string;
}

/**
 * Makes a certificate authority (RFC 5280: CA, path length 0, certificate and CRL signing). People put it into their trust
 * stores, some of which trust for every purpose, so it is good for TLS servers of these names only.
 */
export async function makeAuthority({ names, title }: AuthorityPurpose, now: Date): Promise<KeyPair> {
  const keys = await makeKeys();
  const name = `${title} ${now.toISOString().slice(0, 10)}`;
  const subject = encodeName([commonName, name], [organizationName, "okta-unlock"]);
  const validity = { now, ageDays: authorityAgeDays, days: authorityDays };
  const certificate = await startCertificate({ subject, issuer: subject, keys, validity });
  certificate.extensions = [
    critical(pkijs.id_BasicConstraints, new pkijs.BasicConstraints({ cA: true, pathLenConstraint: 0 })),
    critical(pkijs.id_KeyUsage, keyUsages.certificatesAndCrls),
    critical(pkijs.id_NameConstraints, permitOnly(names)),
    extension(pkijs.id_ExtKeyUsage, forTlsServers),
    extension(pkijs.id_SubjectKeyIdentifier, await identifyKey(certificate)),
  ];
  return signCertificate(certificate, keys.privateKey, keys);
}

/** Makes the server's certificate, signed by `authority`. */
export async function makeServerCertificate(authority: KeyPair, names: Names, now: Date): Promise<KeyPair> {
  const issuer = pkijs.Certificate.fromBER(new X509Certificate(authority.certificate).raw);
  const keys = await makeKeys();
  // No name of the server: some clients would take it for a DNS name, which an authority for an address does not permit.
  const subject = encodeName([organizationName, "okta-unlock"], [commonName, "okta-unlock local org"]);
  // The issuer's name has to be the authority's subject, byte for byte: the library keeps the bytes of what it read.
  const certificate = await startCertificate({
    subject,
    issuer: issuer.subject,
    keys,
    validity: { now, ageDays: serverAgeDays, days: serverDays },
  });
  const keyIdentifier = await identifyKey(issuer);
  certificate.extensions = [
    critical(pkijs.id_BasicConstraints, new pkijs.BasicConstraints({ cA: false })),
    critical(pkijs.id_KeyUsage, keyUsages.signatures),
    extension(pkijs.id_ExtKeyUsage, forTlsServers),
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
  readonly validity: Validity;
}

interface Validity {
  readonly now: Date;
  /** How long before now it begins. */
  readonly ageDays: number;
  /** How long it lasts in all. */
  readonly days: number;
}

/** A certificate without its extensions. */
async function startCertificate({ subject, issuer, keys, validity }: Start): Promise<pkijs.Certificate> {
  const notBefore = new Date(validity.now.getTime() - validity.ageDays * day);
  const certificate = new pkijs.Certificate({
    version: 2,
    serialNumber: new Integer({ valueHex: makeSerialNumber() }),
    issuer,
    notBefore: encodeTime(notBefore),
    notAfter: encodeTime(new Date(notBefore.getTime() + validity.days * day)),
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

const forTlsServers = new pkijs.ExtKeyUsage({ keyPurposes: [serverAuth] });

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
const [emailAddress, dnsName, uri, ipAddress] = [1, 2, 6, 7] as const;

function encodeGeneralName(name: string): pkijs.GeneralName {
  if (isIP(name) === 0) return new pkijs.GeneralName({ type: dnsName, value: name });
  return new pkijs.GeneralName({ type: ipAddress, value: new OctetString({ valueHex: addressBytes(name) }) });
}

/**
 * Name constraints (RFC 5280, 4.2.1.10) that permit these names and no others: somebody who got hold of the authority's key
 * could not use it for any other site, nor for mail. Each address is permitted by itself.
 *
 * What is not constrained is free, so every kind of name has a constraint. A kind that none of the names is of permits
 * one name that nobody can have: Apple's and OpenSSL's code don't take the empty name for all names, as the RFC has it.
 * Directory names (the subject) stay free: Go refuses each authority that constrains them, and for a TLS server no client
 * looks at them.
 */
function permitOnly(names: Names): pkijs.NameConstraints {
  const hasDnsName = names.some((name) => isIP(name) === 0);
  const foreign = hasDnsName ? [emailAddress, uri] : [emailAddress, uri, dnsName];
  const permitted = [
    ...names.map(encodeConstraint),
    ...foreign.map((type) => new pkijs.GeneralName({ type, value: "okta-unlock.invalid" })),
  ];
  const excluded = ([4, 6] as const)
    .filter((family) => !names.some((name) => isIP(name) === family))
    .map(encodeWholeFamily);
  return new pkijs.NameConstraints({
    permittedSubtrees: permitted.map(toSubtree),
    ...(excluded.length > 0 && { excludedSubtrees: excluded.map(toSubtree) }),
  });
}

function toSubtree(base: pkijs.GeneralName): pkijs.GeneralSubtree {
  return new pkijs.GeneralSubtree({ base });
}

/** An address is followed by its mask, of which all bits count. */
function encodeConstraint(name: string): pkijs.GeneralName {
  if (isIP(name) === 0) return encodeGeneralName(name);
  const address = addressBytes(name);
  return encodeNetwork(address, Buffer.alloc(address.length, 0xff));
}

/** All addresses: no bit of the mask counts. */
function encodeWholeFamily(family: 4 | 6): pkijs.GeneralName {
  const zeros = new Uint8Array(family === 4 ? 4 : 16);
  return encodeNetwork(zeros, zeros);
}

function encodeNetwork(address: Uint8Array, mask: Uint8Array): pkijs.GeneralName {
  const valueHex = Buffer.concat([address, mask]);
  return new pkijs.GeneralName({ type: ipAddress, value: new OctetString({ valueHex }) });
}

/** An IPv4 address as four bytes; of IPv6 only `::1` is ours. */
function addressBytes(address: string): Uint8Array {
  if (address === "::1") return Uint8Array.of(...Array.from({ length: 15 }, () => 0), 1);
  return Uint8Array.from(address.split("."), Number);
}

import { KeyObject, randomInt, webcrypto, X509Certificate } from "node:crypto";
import { Integer, Utf8String } from "asn1js";
import {
  AltName,
  AttributeTypeAndValue,
  BasicConstraints,
  Certificate,
  Extension,
  GeneralName,
  id_BasicConstraints,
  id_SubjectAltName,
  RelativeDistinguishedNames,
  Time,
} from "pkijs";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** PEM, each. */
export interface Certificates {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

interface CertificateSettings {
  /** `localhost` unless given. */
  readonly host?: string;
  /** Its last minute was an hour ago. */
  readonly isExpired?: true;
  /** Signed by its own key instead of the authority's. */
  readonly isSelfSigned?: true;
}

/** A throw-away authority and a certificate of it, as PEM. */
export async function makeCertificates(settings: CertificateSettings = {}): Promise<Certificates> {
  const { host = "localhost", isExpired, isSelfSigned } = settings;
  const [authorityKeys, keys] = [await makeKeys(), await makeKeys()];
  const name = "Test authority";
  const isAuthority = new BasicConstraints({ cA: true, pathLenConstraint: 0 }).toSchema().toBER();
  const authority = await sign({
    subject: name,
    issuer: name,
    keys: authorityKeys,
    signingKey: authorityKeys.privateKey,
    extension: new Extension({ extnID: id_BasicConstraints, critical: true, extnValue: isAuthority }),
  });
  const altNames = [new GeneralName({ type: 2, value: host })];
  const itsNames = new AltName({ altNames }).toSchema().toBER();
  const certificate = await sign({
    subject: host,
    issuer: isSelfSigned ? host : name,
    keys,
    signingKey: (isSelfSigned ? keys : authorityKeys).privateKey,
    extension: new Extension({ extnID: id_SubjectAltName, critical: false, extnValue: itsNames }),
    ...(isExpired && { notAfter: Date.now() - 3_600_000 }),
  });
  const key = KeyObject.from(keys.privateKey).export({ type: "pkcs8", format: "pem" }).toString();
  return { authority, certificate, key };
}

async function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

interface Request {
  readonly subject: string;
  readonly issuer: string;
  readonly keys: webcrypto.CryptoKeyPair;
  readonly signingKey: webcrypto.CryptoKey;
  readonly extension: Extension;
  readonly notAfter?: number;
}

async function sign(request: Request): Promise<string> {
  const { subject, issuer, keys, signingKey, extension, notAfter = Date.now() + 3_600_000 } = request;
  const certificate = new Certificate({
    version: 2,
    serialNumber: new Integer({ value: randomInt(1, 2 ** 31) }),
    subject: encodeName(subject),
    issuer: encodeName(issuer),
    notBefore: new Time({ value: new Date(Date.now() - 7_200_000) }),
    notAfter: new Time({ value: new Date(notAfter) }),
    extensions: [extension],
  });
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  await certificate.sign(signingKey, algorithm.hash);
  return new X509Certificate(Buffer.from(certificate.toSchema().toBER())).toString();
}

function encodeName(value: string): RelativeDistinguishedNames {
  const commonName = new AttributeTypeAndValue({ type: "2.5.4.3", value: new Utf8String({ value }) });
  return new RelativeDistinguishedNames({ typesAndValues: [commonName] });
}

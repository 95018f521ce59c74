// The X.509 library needs it, and leaves it to its user to import.
// oxlint-disable-next-line import/no-unassigned-import
import "reflect-metadata";
import * as x509 from "@peculiar/x509";

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
  const authorityKeys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const validity = {
    notBefore: new Date(Date.now() - 7_200_000),
    notAfter: new Date(Date.now() + 3_600_000),
  };
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=Test authority",
    keys: authorityKeys,
    signingAlgorithm: algorithm,
    ...validity,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  });
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${host}`,
    issuer: isSelfSigned ? `CN=${host}` : authority.subject,
    publicKey: keys.publicKey,
    signingKey: (isSelfSigned ? keys : authorityKeys).privateKey,
    signingAlgorithm: algorithm,
    ...validity,
    ...(isExpired && { notAfter: new Date(Date.now() - 3_600_000) }),
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: "dns", value: host }])],
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  return {
    authority: authority.toString("pem"),
    certificate: certificate.toString("pem"),
    key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
  };
}

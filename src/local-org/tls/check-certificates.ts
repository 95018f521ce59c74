import { createPrivateKey, sign, verify, X509Certificate } from "node:crypto";
import type { KeyPair } from "./authority.ts";

const renewBeforeMs = 30 * 24 * 60 * 60 * 1000;

/** TLS servers, as an extended key usage (RFC 5280, 4.2.1.12). */
const serverAuth = "1.3.6.1.5.5.7.3.1";

/** A certificate and its key; undefined when one is missing or damaged, or the two don't belong together. */
export function parsePair({ certificate, privateKey }: Partial<KeyPair>): KeyPair | undefined {
  if (certificate === undefined || privateKey === undefined) return undefined;
  return canSign({ certificate, privateKey }) ? { certificate, privateKey } : undefined;
}

/** By a signature: the file of a key also holds its public half, and a comparison sees only that. */
function canSign({ certificate, privateKey }: KeyPair): boolean {
  try {
    const message = Buffer.from("okta-unlock");
    const signature = sign("sha256", message, createPrivateKey(privateKey));
    return verify("sha256", message, new X509Certificate(certificate).publicKey, signature);
  } catch {
    return false;
  }
}

/**
 * Why an authority can't stay: the end of a sentence that begins with "because". Undefined when it can, or when there is
 * none.
 */
export function findAuthorityFault(found: Partial<KeyPair>, now: Date): string | undefined {
  if (found.certificate === undefined && found.privateKey === undefined) return undefined;
  if (found.certificate === undefined) return "its certificate is missing";
  if (found.privateKey === undefined) return "its private key is missing";
  if (parsePair(found) === undefined) return "its files are damaged, or don't belong together";
  return findCertificateFault(new X509Certificate(found.certificate), now);
}

function findCertificateFault(certificate: X509Certificate, now: Date): string | undefined {
  if (!isForServersOnly(certificate)) {
    return "it was made by an earlier version, and whoever got hold of its key could use it for more than this org";
  }
  if (beginsAfter(certificate, now)) {
    return `its certificate is not valid before ${certificate.validFrom}: this machine's clock has been changed since it was made`;
  }
  return endsLaterThan(certificate, now) ? undefined : `its certificate ends on ${certificate.validTo}`;
}

/** Each authority that says so was made with constraints for every kind of name. */
function isForServersOnly({ keyUsage }: X509Certificate): boolean {
  return Array.isArray(keyUsage) && keyUsage.length === 1 && keyUsage[0] === serverAuth;
}

interface Candidate {
  readonly server: KeyPair;
  readonly caCertificate: string;
  readonly names: readonly string[];
}

/** True when clients that trust the authority will accept the server for some time to come, under all names. */
export function isServerUsable({ server, caCertificate, names }: Candidate, now: Date): boolean {
  try {
    const certificate = new X509Certificate(server.certificate);
    const issuer = new X509Certificate(caCertificate);
    const hasAllNames = names.every((name) => certificate.checkHost(name) ?? certificate.checkIP(name));
    const isValid = !beginsAfter(certificate, now) && endsLaterThan(certificate, now);
    const isIssuerUsable = findCertificateFault(issuer, now) === undefined;
    return hasAllNames && isValid && isIssuerUsable && certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

function beginsAfter(certificate: X509Certificate, now: Date): boolean {
  return Date.parse(certificate.validFrom) > now.getTime();
}

function endsLaterThan(certificate: X509Certificate, now: Date): boolean {
  return Date.parse(certificate.validTo) - now.getTime() > renewBeforeMs;
}

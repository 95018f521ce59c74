import { X509Certificate, createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Layout } from "../folder/data-folder.ts";
import { writePrivateFile } from "../../files/private-file.ts";
import type { KeyPair } from "./authority.ts";

/** The names that the server answers to: 10.0.2.2 is the host as the Android emulator sees it. */
const serverNames = ["localhost", "127.0.0.1", "::1", "10.0.2.2"] as const;

export interface Certificates {
  /** PEM: what clients must trust. */
  readonly caCertificate: string;
  readonly server: KeyPair;
}

const renewBeforeMs = 30 * 24 * 60 * 60 * 1000;

/**
 * The certificates of a data folder, made at first use. The server's is made anew when fewer than 30 days are left, when it
 * lacks a name or does not fit the authority; the authority, which people trust by hand, only when it can't be used.
 */
export async function loadCertificates(layout: Layout, now: Date): Promise<Certificates> {
  return loadFor({ names: serverNames, place: "", ...pathsOf(layout) }, now);
}

/** The same for a network address: an authority of its own, because the usual one is good for this machine's names only. */
export async function loadNetworkCertificates(
  layout: Layout,
  address: string,
  now: Date,
): Promise<Certificates> {
  return loadFor({ names: [address], place: ` on ${address}`, ...networkPathsOf(layout, address) }, now);
}

interface Wanted extends Paths {
  readonly names: readonly string[];
  /** Tells the authority from the others, in its name. */
  readonly place: string;
}

async function loadFor(wanted: Wanted, now: Date): Promise<Certificates> {
  const caCertificate = readText(wanted.authority.certificate);
  const server = readPair(wanted.server);
  if (caCertificate !== undefined && server !== undefined) {
    if (isServerUsable({ server, caCertificate, names: wanted.names }, now)) return { caCertificate, server };
  }
  return renew(wanted, now);
}

/** The certificate library is loaded here and not before: most starts find what they need in the folder. */
async function renew(wanted: Wanted, now: Date): Promise<Certificates> {
  const { makeAuthority, makeServerCertificate } = await import("./authority.ts");
  const { names, place } = wanted;
  const known = readPair(wanted.authority);
  const isKnownUsable = known !== undefined && endsLaterThan(new X509Certificate(known.certificate), now);
  const authority = isKnownUsable ? known : await makeAuthority(names, place, now);
  if (authority !== known) writePair(wanted.authority, authority);
  const server = await makeServerCertificate(authority, names, now);
  writePair(wanted.server, server);
  return { caCertificate: authority.certificate, server };
}

interface PairPaths {
  readonly certificate: string;
  readonly privateKey: string;
}

interface Paths {
  readonly authority: PairPaths;
  readonly server: PairPaths;
}

function pathsOf(layout: Layout): Paths {
  return {
    authority: { certificate: layout.caCertificate, privateKey: join(layout.tls, "ca-key.pem") },
    server: { certificate: join(layout.tls, "server.pem"), privateKey: join(layout.tls, "server-key.pem") },
  };
}

function networkPathsOf(layout: Layout, address: string): Paths {
  const certificate = layout.networkCa(address);
  const folder = dirname(certificate);
  return {
    authority: { certificate, privateKey: join(folder, "ca-key.pem") },
    server: { certificate: join(folder, "server.pem"), privateKey: join(folder, "server-key.pem") },
  };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** The pair on disk, or undefined when a file is missing or the two don't belong together. */
function readPair(paths: PairPaths): KeyPair | undefined {
  try {
    const certificate = readFileSync(paths.certificate, "utf8");
    const privateKey = readFileSync(paths.privateKey, "utf8");
    const fits = new X509Certificate(certificate).checkPrivateKey(createPrivateKey(privateKey));
    return fits ? { certificate, privateKey } : undefined;
  } catch {
    return undefined;
  }
}

/** The key first: a crash in between leaves a pair that doesn't fit, which is made anew. */
function writePair(paths: PairPaths, pair: KeyPair): void {
  writePrivateFile(paths.privateKey, pair.privateKey);
  writePrivateFile(paths.certificate, pair.certificate);
}

interface Candidate extends Certificates {
  readonly names: readonly string[];
}

function isServerUsable({ server, caCertificate, names }: Candidate, now: Date): boolean {
  try {
    const certificate = new X509Certificate(server.certificate);
    const issuer = new X509Certificate(caCertificate);
    const hasAllNames = names.every((name) => certificate.checkHost(name) ?? certificate.checkIP(name));
    const lastsLongEnough = endsLaterThan(certificate, now) && endsLaterThan(issuer, now);
    return hasAllNames && lastsLongEnough && certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

function endsLaterThan(certificate: X509Certificate, now: Date): boolean {
  return Date.parse(certificate.validTo) - now.getTime() > renewBeforeMs;
}

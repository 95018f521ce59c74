import { join } from "node:path";
import { X509Certificate } from "node:crypto";
import { readTextFile } from "../../files/read-file.ts";
import { writePrivateFile } from "../../files/private-file.ts";
import type { Layout } from "../folder/data-folder.ts";
import type { LocalOrgNotice } from "../notice.ts";
import type { AuthorityPurpose, KeyPair } from "./authority.ts";
import { findAuthorityFault, isServerUsable, parsePair } from "./check-certificates.ts";

/** The names that the server answers to: 10.0.2.2 is the host as the Android emulator sees it. */
const serverNames = ["localhost", "127.0.0.1", "::1", "10.0.2.2"] as const;

export interface Certificates {
  /** PEM: what clients must trust. */
  readonly caCertificate: string;
  readonly server: KeyPair;
  /** That another authority was there before, which people may still trust. */
  readonly notices: readonly LocalOrgNotice[];
}

/**
 * The certificates of a data folder, made at first use. The server's is made anew when fewer than 30 days are left, when it
 * is not valid yet, lacks a name or does not fit the authority; the authority, which people trust by hand, only when it
 * can't be used, or could sign for more than the org. Throws `UnreadableFileError` when something else is where a file
 * should be.
 */
export async function loadCertificates(layout: Layout, now: Date): Promise<Certificates> {
  const purpose = { names: serverNames, title: "okta-unlock local org (development only)" };
  return loadFor({ ...purpose, ...findPaths(layout.caCertificate, layout.tls), layout }, now);
}

/** The same for a network address: an authority of its own, because the usual one is good for this machine's names only. */
export async function loadNetworkCertificates(
  layout: Layout,
  address: string,
  now: Date,
): Promise<Certificates> {
  const purpose = { names: [address], title: `okta-unlock local org on ${address} (dev only)` };
  const paths = findPaths(layout.networkCa(address), join(layout.network, address));
  return loadFor({ ...purpose, ...paths, layout }, now);
}

interface Wanted extends AuthorityPurpose, Paths {
  readonly layout: Layout;
}

async function loadFor(wanted: Wanted, now: Date): Promise<Certificates> {
  const caCertificate = readTextFile(wanted.authority.certificate);
  const server = readPair(wanted.server);
  if (caCertificate !== undefined && server !== undefined) {
    const { names } = wanted;
    if (isServerUsable({ server, caCertificate, names }, now)) return { caCertificate, server, notices: [] };
  }
  return renew(wanted, now);
}

/** The certificate library is loaded here and not before: most starts find what they need in the folder. */
async function renew(wanted: Wanted, now: Date): Promise<Certificates> {
  const { makeAuthority, makeServerCertificate } = await import("./authority.ts");
  const found = readFiles(wanted.authority);
  const fault = findAuthorityFault(found, now);
  const known = fault === undefined ? parsePair(found) : undefined;
  const authority = known ?? (await makeAuthority(wanted, now));
  if (authority !== known) {
    keepReplaced(wanted.layout, found.certificate);
    writePair(wanted.authority, authority);
  }
  const server = await makeServerCertificate(authority, wanted.names, now);
  writePair(wanted.server, server);
  const notice = { kind: "authority-replaced", host: wanted.names[0] ?? "", why: fault ?? "" } as const;
  return { caCertificate: authority.certificate, server, notices: fault === undefined ? [] : [notice] };
}

/** Without its key: by the certificate people find it in their trust stores, and remove it. */
function keepReplaced(layout: Layout, certificate: string | undefined): void {
  const fingerprint = readFingerprint(certificate);
  if (certificate === undefined || fingerprint === undefined) return;
  writePrivateFile(join(layout.replaced, `ca-${fingerprint}.pem`), certificate);
}

function readFingerprint(certificate = ""): string | undefined {
  try {
    return new X509Certificate(certificate).fingerprint.replaceAll(":", "");
  } catch {
    return undefined;
  }
}

interface PairPaths {
  readonly certificate: string;
  readonly privateKey: string;
}

interface Paths {
  readonly authority: PairPaths;
  readonly server: PairPaths;
}

function findPaths(caCertificate: string, folder: string): Paths {
  return {
    authority: { certificate: caCertificate, privateKey: join(folder, "ca-key.pem") },
    server: { certificate: join(folder, "server.pem"), privateKey: join(folder, "server-key.pem") },
  };
}

function readFiles(paths: PairPaths): Partial<KeyPair> {
  const [certificate, privateKey] = [readTextFile(paths.certificate), readTextFile(paths.privateKey)];
  return {
    ...(certificate !== undefined && { certificate }),
    ...(privateKey !== undefined && { privateKey }),
  };
}

/** The pair on disk, or undefined when a file is missing or the two don't belong together. */
function readPair(paths: PairPaths): KeyPair | undefined {
  return parsePair(readFiles(paths));
}

/** The key first: a crash in between leaves a pair that doesn't fit, which is made anew. */
function writePair(paths: PairPaths, pair: KeyPair): void {
  writePrivateFile(paths.privateKey, pair.privateKey);
  writePrivateFile(paths.certificate, pair.certificate);
}

// What the authorities may be used for, as OpenSSL and Node see it: the leaves are made by OpenSSL with the authority's key,
// as somebody would who got hold of it.
import { execFileSync, spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, createServer } from "node:tls";
import { describe, expect, onTestFinished, test } from "vitest";
import { type KeyPair, makeAuthority, makeServerCertificate } from "../../../src/local-org/tls/authority.ts";

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
if (!hasOpenssl) console.warn("There is no openssl: what the authorities may sign is NOT tested.");

const authorities = [
  {
    kind: "the usual authority",
    names: ["localhost", "127.0.0.1", "::1", "10.0.2.2"],
    own: [
      ["-verify_hostname", "localhost"],
      ["-verify_ip", "127.0.0.1"],
      ["-verify_ip", "::1"],
      ["-verify_ip", "10.0.2.2"],
    ],
  },
  { kind: "the authority for an address", names: ["192.0.2.7"], own: [["-verify_ip", "192.0.2.7"]] },
] as const;

/**
 * Leaves that no client may accept: what is in them, and how OpenSSL is asked about them. For programs and time stamps it
 * looks at the leaf alone; Windows, Apple, NSS and Go look at the authority's purposes.
 */
const foreign: readonly Foreign[] = [
  { what: "another site", san: "DNS:www.example-bank.com", as: ["-verify_hostname", "www.example-bank.com"] },
  { what: "all sites of a domain", san: "DNS:*.bank.com", as: ["-verify_hostname", "www.bank.com"] },
  { what: "a site in its common name", cn: "www.bank.com", as: ["-verify_hostname", "www.bank.com"] },
  {
    what: "another site beside its own",
    san: "DNS:localhost,IP:192.0.2.7,DNS:www.bank.com",
    as: ["-verify_hostname", "www.bank.com"],
  },
  { what: "the name that nobody has, misspelt", san: "DNS:xokta-unlock.invalid", as: [] },
  { what: "another address", san: "IP:192.0.2.8", as: ["-verify_ip", "192.0.2.8"] },
  { what: "another loopback address", san: "IP:127.0.0.2", as: ["-verify_ip", "127.0.0.2"] },
  { what: "an IPv6 address", san: "IP:2001:db8::1", as: ["-verify_ip", "2001:db8::1"] },
  { what: "a URI", san: "URI:https://www.bank.com/", as: [] },
  { what: "a mail address", san: "email:ceo@bank.com", as: [] },
  { what: "a mail address in its subject", cn: "CEO", email: "ceo@bank.com", as: [] },
  { what: "mail", cn: "CEO", eku: "emailProtection", purpose: "smimesign", as: [] },
  { what: "mail to read", cn: "CEO", eku: "emailProtection", purpose: "smimeencrypt", as: [] },
  { what: "clients", cn: "Somebody", eku: "clientAuth", purpose: "sslclient", as: [] },
  { what: "every purpose", cn: "Any", eku: "anyExtendedKeyUsage", purpose: "sslclient", as: [] },
];

interface Foreign {
  readonly what: string;
  readonly san?: string;
  readonly cn?: string;
  readonly email?: string;
  readonly eku?: string;
  readonly purpose?: string;
  readonly as: readonly string[];
}

/** A folder with `ca.pem` and `ca-key.pem`. */
async function newAuthority(names: readonly string[]): Promise<{ folder: string; authority: KeyPair }> {
  const folder = mkdtempSync(join(tmpdir(), "okta-unlock-authority-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const authority = await makeAuthority({ names, title: "okta-unlock test" }, new Date());
  writeFileSync(join(folder, "ca.pem"), authority.certificate);
  writeFileSync(join(folder, "ca-key.pem"), authority.privateKey);
  return { folder, authority };
}

/** Signs a leaf with the authority's key; gives its pair. */
function signLeaf(folder: string, { san, cn = "leaf", email, eku = "serverAuth" }: Foreign): KeyPair {
  const openssl = (...args: readonly string[]) =>
    execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const subject = `/CN=${cn}${email === undefined ? "" : `/emailAddress=${email}`}`;
  openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "leaf-key.pem");
  openssl("req", "-new", "-key", "leaf-key.pem", "-subj", subject, "-out", "leaf.csr");
  const extensions = [`extendedKeyUsage=${eku}`, ...(san === undefined ? [] : [`subjectAltName=${san}`])];
  writeFileSync(join(folder, "leaf.ext"), `${extensions.join("\n")}\n`);
  const signer = ["-CA", "ca.pem", "-CAkey", "ca-key.pem", "-CAcreateserial"];
  openssl("x509", "-req", "-in", "leaf.csr", ...signer, "-extfile", "leaf.ext", "-out", "leaf.pem");
  return { certificate: read(folder, "leaf.pem"), privateKey: read(folder, "leaf-key.pem") };
}

function read(folder: string, name: string): string {
  return readFileSync(join(folder, name), "utf8");
}

/** What `openssl verify` says of `leaf.pem`: its exit code and words. */
function verifyLeaf(folder: string, { as, purpose = "sslserver" }: Pick<Foreign, "as" | "purpose">) {
  const args = ["verify", "-x509_strict", "-purpose", purpose, ...as, "-CAfile", "ca.pem", "leaf.pem"];
  const { status, stdout, stderr } = spawnSync("openssl", args, { cwd: folder, encoding: "utf8" });
  return { status, said: stdout + stderr };
}

/** Undefined when Node accepts the server under that name, else why it does not. */
async function connectTo(server: KeyPair, ca: string, servername: string): Promise<string | undefined> {
  const listening = createServer({ cert: server.certificate, key: server.privateKey });
  await new Promise<void>((resolve) => listening.listen({ host: "127.0.0.1", port: 0 }, resolve));
  onTestFinished(() => void listening.close());
  const { port } = listening.address() as AddressInfo;
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port, ca, servername });
    socket.on("secureConnect", () => resolve(undefined)).on("error", (error) => resolve(error.message));
  });
}

describe.skipIf(!hasOpenssl).each(authorities)("$kind", ({ names, own }) => {
  test("is accepted, strictly, for each of its own names", async () => {
    const { folder, authority } = await newAuthority(names);
    const server = await makeServerCertificate(authority, names, new Date());
    writeFileSync(join(folder, "leaf.pem"), server.certificate);
    for (const as of own) expect(verifyLeaf(folder, { as })).toMatchObject({ status: 0 });
  });

  test.for(foreign)("is refused for $what", async (leaf) => {
    const { folder } = await newAuthority(names);
    signLeaf(folder, leaf);
    const { status, said } = verifyLeaf(folder, leaf);
    expect(said).toMatch(/subtree violation|excluded|permitted|purpose|[Uu]nsuitable/u);
    expect(status).not.toBe(0);
  });

  test("says that it is for TLS servers, to those who look at an authority's purposes", async () => {
    const { authority } = await newAuthority(names);
    expect(new X509Certificate(authority.certificate).keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
  });

  test("can't make another authority", async () => {
    const { folder } = await newAuthority(names);
    signLeaf(folder, { what: "", as: [], eku: "serverAuth\nbasicConstraints=critical,CA:true" });
    const intermediate = mkdtempSync(join(folder, "below-"));
    writeFileSync(join(intermediate, "ca.pem"), read(folder, "leaf.pem"));
    writeFileSync(join(intermediate, "ca-key.pem"), read(folder, "leaf-key.pem"));
    signLeaf(intermediate, { what: "", as: [], san: "DNS:localhost" });
    const chain = ["-CAfile", "ca.pem", "-untrusted", "leaf.pem", join(intermediate, "leaf.pem")];
    const { status, stderr } = spawnSync("openssl", ["verify", ...chain], { cwd: folder, encoding: "utf8" });
    expect(stderr).toContain("path length");
    expect(status).not.toBe(0);
  });

  test("is refused by Node for another site, in its names or its common name", async () => {
    const { folder, authority } = await newAuthority(names);
    const cases = foreign.filter(({ as, purpose }) => as[0] === "-verify_hostname" && purpose === undefined);
    for (const leaf of cases) {
      const refusal = await connectTo(signLeaf(folder, leaf), authority.certificate, leaf.as[1] ?? "");
      expect(refusal, leaf.what).toMatch(/subtree violation/u);
    }
    expect(cases.length).toBeGreaterThan(3);
  });
});

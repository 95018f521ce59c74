import { setVariable } from "../hints.ts";
import { askServer } from "../shell-lines.ts";
import { OktaUnlockError } from "../errors.ts";
import { isLoopback } from "../values/web-address.ts";
import type { Message } from "./errors.ts";

/** The error for a certificate that can't be trusted; `code` is OpenSSL's or Node's. */
export function createCertificateError(url: URL, code: string, cause: unknown): OktaUnlockError {
  return new OktaUnlockError("tls-untrusted", { ...(unusable[code] ?? unknownSigner)(url, code), cause });
}

/** Codes of certificates that can't be trusted. */
export const untrustedCodes =
  /^(SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|CERT_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH)/;

/** What is wrong with a certificate itself; to trust its authority would not help. */
const unusable: Readonly<Record<string, CertificateWords>> = {
  CERT_HAS_EXPIRED: (url, code) => ({
    message: `The certificate of ${url.host} has expired (${code}).`,
    why: "The operator of the server has to renew it, unless this machine's clock is ahead.",
    next: `Compare its dates with the clock: ${askServer("-vI", url.origin)}`,
  }),
  CERT_NOT_YET_VALID: (url, code) => ({
    message: `The certificate of ${url.host} is not valid yet (${code}).`,
    why: "This machine's clock is behind, or the one of the server was ahead when the certificate was made.",
    next: `Set the clock. The dates of the certificate: ${askServer("-vI", url.origin)}`,
  }),
  ERR_TLS_CERT_ALTNAME_INVALID: (url, code) => ({
    message: `The certificate of ${url.host} was made for another host (${code}).`,
    why: "Another server answers in the place of the org, or the org no longer uses this domain.",
    next: `See whose certificate it is: ${askServer("-vI", url.origin)}`,
  }),
};

/** Windows and macOS have a company's authority in the store of the system, which Node reads from 22.15 on when it is told to. */
export function suggestAuthority({
  platform,
  allowedNodeEnvironmentFlags: flags,
}: Pick<NodeJS.Process, "platform" | "allowedNodeEnvironmentFlags">): string {
  const byFile = `name its authority: ${setVariable("NODE_EXTRA_CA_CERTS", "/path/to/authority.pem")}`;
  const hasStore = ["win32", "darwin"].includes(platform) && flags.has("--use-system-ca");
  if (!hasStore) return byFile;
  return `let Node trust what the system trusts: ${setVariable("NODE_OPTIONS", "--use-system-ca")}. Or ${byFile}`;
}

type CertificateWords = (url: URL, code: string) => Message;

const unknownSigner: CertificateWords = (url, code) => ({
  message: code.includes("SELF_SIGNED")
    ? `The certificate of ${url.host} is self-signed, or signed by an authority of its own (${code}).`
    : `The certificate of ${url.host} is not trusted (${code}).`,
  why: "Node does not know who signed it: often that is a proxy, such as the one in HTTPS_PROXY.",
  next: isLoopback(url)
    ? `The local org is trusted by its name, --org local. For another server, name its authority: ${setVariable("NODE_EXTRA_CA_CERTS", "/path/to/authority.pem")}`
    : `If your company's proxy inspects TLS, ${suggestAuthority(process)}`,
});

import { formatCommand } from "../../../values/shell-quote.ts";
import {
  createCommandStep,
  createManualStep,
  type NssDatabase,
  type TrustPair,
  type TrustStep,
  type TrustSubject,
} from "./steps.ts";

/** What the browsers and programs of this computer look at. Nothing that needs sudo is ever run for the user. */
export function listDesktopSteps(
  platform: NodeJS.Platform,
  subject: TrustSubject,
  nss: NssDatabase | undefined,
): TrustPair[] {
  if (platform === "darwin")
    return [createMacosPair(subject), createFirefoxPair("uses that store by itself")];
  if (platform === "win32")
    return [createWindowsPair(subject), createFirefoxPair("uses that store by itself")];
  const own = nss === undefined ? [] : createChromiumPairs(subject, nss);
  return [...createLinuxPairs(subject), ...own, createFirefoxPair("has its own store")];
}

function createMacosPair({ caCertificatePath, fingerprint }: TrustSubject): TrustPair {
  return createPair({
    shell: "darwin",
    isForApply: true,
    why: "Safari, Chrome and your other programs trust the org; macOS asks for your password.",
    command: ["security", "add-trusted-cert", "-r", "trustRoot", "-p", "ssl", caCertificatePath],
    undoWhy: "Removes the certificate and its trust from your keychain.",
    undo: ["security", "delete-certificate", "-Z", fingerprint, "-t"],
  });
}

function createWindowsPair({ caCertificatePath, fingerprint }: TrustSubject): TrustPair {
  return createPair({
    shell: "win32",
    isForApply: true,
    why: "Edge, Chrome and your other programs trust the org; Windows asks for confirmation.",
    command: ["certutil", "-user", "-addstore", "Root", caCertificatePath],
    undoWhy: "Removes it from your own store.",
    undo: ["certutil", "-user", "-delstore", "Root", fingerprint],
  });
}

const debianFile = "/usr/local/share/ca-certificates/okta-unlock-local-org.crt";
const fedoraFile = "/etc/pki/ca-trust/source/anchors/okta-unlock-local-org.pem";

function createLinuxPairs({ caCertificatePath }: TrustSubject): TrustPair[] {
  const copied = (file: string, why: string): TrustPair =>
    createRootPair(why, ["sudo", "cp", caCertificatePath, file], ["sudo", "rm", "-f", file]);
  return [
    copied(
      debianFile,
      "Debian, Ubuntu: for every program on this computer. It needs sudo, so run it yourself.",
    ),
    createRootPair(after, ["sudo", "update-ca-certificates"], ["sudo", "update-ca-certificates", "--fresh"]),
    copied(fedoraFile, "Fedora, RHEL: the same."),
    createRootPair(after, ["sudo", "update-ca-trust"], ["sudo", "update-ca-trust"]),
  ];
}

const after = "Then:";

function createRootPair(why: string, command: readonly string[], undo: readonly string[]): TrustPair {
  return createPair({ shell: "linux", isForApply: false, why, command, undoWhy: why, undo });
}

const certutilMissing =
  "Install it: sudo apt-get install libnss3-tools (Debian, Ubuntu) or sudo dnf install nss-tools (Fedora, RHEL)";

/** Chromium on Linux reads the user's own NSS database, which a browser makes at its first start: certutil adds to none that is missing. */
function createChromiumPairs(
  { caCertificatePath, fingerprint }: TrustSubject,
  nss: NssDatabase,
): TrustPair[] {
  const database = ["-d", `sql:${nss.directory}`];
  const name = ["-n", `okta-unlock local org ${fingerprint.slice(0, 8)}`];
  const trusted = createPair({
    shell: "linux",
    isForApply: true,
    why: "Chromium and Chrome trust the org, by your own store.",
    command: ["certutil", ...database, "-A", "-t", "C,,", ...name, "-i", caCertificatePath],
    undoWhy: "Chromium and Chrome no longer trust the org.",
    undo: ["certutil", ...database, "-D", ...name],
    missing: certutilMissing,
  });
  if (nss.exists) return [trusted];
  // Nothing is in a store that is not there: nothing to take back.
  return [...createStorePairs(nss.directory, database), { ...trusted, undo: null }];
}

/** The store is the user's from then on: nothing takes it back. */
function createStorePairs(directory: string, database: readonly string[]): TrustPair[] {
  const why = "Your own store of certificates for Chromium and Chrome, which is not there yet:";
  return [
    createLastingPair({ why, command: ["mkdir", "-p", "-m", "700", directory] }),
    createLastingPair({
      why: after,
      command: ["certutil", ...database, "-N", "--empty-password"],
      missing: certutilMissing,
    }),
  ];
}

function createLastingPair(options: Pick<TrustStep, "why" | "missing"> & { command: string[] }): TrustPair {
  return {
    step: createCommandStep("desktop", { shell: "linux", isForApply: true, ...options }),
    undo: null,
  };
}

function createFirefoxPair(how: string): TrustPair {
  const settings = "Settings > Privacy & Security > Certificates > View Certificates > Authorities";
  return {
    step: createManualStep("desktop", `Firefox ${how}; otherwise: ${settings} > Import.`),
    undo: createManualStep("desktop", `Firefox: ${settings}, and delete okta-unlock.`),
  };
}

interface PairOptions {
  readonly shell: NodeJS.Platform;
  readonly isForApply: boolean;
  readonly why: string;
  readonly command: readonly string[];
  readonly undoWhy: string;
  readonly undo: readonly string[];
  readonly missing?: string;
}

function createPair({ why, command, undoWhy, undo, ...options }: PairOptions): TrustPair {
  const step = (reason: string, argv: readonly string[]): TrustStep =>
    createCommandStep("desktop", { ...options, why: reason, command: argv });
  return { step: step(why, command), undo: step(undoWhy, undo) };
}

const variable = "NODE_EXTRA_CA_CERTS";

/** Node reads the variable once, when it starts. */
export function listNodeSteps(platform: NodeJS.Platform, { caCertificatePath }: TrustSubject): TrustPair[] {
  const shell =
    platform === "win32"
      ? writeWindowsLines(caCertificatePath)
      : writePosixLines(caCertificatePath, platform);
  return [
    {
      step: createManualStep(
        "node",
        "Node programs that are started from this shell trust the org.",
        shell.set,
      ),
      undo: createManualStep(
        "node",
        "Node programs that are started from this shell no longer trust the org.",
        shell.unset,
      ),
    },
  ];
}

interface ShellLines {
  readonly set: readonly string[];
  readonly unset: readonly string[];
}

function writePosixLines(path: string, platform: NodeJS.Platform): ShellLines {
  return {
    set: [formatCommand(["export", `${variable}=${path}`], platform)],
    unset: [`unset ${variable}`],
  };
}

function writeWindowsLines(path: string): ShellLines {
  return {
    set: [
      `$env:${variable} = '${path.replaceAll("'", "''")}'   # PowerShell`,
      `set "${variable}=${path}"   & rem cmd`,
    ],
    unset: [`Remove-Item Env:${variable}   # PowerShell`, `set "${variable}="   & rem cmd`],
  };
}

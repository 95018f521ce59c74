import { formatCommand } from "../../../values/shell-quote.ts";
import { manualStep, type TrustPair, type TrustSubject } from "./steps.ts";

const variable = "NODE_EXTRA_CA_CERTS";

/** Node reads the variable once, when it starts. */
export function nodeSteps(platform: NodeJS.Platform, { caCertificatePath }: TrustSubject): TrustPair[] {
  const shell = platform === "win32" ? windows(caCertificatePath) : posix(caCertificatePath, platform);
  return [
    {
      step: manualStep("node", "Node programs that are started from this shell trust the org.", shell.set),
      undo: manualStep(
        "node",
        "Programs that are started from this shell don't trust it any more.",
        shell.unset,
      ),
    },
  ];
}

interface ShellLines {
  readonly set: readonly string[];
  readonly unset: readonly string[];
}

function posix(path: string, platform: NodeJS.Platform): ShellLines {
  return {
    set: [formatCommand(["export", `${variable}=${path}`], platform)],
    unset: [`unset ${variable}`],
  };
}

function windows(path: string): ShellLines {
  return {
    set: [
      `$env:${variable} = '${path.replaceAll("'", "''")}'   # PowerShell`,
      `set "${variable}=${path}"   & rem cmd`,
    ],
    unset: [`Remove-Item Env:${variable}   # PowerShell`, `set "${variable}="   & rem cmd`],
  };
}

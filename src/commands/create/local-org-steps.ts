import type { Platform } from "../../project/answers.ts";
import { formatCommand } from "../../terminal/shell-quote.ts";
import { trustInSimulator } from "../../flows/local-org.ts";

/** What has to be done before an app can use the local org. `caCertificatePath` is undefined for any other org. */
export function localOrgSteps(platform: Platform, caCertificatePath: string | undefined): string[] {
  if (caCertificatePath === undefined) return [];
  const start = "Keep the local org running, in another terminal: npx okta-unlock local start";
  return [start, ...trustSteps(platform, caCertificatePath)];
}

/** The simulator runs on a Mac, so its command is written for a POSIX shell. */
function trustSteps(platform: Platform, caCertificatePath: string): string[] {
  if (platform !== "ios") return ["Let the device trust it: npx okta-unlock local trust"];
  const command = formatCommand(trustInSimulator(caCertificatePath), "darwin");
  return [`Boot a simulator and let it trust the org, once: ${command}`];
}

import type { Context } from "../context.ts";
import { connectOrg, type OrgConnection } from "../org/client.ts";
import type { OktaOrg } from "../org/port.ts";
import { localOrgPort } from "./local-org-port.ts";
import type { Destination } from "./destination.ts";

/** An org that is open for work. */
export interface OrgSession {
  readonly org: OktaOrg;
  readonly connection: OrgConnection;
  readonly isLocal: boolean;
  /** The file of the certificate authority that devices must trust; for the local org only. */
  readonly caCertificatePath?: string;
  /** Ends the local org when it was started for this run. */
  close(): Promise<void>;
}

/** How long a run waits for another one that keeps the local org for its own time. */
const patienceMilliseconds = 20_000;

/** Opens the org: a real one by URL and token, the local one that runs, or one started for this run's own time. */
export async function openOrg(context: Context, destination: Destination): Promise<OrgSession> {
  if (destination.kind === "local") return openLocalOrg(context);
  const { orgUrl, credential, profile } = destination;
  const connection = { orgUrl, credential, ...(profile && { flagValue: profile.name }) };
  return { org: connectOrg(context, connection), connection, isLocal: false, close: async () => {} };
}

async function openLocalOrg(context: Context): Promise<OrgSession> {
  const { readLocalOrgStatus } = await import("../local-org/status.ts");
  const status = await readLocalOrgStatus(context.localOrgDirectory);
  const { running, temporary, url, apiToken, caCertificate, caCertificatePath } = status;
  const isLasting = running && temporary !== true;
  if (isLasting && url !== undefined && apiToken !== undefined && caCertificate !== undefined) {
    const opened = connect(context, url, apiToken, caCertificate);
    return { ...opened, ...(caCertificatePath && { caCertificatePath }), close: async () => {} };
  }
  const { startLocalOrg } = await import("../local-org/start.ts");
  const port = localOrgPort(context);
  const local = await startLocalOrg({
    ...(port !== undefined && { port }),
    dataDirectory: context.localOrgDirectory,
    temporary: true,
    waitForOwnerMs: patienceMilliseconds,
    signal: context.signal,
  });
  const opened = connect(context, local.url, local.apiToken, local.caCertificate);
  return { ...opened, caCertificatePath: local.caCertificatePath, close: () => local.close() };
}

function connect(context: Context, orgUrl: string, token: string, trust: string) {
  const connection: OrgConnection = { orgUrl, credential: { kind: "api-token", token }, trust };
  return { org: connectOrg(context, connection), connection, isLocal: true } as const;
}

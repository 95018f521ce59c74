import { hint } from "../../hints.ts";
import type { View } from "../../terminal/session.ts";
import { formatTable } from "../../terminal/table.ts";
import { type LocalStatus, listTroubles } from "../../flows/local-org.ts";

export const statusView: View<LocalStatus> = {
  // Secrets have no place in a log that keeps JSON.
  json: ({ apiToken: _token, caCertificate: _long, dataDir: _flag, admin, user, ...status }) => ({
    ...status,
    ...(admin && { admin: { login: admin.login } }),
    ...(user && { user: { login: user.login } }),
  }),
  stdout(status, style, width) {
    if (!status.exists) return "There is no local org yet.\n";
    const state = status.running ? `is running at ${status.url}` : "is not running";
    return `${style.strong(`The local org ${state}`)}\n\n${formatTable(listRows(status), style, width)}`;
  },
  stderr: (status) => adviseStart(status) + adviseRemoval(status),
};

function adviseStart({ exists, running, dataDir }: LocalStatus): string {
  return exists && running ? "" : `\nStart it with: ${hint("local start", { "data-dir": dataDir })}\n`;
}

function adviseRemoval({ replacedCertificatePaths, dataDir }: LocalStatus): string {
  if (replacedCertificatePaths === undefined) return "";
  const command = hint("local trust", { remove: true, "data-dir": dataDir });
  return `\nAn authority was replaced. If you trusted it, remove it from there: ${command}\n`;
}

function listRows(status: LocalStatus): [string, string][] {
  const rows: [string, string | undefined][] = [
    ["Issuer", status.url && `${status.url}/oauth2/default`],
    ["Activity", status.activityUrl],
    ["API token", status.apiToken],
    ["Test user", status.user && `${status.user.login}, password ${status.user.password}`],
    ["Admin", status.admin && `${status.admin.login}, password ${status.admin.password}`],
    ["Apps", status.apps?.toString()],
    ["Certificate authority", status.caCertificatePath],
    ...(status.replacedCertificatePaths ?? []).map((path): [string, string] => ["Replaced authority", path]),
    ["Data", status.dataDirectory],
    ["Process", status.pid?.toString()],
    ...listTroubles(status),
  ];
  return rows.flatMap(([label, value]) => (value === undefined ? [] : [[label, value]]));
}

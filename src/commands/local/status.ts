import { hint } from "../../hints.ts";
import type { View } from "../../terminal/session.ts";
import { formatTable } from "../../terminal/table.ts";
import { type LocalStatus, listTroubles } from "../../flows/local-org.ts";

export const statusView: View<LocalStatus> = {
  // Secrets have no place in a log that keeps JSON.
  json: ({ apiToken: _token, caCertificate: _long, admin, user, ...status }) => ({
    ...status,
    ...(admin && { admin: { login: admin.login } }),
    ...(user && { user: { login: user.login } }),
  }),
  stdout(status, style) {
    if (!status.exists) return "There is no local org yet.\n";
    const state = status.running ? `is running at ${status.url}` : "is not running";
    return `${style.strong(`The local org ${state}`)}\n\n${formatTable(listRows(status), style)}`;
  },
  stderr: ({ exists, running }) => (exists && running ? "" : `\nStart it with: ${hint("local start")}\n`),
};

function listRows(status: LocalStatus): [string, string][] {
  const rows: [string, string | undefined][] = [
    ["Issuer", status.url && `${status.url}/oauth2/default`],
    ["Activity", status.activityUrl],
    ["API token", status.apiToken],
    ["Test user", status.user && `${status.user.login}, password ${status.user.password}`],
    ["Admin", status.admin && `${status.admin.login}, password ${status.admin.password}`],
    ["Apps", status.apps?.toString()],
    ["Certificate authority", status.caCertificatePath],
    ["Data", status.dataDirectory],
    ["Process", status.pid?.toString()],
    ...listTroubles(status),
  ];
  return rows.flatMap(([label, value]) => (value === undefined ? [] : [[label, value]]));
}

import type { View } from "../../terminal/session.ts";
import { formatTable } from "../../terminal/table.ts";
import { clockWords } from "./clock-words.ts";
import type { LocalReset } from "./reset.ts";
import type { LocalStart } from "./start.ts";
import type { LocalStatus } from "./status.ts";

export const startView: View<LocalStart> = {
  stdout: (org, style) =>
    `${style.strong(`The local org runs at ${org.url}`)}\n\n${formatTable(
      [
        ["Issuer", org.issuer],
        ["Activity", org.activityUrl],
        ["Certificate authority", org.caCertificatePath],
        ["Data", org.dataDirectory],
        ...troubleRows(org),
      ],
      style,
    )}`,
  stderr: () =>
    [
      "\nUsers and API token: okta-unlock local status",
      "Trust its certificate: okta-unlock local trust",
      "Stop it with Ctrl-C. A development tool: never for real users.\n",
    ].join("\n"),
};

export const statusView: View<LocalStatus> = {
  // Secrets have no place in a log that keeps JSON.
  json: ({ apiToken: _token, caCertificate: _long, admin, user, ...status }) => ({
    ...status,
    ...(admin && { admin: { login: admin.login } }),
    ...(user && { user: { login: user.login } }),
  }),
  stdout(status, style) {
    if (!status.exists) return "There is no local org yet.\n";
    const state = status.running ? `runs at ${status.url}` : "does not run";
    return `${style.strong(`The local org ${state}`)}\n\n${formatTable(rowsOf(status), style)}`;
  },
  stderr: ({ exists, running }) => (exists && running ? "" : "\nStart it with: okta-unlock local start\n"),
};

function rowsOf(status: LocalStatus): [string, string][] {
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
    ...troubleRows(status),
  ];
  return rows.flatMap(([label, value]) => (value === undefined ? [] : [[label, value]]));
}

/** What was asked to go wrong, if anything was. */
function troubleRows({
  faults = [],
  clockOffset = 0,
}: Pick<LocalStatus, "faults" | "clockOffset">): [string, string][] {
  const clock: [string, string][] = clockOffset === 0 ? [] : [["Clock", clockWords(clockOffset)]];
  return [...faults.map((fault): [string, string] => ["Fault", fault]), ...clock];
}

export const resetView: View<LocalReset> = {
  stdout: ({ removed, dataDirectory }) =>
    removed ? `The local org in ${dataDirectory} is gone.\n` : "There was no local org.\n",
};

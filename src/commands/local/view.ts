import type { View } from "../../terminal/session.ts";
import { table } from "../../terminal/table.ts";
import type { LocalReset, LocalStart } from "./run.ts";

export const startView: View<LocalStart> = {
  data: (org, style) =>
    `${style.strong(`The local org runs at ${org.url}`)}\n\n${table(
      [
        ["Issuer", org.issuer],
        ["Certificate authority", org.caCertificatePath],
        ["Data", org.dataDirectory],
      ],
      style,
    )}`,
  talk: () =>
    `\nUsers and API token: okta-unlock local status\nStop it with Ctrl-C. A development tool: never for real users.\n`,
};

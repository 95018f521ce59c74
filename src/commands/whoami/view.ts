import type { View } from "../../terminal/session.ts";
import { table } from "../../terminal/table.ts";
import { methodNames } from "../sign-in-words.ts";
import type { Identity } from "./run.ts";

export const whoamiView: View<Identity> = {
  json: ({ org, login, method, profile, storedIn, secretPath }) => ({
    org,
    login,
    method,
    profile,
    storedIn,
    secretPath,
  }),
  data: (identity, style) =>
    table(
      [
        ["Org", identity.org],
        ["Signed in as", identity.login],
        ["Method", methodNames[identity.method]],
        ["Profile", identity.profile ?? "none"],
        ["Secret", placeOf(identity)],
      ],
      style,
    ),
};

function placeOf({ storedIn, secretPath, isWindows }: Identity): string {
  const places = {
    keyring: "in the keyring",
    environment: "OKTA_CLIENT_TOKEN",
    "local-org": "in the local org's own folder",
    file: `plain text in ${secretPath ?? "a file"} (${isWindows ? "your user folder protects it" : "mode 0600"})`,
  } as const;
  return places[storedIn];
}

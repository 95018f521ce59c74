import type { View } from "../../terminal/session.ts";
import { formatTable } from "../../terminal/table.ts";
import { missingRights, rightRows } from "../../flows/credential-check.ts";
import { methodNames } from "../../flows/sign-in-words.ts";
import type { Identity } from "./run.ts";

export const whoamiView: View<Identity> = {
  json: ({ org, login, method, profile, storedIn, secretPath, check }) => ({
    org,
    login,
    method,
    profile,
    storedIn,
    secretPath,
    scopes: check.scopes ?? null,
    rights: check.rights,
  }),
  stdout: (identity, style) =>
    formatTable(
      [
        ["Org", identity.org],
        ["Signed in as", identity.login],
        ["Method", methodNames[identity.method]],
        ["Profile", identity.profile ?? "none"],
        ["Secret", placeOf(identity)],
        ...rightRows(identity.check),
      ],
      style,
    ),
  stderr: ({ check }, style, width) => missingRights(check, style, width),
};

function placeOf(identity: Identity): string {
  const { storedIn, secretPath, isWindows } = identity;
  const places = {
    keyring: "in the keyring",
    environment: identity.method === "service-app" ? "OKTA_CLIENT_PRIVATEKEY" : "OKTA_CLIENT_TOKEN",
    "local-org": "in the local org's own folder",
    file: `plain text in ${secretPath ?? "a file"} (${isWindows ? "your user folder protects it" : "mode 0600"})`,
  } as const;
  return places[storedIn];
}

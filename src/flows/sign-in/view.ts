import type { Style } from "../../context.ts";
import type { View } from "../../terminal/session.ts";
import { formatTable } from "../../terminal/table.ts";
import { escapeControls } from "../../terminal/escape-controls.ts";
import { wrap } from "../../terminal/wrap.ts";
import { missingRights, rightRows } from "../credential-check.ts";
import { engineNames, methodNames } from "../sign-in-words.ts";
import type { BootstrapOutcome } from "./complete.ts";
import type { LoginResult } from "./run.ts";

export const loginView: View<LoginResult> = {
  json: ({ profile: { name, orgUrl, login, method, storedIn }, secretPath, engine, check, bootstrap }) => ({
    profile: name,
    org: orgUrl,
    engine: engine ?? null,
    login,
    method: method.kind,
    storedIn,
    secretPath,
    scopes: check.scopes ?? null,
    rights: check.rights,
    ...(bootstrap && { bootstrap }),
  }),
  stdout: ({ profile, secretPath, engine, check }, style) =>
    formatTable(
      [
        ["Profile", profile.name],
        ["Org", engine === undefined ? profile.orgUrl : `${profile.orgUrl} (${engineNames[engine]})`],
        ["Signed in as", profile.login],
        ["Method", methodNames[profile.method.kind]],
        ["Secret", secretPath === null ? "in the keyring" : `plain text in ${secretPath}`],
        ...rightRows(check),
      ],
      style,
    ),
  stderr({ profile, check, bootstrap }, style, width) {
    const words = `Signed in as ${escapeControls(profile.login)}. Every command uses ${profile.name} from now on.`;
    const signedIn = `${style.good("✔")} ${wrap(words, { width, indent: 2 })}\n`;
    return `${missingRights(check, style, width)}${bootstrap ? tokenWords(bootstrap, style) : ""}${signedIn}`;
  },
};

function tokenWords({ isTokenRevoked }: BootstrapOutcome, style: Style): string {
  return isTokenRevoked
    ? ""
    : `${style.warning("!")} The API token is not needed any more, and still good. --revoke-token ends it.\n`;
}

import type { View } from "../../terminal/session.ts";
import { table } from "../../terminal/table.ts";
import { visible } from "../../terminal/visible.ts";
import { methodNames } from "../sign-in-words.ts";
import type { LoginResult } from "./run.ts";

export const loginView: View<LoginResult> = {
  json: ({ profile: { name, orgUrl, login, method, storedIn }, secretPath, hidden }) => ({
    profile: name,
    org: orgUrl,
    login,
    method: method.kind,
    storedIn,
    secretPath,
    hidden,
  }),
  data: ({ profile, secretPath }, style) =>
    table(
      [
        ["Profile", profile.name],
        ["Org", profile.orgUrl],
        ["Signed in as", profile.login],
        ["Method", methodNames[profile.method.kind]],
        ["Secret", secretPath === null ? "in the keyring" : `plain text in ${secretPath}`],
      ],
      style,
    ),
  talk({ profile, hidden }, style) {
    const missing = hidden.map((area) => `${style.warning("!")} The token may not see ${area}.\n`).join("");
    return `${missing}${style.good("✔")} Signed in as ${visible(profile.login)}. Every command uses ${profile.name} from now on.\n`;
  },
};

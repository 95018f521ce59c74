import type { Style } from "../../context.ts";
import type { View } from "../../terminal/session.ts";
import { formatTable } from "../../terminal/table.ts";
import { loginView } from "../sign-in/view.ts";
import type { LocalRegistration } from "./local.ts";
import type { OktaRegistration, RegisterResult } from "./run.ts";

export const registeredView: View<RegisterResult> = {
  json: (result) => (result.kind === "local" ? localJson(result) : oktaJson(result)),
  stdout(result, style, width) {
    return result.kind === "local" ? localData(result, style) : loginView.stdout(result.login, style, width);
  },
  stderr(result, style, width) {
    const talk =
      result.kind === "local"
        ? localTalk(result, style)
        : (loginView.stderr?.(result.login, style, width) ?? "");
    const covered =
      result.kind === "okta" && result.accessPolicy === "made"
        ? `${style.good("✔")} Every app can sign in at the authorization server default.\n`
        : "";
    return `${talk}${covered}\nMake a project: okta-unlock create my-app\n`;
  },
};

function oktaJson({ login, accessPolicy }: OktaRegistration): object {
  return { kind: "okta", ...(loginView.json?.(login) ?? login), accessPolicy };
}

/** Passwords have no place in a log that keeps JSON. */
function localJson({ url, admin, user, overriddenBy }: LocalRegistration): object {
  return {
    kind: "local",
    profile: "local",
    org: url,
    admin: { login: admin.login },
    user: { login: user.login },
    overriddenBy,
  };
}

function localData({ url, admin, user }: LocalRegistration, style: Style): string {
  return formatTable(
    [
      ["Org", url],
      ["Admin", `${admin.login}, password ${admin.password}`],
      ["Test user", `${user.login}, password ${user.password}`],
    ],
    style,
  );
}

function localTalk({ overriddenBy }: LocalRegistration, style: Style): string {
  const beaten =
    overriddenBy === null ? "" : `${style.warning("!")} ${overriddenBy} is set and beats the current one.\n`;
  return [
    `${style.good("✔")} The local org is ready. Every command uses it from now on.\n`,
    beaten,
    "  Apps need it running: okta-unlock local start\n",
  ].join("");
}

import type { View } from "../../terminal/session.ts";
import { formatColumns } from "../../terminal/table.ts";
import { methodNames } from "../../flows/sign-in-words.ts";
import type { UsedOrg } from "../../flows/use-org.ts";
import type { OrgList, RemovedOrg } from "./run.ts";

export const orgListView: View<OrgList> = {
  stdout({ current, orgs }, style, width) {
    if (orgs.length === 0) return current === "local" ? "The local org is the current one.\n" : "";
    const rows = orgs.map((org) => [
      org.current ? "*" : "",
      org.name,
      org.org,
      methodNames[org.method],
      org.storedIn,
      org.login,
    ]);
    const local = current === "local" ? "The local org is the current one.\n" : "";
    return `${formatColumns([["", "NAME", "ORG", "METHOD", "SECRET", "SIGNED IN AS"], ...rows], style, width)}${local}`;
  },
  stderr({ orgs, overriddenBy }, style) {
    if (orgs.length === 0) return "You are signed in to no org. Sign in: okta-unlock login\n";
    return overriddenBy === null
      ? ""
      : `${style.warning("!")} ${overriddenBy} is set and beats the current one.\n`;
  },
};

export const usedView: View<UsedOrg> = {
  stdout: () => "",
  stderr: ({ current }, style) => `${style.good("✔")} Every command uses ${current} from now on.\n`,
};

export const removedView: View<RemovedOrg> = {
  stdout: () => "",
  stderr: ({ removed, org }, style) =>
    `${style.good("✔")} Forgot ${removed} (${org}). Its secret is still good at Okta.\n`,
};

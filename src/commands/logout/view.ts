import type { View } from "../../terminal/session.ts";
import type { LogoutResult } from "./run.ts";

export const logoutView: View<LogoutResult> = {
  data: () => "",
  talk({ profile, org, revoked, environment }, style) {
    const outcome = revoked
      ? `its API token is revoked`
      : `its API token is still good at Okta; --revoke would have ended it`;
    const rest = environment ? `${style.warning("!")} OKTA_CLIENT_TOKEN is still set, and signs in.\n` : "";
    return `${style.good("✔")} Forgot ${profile} (${org}); ${outcome}.\n${rest}`;
  },
};

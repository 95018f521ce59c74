import { wrap } from "../../terminal/wrap.ts";
import type { View } from "../../terminal/session.ts";
import type { LogoutResult } from "./run.ts";

const secretNames = {
  "api-token": "API token",
  "service-app": "private key",
  device: "sign-in",
} as const;

export const logoutView: View<LogoutResult> = {
  stdout: () => "",
  stderr({ profile, org, method, revoked, environment }, style, width) {
    const secret = secretNames[method];
    const still = `its ${secret} is still good at Okta`;
    const hint = method === "service-app" ? "" : "; --revoke would have ended it";
    const outcome = revoked ? `its ${secret} is revoked` : `${still}${hint}`;
    const rest = environment ? `${style.warning("!")} OKTA_CLIENT_* is still set, and signs in.\n` : "";
    const forgot = wrap(`Forgot ${profile} (${org}); ${outcome}.`, { width, indent: 2 });
    return `${style.good("✔")} ${forgot}\n${rest}`;
  },
};

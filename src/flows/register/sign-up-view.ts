import type { Style } from "../../context.ts";
import { signUpUrl } from "../../auth/registration/server.ts";
import { formatTable } from "../../terminal/table.ts";

/** What signing up takes, before the page is opened. */
export function signUpWords(style: Style): string {
  return [
    "",
    style.strong("Okta has no sign-up API: you sign up in the browser, once."),
    "",
    `  ${style.accent(signUpUrl)}`,
    "  Choose Workforce Identity, then Sign up for Integrator Free Plan.",
    "",
    formatTable(
      [
        ["It asks for", "your name, your location and a business e-mail address"],
        ["", "(each org needs another one)"],
        ["Then", "a mail brings the org's domain and an activation link,"],
        ["", "and you set up an authenticator"],
        ["The plan", "10 active users; ends after 180 days without a sign-in"],
      ],
      style,
    ),
    "No account wanted? A local org needs none: okta-unlock register --local",
    "",
  ].join("\n");
}

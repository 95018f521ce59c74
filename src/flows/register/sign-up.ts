import { hint } from "../../hints.ts";
import { signUpUrl } from "../../auth/registration/server.ts";
import type { OrgIdentity } from "../../auth/identify-org.ts";
import type { Context, Style } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { formatTable } from "../../terminal/table.ts";
import { askForOrg } from "../sign-in/org.ts";

/** What says which org it is, and how to sign in to it. */
interface SignUpFlags {
  readonly org?: string;
  readonly open?: boolean;
  readonly withToken?: boolean;
}

/** The org to sign in to; `identity` when it was asked already. */
export interface FoundOrg {
  readonly org: string;
  readonly identity?: OrgIdentity;
}

/**
 * The org that a person signed up for. Without `--org` or OKTA_CLIENT_ORGURL it says how to sign up, opens the page, and asks
 * until there is an org. Throws `missing-input` when nobody can be asked.
 */
export async function findOrg(context: Context, flags: SignUpFlags): Promise<FoundOrg> {
  const fromEnvironment = context.env["OKTA_CLIENT_ORGURL"];
  if (flags.org !== undefined) return { org: flags.org };
  if (fromEnvironment !== undefined) {
    context.log.info("Using the org in OKTA_CLIENT_ORGURL.");
    return { org: fromEnvironment };
  }
  context.log.show(signUpUrl, describeSignUp);
  if (!context.interaction.canAsk) throw createNobodyError(context, flags);
  if (flags.open !== false && (await context.openUrl(signUpUrl))) {
    context.log.info("The page is open in your browser.");
  }
  return waitForOrg(context);
}

async function waitForOrg(context: Context): Promise<FoundOrg> {
  try {
    const { orgUrl, identity } = await askForOrg(context);
    return { org: orgUrl, identity };
  } catch (error) {
    throw error instanceof OktaUnlockError && error.code === "interrupted"
      ? createUnfinishedError(error)
      : error;
  }
}

function createUnfinishedError(error: OktaUnlockError): OktaUnlockError {
  return new OktaUnlockError("interrupted", {
    message: error.message,
    next: `When you get the e-mail with the org's URL, continue with: ${hint("register", { org: "<url>" })}`,
    cause: error,
  });
}

function createNobodyError({ env }: Context, { withToken }: SignUpFlags): OktaUnlockError {
  const variables = ["OKTA_CLIENT_TOKEN", "OKTA_CLIENT_AUTHORIZATIONMODE"];
  const hasCredential = withToken === true || variables.some((name) => env[name] !== undefined);
  return new OktaUnlockError("missing-input", {
    message: "Getting an org needs a person: Okta has no sign-up API.",
    why: "This run can't ask questions.",
    details: [
      `org URL: --org <url>, or OKTA_CLIENT_ORGURL, of the org you signed up for at ${signUpUrl}`,
      ...(hasCredential ? [] : ["API token: --with-token (from stdin), or OKTA_CLIENT_TOKEN; never a flag"]),
    ],
    next: `Provide what is listed, or use a local org, which needs no account: ${hint("register", { local: true })}`,
  });
}

/** What signing up takes, before the page is opened. */
function describeSignUp(url: string, style: Style, width: number): string {
  return [
    "",
    style.strong("Okta has no sign-up API: you sign up in the browser, once."),
    "",
    `  ${style.accent(url)}`,
    "  Choose Workforce Identity, then Sign up for Integrator Free Plan.",
    "",
    formatTable(
      [
        [
          "It asks for",
          "your name, your location and a business e-mail address (each org needs a different one)",
        ],
        [
          "Then",
          "you get an e-mail with the org's domain and an activation link, and you set up an authenticator",
        ],
        ["The plan", "10 active users; ends after 180 days without a sign-in"],
      ],
      style,
      width,
    ),
    `No account wanted? A local org needs none: ${hint("register", { local: true })}`,
    "",
  ].join("\n");
}

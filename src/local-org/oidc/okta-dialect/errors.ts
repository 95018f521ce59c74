import type { Context } from "koa";
import { renderBadRequestPage } from "../../pages/outcome.ts";
import { sendPage } from "../../pages/frame.ts";
import { readEndpoint } from "../servers.ts";
import { listUnemulatedValues } from "../unemulated.ts";

/** An OAuth error response. */
export interface OauthError {
  readonly status: number;
  readonly error: string;
  readonly description: string;
}

interface Given {
  readonly error: string;
  readonly error_description?: string | undefined;
}

/** The endpoint that is answering: `authorize`, `token`, `userinfo`… */
type Endpoint = string;

interface Translation {
  /** oidc-provider's error, and the beginning of its description or of the detail behind it. */
  readonly error: string;
  readonly says?: string;
  readonly at?: Endpoint;
  readonly okta: Partial<OauthError>;
}

const badCode = "The authorization code is invalid or has expired.";
const badRefreshToken = "The refresh token is invalid or expired.";

/** Where the two differ in texts or codes. The first match counts. Okta's words were recorded. */
const translations: readonly Translation[] = [
  {
    error: "invalid_redirect_uri",
    okta: {
      error: "invalid_request",
      description: "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings.",
    },
  },
  {
    error: "invalid_client",
    at: "authorize",
    okta: { status: 401, description: "Invalid value for 'client_id' parameter." },
  },
  {
    error: "login_required",
    okta: { description: "The client specified not to prompt, but the user is not logged in." },
  },
  {
    error: "invalid_request",
    says: "Authorization Server policy requires PKCE",
    okta: { description: "PKCE code challenge is required by the application." },
  },
  {
    error: "invalid_request",
    says: "code_challenge_method must be provided",
    okta: { description: "PKCE code challenge method is not supported. Valid values: [S256]" },
  },
  {
    error: "invalid_request",
    says: "not supported value of code_challenge_method",
    okta: { description: "PKCE code challenge method is not supported. Valid values: [S256]" },
  },
  {
    error: "invalid_request",
    says: "unsupported prompt",
    okta: {
      description:
        "Invalid value for 'prompt' parameter. Supported values: [none, login, consent, login consent].",
    },
  },
  {
    error: "unsupported_response_type",
    okta: {
      description:
        "The response type is not supported by the authorization server. Configured response types: [code].",
    },
  },
  { error: "invalid_grant", says: "code_verifier", okta: { description: "PKCE verification failed." } },
  {
    error: "invalid_grant",
    says: "authorization code redirect_uri mismatch",
    okta: {
      description: "The 'redirect_uri' does not match the redirection URI used in the authorization request.",
    },
  },
  {
    error: "invalid_grant",
    says: "client mismatch",
    okta: { description: "The grant was issued to another client." },
  },
  { error: "invalid_grant", says: "authorization code", okta: { description: badCode } },
  { error: "invalid_grant", says: "refresh token", okta: { description: badRefreshToken } },
  {
    error: "invalid_grant",
    says: "device code",
    okta: { description: "The device code is invalid or has expired." },
  },
  { error: "expired_token", okta: { description: "The device code has expired." } },
  {
    error: "authorization_pending",
    okta: { description: "The device authorization is pending. Please try again later." },
  },
  {
    error: "invalid_request",
    says: "no client authentication mechanism",
    okta: { status: 401, error: "invalid_client", description: "No client credentials found." },
  },
  {
    error: "invalid_client",
    says: "client not found",
    okta: { description: "Invalid value for 'client_id' parameter." },
  },
  {
    error: "invalid_client",
    says: "invalid secret",
    okta: { description: "The client secret supplied for a confidential client is invalid." },
  },
  {
    error: "invalid_client",
    okta: {
      description: "Client authentication failed. Either the client or the client credentials are invalid.",
    },
  },
  {
    error: "invalid_request",
    says: "missing required parameter 'token'",
    okta: { description: "The 'token' parameter is required." },
  },
];

/** What Okta would have said. `given` is what oidc-provider says; the error behind it is in the state of the request. */
export function toOktaError(context: Context, given: Given): OauthError {
  const behind = (
    context.state as { readonly oidcError?: { readonly error_detail?: string; readonly statusCode?: number } }
  ).oidcError;
  const texts = [given.error_description ?? "", behind?.error_detail ?? ""];
  const endpoint = readEndpoint(context);
  const missing = findUnemulated(context, given);
  if (missing !== undefined) return missing;
  const okta = translations.find(
    (each) =>
      each.error === given.error &&
      (each.at === undefined || each.at === endpoint) &&
      (each.says === undefined || texts.some((text) => text.startsWith(each.says ?? ""))),
  )?.okta;
  return {
    status: behind?.statusCode ?? 400,
    error: given.error,
    description: given.error_description ?? "",
    ...okta,
  };
}

/** The refusals of oidc-provider that are about something that Okta has: they say what the local org has not. */
const refusalsOfMissing = ["unsupported_response_type", "unsupported_response_mode", "request_not_supported"];

function findUnemulated(
  context: Context,
  { error, error_description: says = "" }: Given,
): OauthError | undefined {
  if (!refusalsOfMissing.includes(error) && !says.startsWith("unsupported prompt")) return undefined;
  // As it was sent: oidc-provider has already dropped what it refuses.
  const { sent } = context.state as { readonly sent?: URLSearchParams };
  return listUnemulatedValues("authorize", (name) => sent?.get(name)).find((each) => each.error === error);
}

interface ErrorOut {
  readonly error: string;
  readonly error_description?: string | undefined;
}

/** A refusal that can't be sent to the app because its redirect URI can't be trusted. Okta's status is 400. */
export function sendErrorPage(context: Context, out: ErrorOut): void {
  const asked = new URLSearchParams(context.querystring);
  const { error, description } = toOktaError(context, out);
  context.state["shownError"] = description;
  sendPage(
    context,
    renderBadRequestPage({ status: 400, error, description, ...suggestFix({ error, description }, asked) }),
    400,
  );
}

function suggestFix(
  { error, description }: { readonly error: string; readonly description: string },
  asked: URLSearchParams,
): { fix?: string } {
  const clientId = asked.get("client_id") ?? "";
  if (description.includes("'redirect_uri'")) {
    const uri = asked.get("redirect_uri");
    if (uri !== null)
      return {
        fix: `The request has the redirect URI ${uri}. The app must list exactly this one: \`okta-unlock apps show ${clientId} --org local\``,
      };
  }
  if (error === "invalid_client") return { fix: "List the apps: `okta-unlock apps list --org local`" };
  return {};
}

import type { Context } from "koa";
import type { OAuthErrorCode, RefusalCode } from "../faults/fault.ts";
import { ApiError, createRateLimitError } from "./api-error.ts";
import { sendJson } from "./envelope.ts";

const refusals: Readonly<Record<RefusalCode, readonly [number, string]>> = {
  E0000006: [403, "You do not have permission to perform the requested action"],
  E0000010: [503, "Service is in read only mode"],
  E0000011: [401, "Invalid token provided"],
  E0000015: [401, "You do not have permission to access the feature you are requesting"],
  E0000060: [501, "Unsupported operation."],
  E0000239: [423, "Policy priorities are being reconciled. Please try again later."],
  E0000260: [403, "This developer org has been deactivated."],
};

/** An error of Okta's catalogue, with its status and text. */
export function createRefusal(errorCode: RefusalCode): ApiError {
  const [status, summary] = refusals[errorCode];
  return new ApiError(status, errorCode, summary);
}

/** The endpoints that answer as OAuth does; discovery and keys are documents, `/authorize` and `/logout` are pages. */
function isOAuthPath(path: string): boolean {
  return /^\/oauth2\/.*\/(?:token|revoke|introspect|userinfo|device\/authorize|par)$/u.test(path);
}

/** 429, as the API (E0000047) or OAuth says it. The headers are for others to set. */
export function answerRateLimited(context: Context): void {
  const error = createRateLimitError();
  if (!isOAuthPath(context.path)) throw error;
  sendOAuthError(context, { status: 429, error: "invalid_grant", description: error.message });
}

const oauthTexts: Readonly<Record<OAuthErrorCode, string>> = {
  access_denied: "User is not assigned to the client application.",
  invalid_client: "Invalid value for 'client_id' parameter.",
  invalid_grant: "The refresh token is invalid or expired.",
  invalid_request: "The request is missing a required parameter or is otherwise malformed.",
  invalid_scope: "One or more scopes are not configured for the authorization server resource.",
  server_error: "The authorization server encountered an unexpected condition.",
  temporarily_unavailable: "The authorization server is currently unable to handle the request.",
  unauthorized_client: "The client is not authorized to use the provided grant type.",
};

/** The HTTP status that goes with an OAuth error. */
export function findOAuthStatus(error: OAuthErrorCode): number {
  const others: Partial<Record<OAuthErrorCode, number>> = {
    invalid_client: 401,
    server_error: 500,
    temporarily_unavailable: 503,
  };
  return others[error] ?? 400;
}

interface OAuthError {
  readonly status: number;
  readonly error: OAuthErrorCode;
  /** Okta's text for the error when left out. */
  readonly description?: string;
}

/** Answers with an error as OAuth writes it: `{"error","error_description"}` (RFC 6749, 5.2). */
export function sendOAuthError(context: Context, { status, error, description }: OAuthError): void {
  context.status = status;
  sendJson(context, { error, error_description: description ?? oauthTexts[error] });
}

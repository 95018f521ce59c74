import { createHash, randomBytes } from "node:crypto";
import type { Subject } from "../subject.ts";
import { ask, type ProbeAnswer, type ProbeContext, type Route } from "./ask.ts";
import { readUrl } from "../../values/read-url.ts";

/** What the authorization endpoint made of a request without a session. */
export type AuthorizeReading =
  /** It went back to the app, with an OAuth error. */
  | { readonly kind: "callback"; readonly error: string; readonly description: string }
  /** A page that says which parameter is wrong: nothing goes back to the app. */
  | { readonly kind: "refused"; readonly parameter: "client_id" | "redirect_uri" | "unknown" }
  | { readonly kind: "rate-limited"; readonly resetsAt: Date | undefined }
  | { readonly kind: "unclear"; readonly what: string };

/**
 * Asks for a sign-in as the app does, but with `prompt=none` and no session: an org that knows the app answers `login_required`
 * at its redirect URI (OpenID Connect Core, 3.1.2.6), and nothing else happens.
 */
export async function probeAuthorize(
  context: ProbeContext,
  route: Route,
  endpoint: string,
  subject: Pick<Subject, "clientId" | "redirectUri" | "scopes">,
): Promise<AuthorizeReading> {
  const url = new URL(endpoint);
  const challenge = createHash("sha256").update(randomBytes(32).toString("base64url")).digest("base64url");
  const parameters = {
    client_id: subject.clientId,
    redirect_uri: subject.redirectUri,
    response_type: "code",
    scope: subject.scopes.join(" "),
    state: randomBytes(12).toString("base64url"),
    nonce: randomBytes(12).toString("base64url"),
    code_challenge: challenge,
    code_challenge_method: "S256",
    prompt: "none",
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return readAuthorizeAnswer(await ask(context, route, url.href), subject.redirectUri);
}

/** Reads an answer of the authorization endpoint. What is not known is `unclear`. */
export function readAuthorizeAnswer(
  { status, location, text, resetsAt }: ProbeAnswer,
  redirectUri: string,
): AuthorizeReading {
  if (status === 429) return { kind: "rate-limited", resetsAt };
  if (location !== undefined && status >= 300 && status < 400) {
    if (!isAt(location, redirectUri))
      return { kind: "unclear", what: `it redirected to ${nameTarget(location)}, not to the app` };
    const parameters = readParameters(location);
    const error = parameters.get("error");
    if (error === null)
      return { kind: "unclear", what: "it returned to the app without the error that was due" };
    return { kind: "callback", error, description: parameters.get("error_description") ?? "" };
  }
  if (status === 400 || status === 401 || status === 403) return readRefusal(text);
  return { kind: "unclear", what: `it answered with status ${status}` };
}

function readRefusal(text: string): AuthorizeReading {
  // Not the parameters of a URL that the page repeats.
  const namesUri = /redirect_uri\b(?!=|%3D)/iu.test(text) && /redirect/iu.test(text);
  const namesClient = /client_id\b(?!=|%3D)|invalid_client/iu.test(text);
  if (namesUri === namesClient) return { kind: "refused", parameter: "unknown" };
  return { kind: "refused", parameter: namesUri ? "redirect_uri" : "client_id" };
}

function readParameters(location: string): URLSearchParams {
  const start = location.search(/[?#]/u);
  return new URLSearchParams(start === -1 ? "" : location.slice(start + 1));
}

/** Servers and browsers write a URI in their own way: a scheme in lower case, a path without `/./`. */
function isAt(location: string, redirectUri: string): boolean {
  const [wanted, found] = [redirectUri, location].map((uri) => uri.replace(/[?#].*$/u, ""));
  return wanted === found || normalize(wanted ?? "") === normalize(found ?? "");
}

function normalize(uri: string): string {
  return (readUrl(uri)?.href ?? uri).toLowerCase();
}

function nameTarget(location: string): string {
  return location.replace(/[?#].*$/u, "").slice(0, 120);
}

import type { StoredEvent } from "../../store/collections.ts";
import type { Json } from "../../json.ts";

/** What the details of an event are called on the page. */
const names: Readonly<Record<string, string>> = {
  clientId: "Client ID",
  grantType: "Grant type",
  requestedScopes: "Requested scopes",
  grantedScopes: "Granted scopes",
  redirectUri: "Redirect URI",
  postLogoutRedirectUri: "Post-logout redirect URI",
  authorizationServer: "Authorization server",
  responseType: "Response type",
  responseMode: "Response mode",
  codeChallengeMethod: "Code challenge method",
  loginHint: "Login hint",
  /** Which kinds, not the tokens. */
  tokens: "Tokens",
};

/** The facts of an event by name, without those that could be a secret. */
export function factsOf(event: StoredEvent): [string, string][] {
  const details = Object.entries(event.details)
    .filter(([key]) => !isSecretName(key))
    .map(([key, value]): [string, string] => [names[key] ?? key, withoutSecrets(written(value))]);
  const rest: [string, string | undefined][] = [
    ["Event type", event.eventType],
    ...details,
    ["Address", event.ipAddress],
    ["User agent", event.userAgent],
    ["Request ID", event.requestId],
    ["Time (UTC)", event.created],
  ];
  return rest.flatMap(([name, value]) => (value === undefined || value === "" ? [] : [[name, value]]));
}

/** Who records an event leaves secrets out. Should one slip in all the same, it isn't shown to all of loopback. */
function isSecretName(key: string): boolean {
  return !(key in names) && /secret|password|token|code|assertion|verifier|cookie|nonce|state/iu.test(key);
}

/** Hides what looks like a token (a JWT, an API token) or is a parameter that carries one. */
export function withoutSecrets(text: string): string {
  return text
    .replaceAll(/\beyJ[\w-]+(?:\.[\w-]*){1,4}/gu, "(hidden)")
    .replaceAll(/\b00[\w-]{40}\b/gu, "(hidden)")
    .replaceAll(
      /\b(code|state|nonce|id_token|id_token_hint|access_token|refresh_token|client_secret|code_verifier|password)=[^&\s]+/gu,
      "$1=(hidden)",
    );
}

function written(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map((each: Json) => written(each)).join(" ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Parameters whose values are secrets. Some don't belong into an address, and are sent there all the same. */
const secretParameters: ReadonlySet<string> = new Set([
  "access_token",
  "client_assertion",
  "client_secret",
  "code",
  "code_verifier",
  "device_code",
  "form_token",
  "id_token",
  "id_token_hint",
  "password",
  "refresh_token",
  "request",
  "sessionToken",
  "token",
  "user_code",
]);

/** Path and query of a request for those who watch: the values of secrets are left out. */
export function reportedUrl(url: string): string {
  const [whole = "", query] = url.split(/\?(.*)/su);
  const path = whole.replace(/(\/developer\/redeem\/).*/u, "$1***");
  return query === undefined ? path : `${path}?${query.split("&").map(withoutSecret).join("&")}`;
}

function withoutSecret(pair: string): string {
  const [name = ""] = new URLSearchParams(pair).keys();
  return secretParameters.has(name) ? `${name}=***` : pair;
}

/**
 * True for the variables by which Okta's SDKs read a credential: all of theirs but the org's URL, because the rest of one is
 * of no use without the secret. Windows does not tell the cases of a name apart.
 */
export function isCredentialVariable(name: string): boolean {
  const upper = name.toUpperCase();
  return upper.startsWith("OKTA_CLIENT_") && upper !== "OKTA_CLIENT_ORGURL";
}

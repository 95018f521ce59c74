/** What messages may tell of the credential that was sent: nothing secret. */
export interface CredentialSummary {
  readonly kind: "api-token" | "service-app" | "device";
  /** The profile that keeps it: it was good once. */
  readonly profile?: string;
  /** An API token that does not look like one. */
  readonly isOdd?: true;
}

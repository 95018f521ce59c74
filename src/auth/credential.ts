/** How an org knows us. Everything secret in it is in the registry of secrets before it gets here. */
export type Credential = ApiTokenCredential | ServiceAppCredential | DeviceCredential;

/** `Authorization: SSWS …`: has the rights of whoever made it. */
export interface ApiTokenCredential {
  readonly kind: "api-token";
  readonly token: string;
}

/** A service app that proves itself with a private key (RFC 7523). */
export interface ServiceAppCredential {
  readonly kind: "service-app";
  readonly clientId: string;
  /** PEM (PKCS#1 or PKCS#8) or a JWK, as text. */
  readonly privateKey: string;
  /** Needed when the app has several keys. */
  readonly keyId?: string;
  /** `okta.*` scopes to ask for. */
  readonly scopes: readonly string[];
}

/** A user who signed in on another device (RFC 8628). */
export interface DeviceCredential {
  readonly kind: "device";
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly refreshToken: string;
  /**
   * Runs `refresh` while no other process may refresh the same sign-in. It is given the refresh token as it is kept now, and
   * what it returns is kept before anything else happens: a rotated token that is lost ends the sign-in.
   */
  exchangeRefreshToken<T extends { readonly refreshToken: string }>(
    refresh: (kept: string) => Promise<T>,
  ): Promise<T>;
}

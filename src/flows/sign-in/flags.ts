/** The flags of `login` as typed. */
export interface LoginFlags {
  readonly org?: string;
  readonly name?: string;
  readonly withToken?: boolean;
  readonly clientId?: string;
  /** The path of a file, or `-`. */
  readonly privateKey?: string;
  readonly keyId?: string;
  readonly scopes?: string;
  readonly bootstrap?: boolean;
  readonly revokeToken?: boolean;
  /** False with --no-open. */
  readonly open?: boolean;
  readonly insecureStorage?: boolean;
}

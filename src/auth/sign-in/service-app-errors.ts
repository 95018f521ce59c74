import { hint } from "../../hints.ts";
import { askServer } from "../../shell-lines.ts";
import { nameConsole } from "../../values/org-url.ts";
import type { ResponseHeaders } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { Message } from "../../okta/errors.ts";
import type { ServiceAppCredential } from "../credential.ts";
import { createScopesError } from "./scopes.ts";
import type { OAuthRefusal } from "./token-endpoint.ts";

/** A refused token request and what is known about it. */
export interface RefusedServiceApp {
  readonly orgUrl: string;
  readonly credential: ServiceAppCredential;
  readonly refusal: OAuthRefusal;
  readonly headers: ResponseHeaders;
  /** This machine's time when the answer came. */
  readonly now: Date;
}

type Reading = (refused: RefusedServiceApp) => Message;

/** The error to throw when the org issues no token to a service app: what is wrong with the app or its key, and where to fix it. */
export function createServiceAppError(refused: RefusedServiceApp): OktaUnlockError {
  const { refusal, orgUrl, credential } = refused;
  const { error, description } = refusal;
  if (error === "consent_required" || error === "invalid_scope") {
    return createScopesError({ orgUrl, refusal, clientId: credential.clientId, scopes: credential.scopes });
  }
  const [, reading = unknownRefusal] =
    readings.find(([pattern]) => pattern.test(`${error} ${description}`)) ?? [];
  return new OktaUnlockError("credential-rejected", {
    ...reading(refused),
    details: [`Okta: ${error} ${description}`.trim()],
  });
}

const wrongKeyId: Reading = ({ orgUrl, credential }) => ({
  message: `The service app ${credential.clientId} of ${orgUrl} has no active key with ${describeKeyId(credential)}.`,
  why:
    credential.keyId === undefined
      ? "An app with several keys has to know which one signs. A JWK names it in its kid."
      : "The key was removed, is inactive, or belongs to another app.",
  next: `Compare the key IDs in ${namePublicKeys(orgUrl)}, then provide the right one (in CI: OKTA_CLIENT_KEYID): ${formatLogin(orgUrl, credential)} --key-id <kid>`,
});

function describeKeyId({ keyId }: ServiceAppCredential): string {
  return keyId === undefined ? "the key ID that was sent" : `the key ID ${keyId}`;
}

const wrongKey: Reading = ({ orgUrl, credential }) => ({
  message: `${orgUrl} does not accept the private key of the service app ${credential.clientId}.`,
  why: "The signature does not match the public key that is registered for the app.",
  next: `Register the public half of this key in ${namePublicKeys(orgUrl)}, or provide the right one (in CI: OKTA_CLIENT_PRIVATEKEY): ${formatLogin(orgUrl, credential)}`,
});

const wrongClock: Reading = ({ orgUrl, headers, now }) => ({
  message: `${orgUrl} rejected what was signed here, because the clocks differ.`,
  why: describeClockDifference(headers, now),
  next: "Synchronize this machine's clock, then run the same command again.",
});

const wrongMethod: Reading = ({ orgUrl, credential }) => ({
  message: `The app ${credential.clientId} of ${orgUrl} does not sign in with a private key.`,
  why: "Only API Services apps with the client authentication Public key / Private key do.",
  next: `Provide the client ID of such an app. If this is a native app, sign in with it yourself: ${hint("login", { org: orgUrl, "client-id": credential.clientId })}`,
});

const wrongKind: Reading = ({ orgUrl, credential }) => ({
  message: `The app ${credential.clientId} of ${orgUrl} is not a service app.`,
  why: "Only API Services apps can use the client credentials grant.",
  next: `Create one (Applications > Create App Integration > API Services) in ${nameConsole(orgUrl)}, then: ${formatLogin(orgUrl, { clientId: "<client id>" })}`,
});

const unknownClient: Reading = ({ orgUrl, credential }) => ({
  message: `${orgUrl} has no active app with the client ID ${credential.clientId}.`,
  why: "The client ID is misspelled, the app was deactivated, or it belongs to another org.",
  next: `Copy it from ${nameConsole(orgUrl)} > Applications > the app (in CI: for OKTA_CLIENT_CLIENTID), then: ${formatLogin(orgUrl, { clientId: "<client id>" })}`,
});

const wrongAudience: Reading = ({ orgUrl, credential }) => ({
  message: `${orgUrl} rejected the audience that the service app ${credential.clientId} signed for.`,
  why: "The org's own address is not the one that was called, for example because it is behind a proxy.",
  next: `Find its real address and set OKTA_CLIENT_ORGURL to it: ${askServer(`${orgUrl}/.well-known/okta-organization`)}`,
});

const unknownRefusal: Reading = ({ orgUrl, credential }) => ({
  message: `${orgUrl} did not issue an access token to the service app ${credential.clientId}.`,
  next: `Check the app's settings in ${namePublicKeys(orgUrl)}, then run the command again.`,
});

/** By Okta's description, because the code is `invalid_client` for nearly all of them. The first match counts. */
const readings: readonly (readonly [RegExp, Reading])[] = [
  [/\bkid\b/u, wrongKeyId],
  [/signature/u, wrongKey],
  [/issued before the current time|token is expired|too old|in the future/u, wrongClock],
  [/audience/u, wrongAudience],
  [/private_key_jwt/u, wrongMethod],
  [/^unauthorized_client|grant type/u, wrongKind],
  [/issuer|subject|client_id|client credentials|client id/iu, unknownClient],
];

function formatLogin(orgUrl: string, { clientId }: Pick<ServiceAppCredential, "clientId">): string {
  return hint("login", { org: orgUrl, "client-id": clientId, "private-key": "<key.pem>" });
}

function namePublicKeys(orgUrl: string): string {
  return `${nameConsole(orgUrl)} > Applications > the app > General`;
}

/** Seconds of difference that the `Date` header, which has whole seconds, and the way of the answer may account for. */
const noticeable = 10;

/** A sentence on how far this machine's clock is from that of the server that sent `headers`. */
function describeClockDifference(headers: ResponseHeaders, now: Date): string {
  const theirs = Date.parse(headers.get("date") ?? "");
  const seconds = Math.round((now.getTime() - theirs) / 1000);
  if (Number.isNaN(seconds) || Math.abs(seconds) < noticeable) {
    return "This machine's clock or the org's is wrong.";
  }
  return `This machine's clock is ${formatSeconds(Math.abs(seconds))} ${seconds > 0 ? "ahead of" : "behind"} the org's.`;
}

function formatSeconds(seconds: number): string {
  if (seconds < 120) return `${seconds} seconds`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}

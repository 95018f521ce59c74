import { hint } from "../../hints.ts";
import { nameConsole } from "../../values/org-url.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { Message } from "../../okta/errors.ts";
import { createScopesError } from "./scopes.ts";
import type { OAuthRefusal } from "./token-endpoint.ts";

interface RefusedDevice {
  readonly orgUrl: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly refusal: OAuthRefusal;
}

/** The error to throw when a sign-in on another device can't begin, fails, or has ended. */
export function createDeviceError(refused: RefusedDevice): OktaUnlockError {
  const { error, description } = refused.refusal;
  if (error === "consent_required" || error === "invalid_scope") return createScopesError(refused);
  const reading = needsSecret(refused.refusal) ? otherClient : (readings[error] ?? unknownRefusal);
  return new OktaUnlockError("credential-rejected", {
    ...reading(refused),
    details: [`Okta: ${error} ${description}`.trim()],
  });
}

/** The error to throw when nobody finished the sign-in in time; `fault` is what kept the org from being asked to the end. */
export function createCodeExpiredError(
  signIn: Pick<RefusedDevice, "orgUrl" | "clientId">,
  fault: OktaUnlockError | undefined,
): OktaUnlockError {
  return new OktaUnlockError("not-signed-in", {
    message: `The code for signing in to ${signIn.orgUrl} has expired.`,
    why:
      fault === undefined
        ? "Nobody entered it and signed in before it expired."
        : `Whether somebody signed in could not be learned. ${fault.message}`,
    next: `Get a new code: ${formatLogin(signIn)}`,
  });
}

type Reading = (refused: RefusedDevice) => Message;

const ended: Reading = ({ orgUrl, clientId }) => ({
  message: `The sign-in to ${orgUrl} has ended.`,
  why: "It was unused for too long, was signed out, or the user or the app was deactivated.",
  next: `Sign in again: ${formatLogin({ orgUrl, clientId })}`,
});

const unknownClient: Reading = ({ orgUrl, clientId }) => ({
  message: `${orgUrl} has no active native app with the client ID ${clientId}.`,
  why: "The client ID is misspelled, the app was deactivated, or it belongs to another org.",
  next: `Copy it from ${nameConsole(orgUrl)} > Applications > the app, then: ${formatLogin({ orgUrl, clientId: "<client id>" })}`,
});

const otherClient: Reading = ({ orgUrl, clientId }) => ({
  message: `The app ${clientId} of ${orgUrl} is not a native app: it authenticates with a key or a secret.`,
  why: "People sign in with a native app, which has neither.",
  next: `If it is a service app, provide its key: ${formatLogin({ orgUrl, clientId })} --private-key <key.pem>`,
});

/** `invalid_client` is said of a client ID that nobody has, too, in other words. */
function needsSecret({ error, description }: OAuthRefusal): boolean {
  return error === "invalid_client" && /secret|credentials|client authentication/iu.test(description);
}

const wrongGrants: Reading = ({ orgUrl, clientId }) => ({
  message: `The app ${clientId} of ${orgUrl} can't sign users in on another device.`,
  why: "This requires a native app with the grant types Device Authorization and Refresh Token.",
  next: `Turn on both in ${nameConsole(orgUrl)} > Applications > the app > General, then: ${formatLogin({ orgUrl, clientId })}`,
});

const denied: Reading = ({ orgUrl, clientId }) => ({
  message: `The sign-in to ${orgUrl} was denied.`,
  why: "It was rejected on the other device, or the user is not assigned to the app.",
  next: `If the user is not assigned, assign them in ${nameConsole(orgUrl)} > Applications > the app > Assignments, then run: ${formatLogin({ orgUrl, clientId })}`,
});

const unknownRefusal: Reading = ({ orgUrl, clientId }) => ({
  message: `The app ${clientId} can't sign in to ${orgUrl}.`,
  next: `Check the app in ${nameConsole(orgUrl)} > Applications, then: ${formatLogin({ orgUrl, clientId })}`,
});

const proofDemanded: Reading = ({ orgUrl, clientId }) => ({
  message: `The app ${clientId} of ${orgUrl} requires proof of possession (DPoP).`,
  why: "A user's sign-in outlasts one run of okta-unlock, which stores no DPoP key between runs.",
  next: `Turn off DPoP in ${nameConsole(orgUrl)} > Applications > the app > General, then: ${formatLogin({ orgUrl, clientId })}`,
});

/** By the codes of RFC 6749, section 5.2, and RFC 8628, section 3.5. */
const readings: Readonly<Record<string, Reading>> = {
  invalid_grant: ended,
  invalid_client: unknownClient,
  unauthorized_client: wrongGrants,
  unsupported_grant_type: wrongGrants,
  access_denied: denied,
  invalid_dpop_proof: proofDemanded,
  use_dpop_nonce: proofDemanded,
};

function formatLogin({ orgUrl, clientId }: Pick<RefusedDevice, "orgUrl" | "clientId">): string {
  return hint("login", { org: orgUrl, "client-id": clientId });
}

import { defineCheck, fail, type Finding, inconclusive, pass } from "../check.ts";
import type { Facts } from "../facts.ts";
import type { TokenReading } from "../probes/token.ts";
import { describeLimit } from "./address.ts";

/** What the token endpoint answers to the app. Nobody has to be signed in. */
export const tokenChecks = [
  defineCheck({
    id: "public-client",
    title: "The app needs no client secret",
    group: "sign-in",
    symptom: "The token endpoint answers 401 `invalid_client`: no client credentials found.",
    remedy:
      "A mobile app is a native app with the client authentication None and PKCE. The type of an app can't be changed: make a native one.",
    needs: ["client-known"],
    mend: {
      kind: "app",
      wishes: () => [
        { path: "credentials.oauthClient.token_endpoint_auth_method", set: "none" },
        { path: "credentials.oauthClient.pkce_required", set: true },
      ],
    },
    run: async (facts) =>
      judgeToken(await facts.token(), ["invalid_client"], {
        evidence: "It asks for a secret, which a mobile app can't keep",
        fix: "Set Client authentication to None in the Admin Console (the app > General), or make a native app.",
      }),
  }),
  defineCheck({
    id: "dpop-not-required",
    title: "The app needs no DPoP proofs",
    group: "sign-in",
    symptom: "The token endpoint answers `invalid_dpop_proof`.",
    remedy: "Turn off Require Demonstrating Proof of Possession for the app, or send proofs.",
    needs: ["client-known"],
    mend: {
      kind: "app",
      wishes: () => [{ path: "settings.oauthClient.dpop_bound_access_tokens", set: false }],
    },
    run: async (facts) =>
      judgeToken(await facts.token(), ["invalid_dpop_proof", "use_dpop_nonce"], {
        evidence: "It demands them, and the project sends none",
        fix: "Turn off Require Demonstrating Proof of Possession in the Admin Console (the app > General).",
      }),
  }),
  defineCheck({
    id: "refresh-allowed",
    title: "The app may refresh",
    group: "sign-in",
    symptom: "There is no refresh token, or a refresh ends in `unauthorized_client`.",
    remedy: "Turn on the refresh token grant of the app.",
    needs: ["public-client", "dpop-not-required"],
    mend: {
      kind: "app",
      wishes: () => [{ path: "settings.oauthClient.grant_types", add: ["refresh_token"] }],
    },
    run: async (facts) => {
      const reading = await facts.token();
      const judged = judgeToken(reading, ["unauthorized_client", "unsupported_grant_type"], {
        evidence: "It lacks the refresh token grant",
        fix: "Turn on Refresh Token in the Admin Console (the app > General > Grant type).",
      });
      if (judged.verdict !== "pass") return judged;
      const isDue = reading.kind === "error" && reading.error === "invalid_grant";
      return isDue
        ? pass("An invalid refresh token is refused as one.")
        : inconclusive(`It answers ${nameToken(reading)}.`);
    },
  }),
  defineCheck({
    id: "device-grant-allowed",
    title: "The app may use the device grant",
    group: "sign-in",
    symptom: "A device that shows a code gets `unauthorized_client` in place of it.",
    remedy: "Turn on the device authorization grant of the app.",
    needs: ["client-known"],
    onRequest: "device-grant",
    mend: {
      kind: "app",
      wishes: () => [
        { path: "settings.oauthClient.grant_types", add: ["urn:ietf:params:oauth:grant-type:device_code"] },
      ],
    },
    run: checkDeviceGrant,
  }),
];

async function checkDeviceGrant(facts: Facts): Promise<Finding> {
  if ((await facts.discovery()).deviceEndpoint === "")
    return inconclusive("The discovery document names no endpoint for it.");
  const reading = await facts.device();
  if (reading.kind === "granted")
    return pass("It got a device code, which nobody uses: it is pending in the org until it expires.");
  const judged = judgeToken(reading, ["unauthorized_client", "unsupported_grant_type"], {
    evidence: "It lacks the device authorization grant",
    fix: "Turn on Device Authorization in the Admin Console (the app > General > Grant type).",
  });
  return judged.verdict === "pass" ? inconclusive(`It answers ${nameToken(reading)}.`) : judged;
}

/** What is said of an error, and what to do about it. */
export interface Words {
  readonly evidence: string;
  readonly fix: string;
}

function judgeToken(reading: TokenReading, errors: readonly string[], words: Words): Finding {
  if (reading.kind === "rate-limited") return describeLimit(reading.resetsAt);
  if (reading.kind === "unclear") return inconclusive(`The answer can't be read: ${reading.what}.`);
  if (reading.kind === "granted") return inconclusive("It gave a token for one that can't exist.");
  return errors.includes(reading.error)
    ? fail(`${words.evidence}: ${nameToken(reading)}.`, words.fix)
    : pass(`It answers ${reading.error}.`);
}

function nameToken(reading: TokenReading): string {
  return reading.kind === "error" ? `${reading.status} ${quote(reading)}` : reading.kind;
}

/** An OAuth error, with the server's own words for it. */
export function quote({
  error,
  description,
}: {
  readonly error: string;
  readonly description: string;
}): string {
  return description === "" ? error : `${error}, "${description.replace(/\.$/u, "")}"`;
}

import { hint } from "../../hints.ts";
import { defineCheck, fail, type Finding, inconclusive, pass } from "../check.ts";
import { type Facts, orgFlagOf } from "../facts.ts";
import type { AuthorizeReading } from "../probes/authorize.ts";
import { describeLimit } from "./address.ts";
import { quote, type Words } from "./tokens.ts";

const needsEndpoints = ["discovery-found", "endpoints-same-origin"];
const needsCallback = ["redirect-uri-registered"];

/** What the authorization server answers to the app's own requests. Nobody has to be signed in. */
export const signInChecks = [
  defineCheck({
    id: "client-known",
    title: "The authorization server knows the client ID",
    group: "sign-in",
    symptom: "The browser shows 400 Bad Request in place of the sign-in page; the app hears nothing.",
    remedy: "Correct the client ID, or activate its app in the Admin Console.",
    needs: needsEndpoints,
    run: async (facts) => {
      const reading = await facts.authorize();
      if (reading.kind === "refused" && reading.parameter === "client_id")
        return describeUnknownClient(facts);
      if (reading.kind === "refused" && reading.parameter === "unknown")
        return inconclusive("It refused the request with a page that does not say why.", signInToTell(facts));
      return readOthers(reading) ?? pass(facts.subject.clientId);
    },
  }),
  defineCheck({
    id: "redirect-uri-registered",
    title: "The redirect URI is registered",
    group: "sign-in",
    symptom:
      "The browser shows 400 Bad Request: `redirect_uri` must be a Login redirect URI. The app hears that the user cancelled.",
    remedy:
      "Register the URI letter by letter: `:/` and `://`, an end slash, and upper case make another URI.",
    // One that no phone returns to is not to be registered.
    needs: ["client-known", "redirect-scheme-usable"],
    mend: {
      kind: "app",
      wishes: ({ redirectUri }) => [{ path: "settings.oauthClient.redirect_uris", add: [redirectUri] }],
    },
    run: checkRedirectUri,
  }),
  defineCheck({
    id: "code-flow-allowed",
    title: "The app may use the authorization code flow",
    group: "sign-in",
    symptom: "Sign-in returns with `unauthorized_client` or `unsupported_response_type`.",
    remedy: "Turn on the authorization code grant of the app.",
    needs: needsCallback,
    mend: {
      kind: "app",
      wishes: () => [
        { path: "settings.oauthClient.response_types", add: ["code"] },
        { path: "settings.oauthClient.grant_types", add: ["authorization_code"] },
      ],
    },
    run: async (facts) =>
      judge(await facts.authorize(), ["unauthorized_client", "unsupported_response_type"], {
        evidence: "The app may not use it",
        fix: "Turn on Authorization Code in the Admin Console (the app > General > Grant type).",
      }),
  }),
  defineCheck({
    id: "pkce-accepted",
    title: "The request with PKCE is accepted",
    group: "sign-in",
    symptom: "Sign-in returns with `invalid_request` and a text about PKCE, `state` or `nonce`.",
    remedy: "Send `code_challenge` with the method S256, `state` and `nonce`; the SDKs of Okta do.",
    needs: needsCallback,
    run: async (facts) =>
      judge(await facts.authorize(), ["invalid_request"], {
        evidence: "The request is refused",
        fix: "Compare what the message names with the settings of the app.",
      }),
  }),
  defineCheck({
    id: "scopes-known",
    title: "The authorization server knows the scopes",
    group: "sign-in",
    symptom:
      "Sign-in returns with `invalid_scope`. The org authorization server takes no scopes of your own.",
    remedy:
      "Add the scope to a custom authorization server and use that as the issuer, or stop asking for it.",
    needs: needsCallback,
    run: async (facts) =>
      judge(await facts.authorize(), ["invalid_scope"], {
        evidence: `It does not know all of ${facts.subject.scopes.join(" ")}`,
        fix: "Remove the scope that it does not have, or add it in the Admin Console (Security > API > the server > Scopes).",
      }),
  }),
  defineCheck({
    id: "sign-in-starts",
    title: "A sign-in would now ask for the user",
    group: "sign-in",
    symptom: "Sign-in returns at once with an error.",
    remedy: "The evidence has Okta's own words for it.",
    needs: ["code-flow-allowed", "pkce-accepted", "scopes-known"],
    run: async (facts) => {
      const reading = await facts.authorize();
      if (reading.kind !== "callback")
        return readOthers(reading) ?? inconclusive("It did not return to the app.");
      return ["login_required", "consent_required", "interaction_required"].includes(reading.error)
        ? pass(`It answers ${reading.error}, as it has to without a session.`)
        : inconclusive(`It answers ${quote(reading)}.`);
    },
  }),
];

function describeUnknownClient(facts: Facts): Finding {
  return fail(
    `It does not know ${facts.subject.clientId}, or the app is not active.`,
    `Compare it with the apps of the org: ${hint("apps list", { org: orgFlagOf(facts) })}`,
  );
}

async function checkRedirectUri(facts: Facts): Promise<Finding> {
  const { redirectUri } = facts.subject;
  const reading = await facts.authorize();
  if (reading.kind === "refused") {
    const registered = await listRegistered(facts);
    return fail(
      `Okta does not accept ${redirectUri} for this app${registered}.`,
      `Register it: ${hint("apps update", { args: [facts.subject.clientId], "add-redirect-uri": redirectUri, org: orgFlagOf(facts) })}`,
    );
  }
  const control = await facts.authorizeControl();
  if (reading.kind !== "callback" || control.kind === "callback") {
    return (
      readOthers(reading) ??
      inconclusive(
        `A redirect URI that no app has, ${redirectUri}/nope, is accepted as well, so this proves nothing.`,
      )
    );
  }
  return readOthers(control) ?? pass(`${redirectUri} is accepted, and ${redirectUri}/nope is not.`);
}

/** The nearest one first: most often a slash or a letter's case is all that differs. */
async function listRegistered(facts: Facts): Promise<string> {
  if (facts.access.kind === "absent") return "";
  const app = await facts.app().catch(() => undefined);
  const uris = app?.settings?.oauthClient?.redirect_uris ?? [];
  const near = uris.find((uri) => plain(uri) === plain(facts.subject.redirectUri));
  if (near !== undefined) return `; it has ${near}, which is another one to Okta`;
  return uris.length === 0 ? "" : `; it has ${uris.slice(0, 5).join(", ")}`;
}

function plain(uri: string): string {
  return uri.toLowerCase().replaceAll(/[/_]/gu, "");
}

/** What tells nothing about the app; undefined for an answer that does. */
function readOthers(reading: AuthorizeReading): Finding | undefined {
  if (reading.kind === "rate-limited") return describeLimit(reading.resetsAt);
  if (reading.kind === "unclear")
    return inconclusive(`The authorization endpoint can't be read: ${reading.what}.`);
  return undefined;
}

function judge(reading: AuthorizeReading, errors: readonly string[], words: Words): Finding {
  const other = readOthers(reading);
  if (other !== undefined || reading.kind !== "callback")
    return other ?? inconclusive("It did not return to the app.");
  return errors.includes(reading.error)
    ? fail(`${words.evidence}: ${quote(reading)}.`, words.fix)
    : pass(`It answers ${reading.error}.`);
}

function signInToTell({ access }: Facts): string | undefined {
  return access.kind === "absent" ? access.next : undefined;
}

import { hint } from "../../hints.ts";
import type { OktaApp, TrustedOrigin } from "../../okta/port.ts";
import { type Check, defineCheck, type Finding, inconclusive, pass, skip, warn } from "../check.ts";
import { type Facts, orgFlagOf } from "../facts.ts";
import type { WebPreview } from "../subject.ts";
import { readUrl } from "../../values/read-url.ts";

/** What the preview of a project in a browser needs. What is missing is a warning: on a phone the app may be right. */
export const webPreviewChecks = [
  defineCheck({
    id: "web-preview-uris-registered",
    title: "The redirect URIs of the web preview are registered",
    group: "web-preview",
    symptom: "In the browser preview, sign-in or sign-out ends on a page: 400 Bad Request, `redirect_uri`.",
    remedy: "Register `http://localhost:8081/` in the app, for sign-in and for sign-out.",
    needs: ["client-known"],
    concerns: hasPreview,
    mend: {
      kind: "app",
      wishes: ({ webPreview }) =>
        ["settings.oauthClient.redirect_uris", "settings.oauthClient.post_logout_redirect_uris"].map(
          (path) => ({ path, add: webPreview === undefined ? [] : [webPreview.redirectUri] }),
        ),
    },
    run: onPreview(async (facts, preview) => {
      const app = await findVisibleApp(facts);
      return app === undefined ? askForPreview(facts, preview) : checkRegistered(facts, app, preview);
    }),
  }),
  defineCheck({
    id: "web-preview-origin-trusted",
    title: "The org lets the web preview read its answers (CORS)",
    group: "web-preview",
    symptom:
      "In the browser preview, sign-in comes back and then fails: the console says that CORS blocked the request for tokens.",
    remedy: "Add `http://localhost:8081` as a trusted origin with CORS: Security > API > Trusted Origins.",
    needs: ["app-exists"],
    concerns: hasPreview,
    needsSignIn: "okta.trustedOrigins.read",
    mend: { kind: "trusted-origin" },
    run: onPreview(async (facts, { origin }) => judgeOrigin(await facts.trustedOrigins(), origin)),
  }),
];

function hasPreview({ subject }: Pick<Facts, "subject">): boolean {
  return subject.webPreview !== undefined;
}

function onPreview(judge: (facts: Facts, preview: WebPreview) => Promise<Finding>): Check["run"] {
  return async (facts) => {
    const { webPreview } = facts.subject;
    return webPreview === undefined ? skip("The project has no web preview.") : judge(facts, webPreview);
  };
}

/** Undefined also for a credential that may not look at apps. */
async function findVisibleApp(facts: Facts): Promise<OktaApp | undefined> {
  return facts.access.kind === "signed-in" ? facts.app().catch(() => undefined) : undefined;
}

function checkRegistered(facts: Facts, app: OktaApp, { redirectUri: uri }: WebPreview): Finding {
  const { redirect_uris: signIn, post_logout_redirect_uris: signOut } = app.settings?.oauthClient ?? {};
  const missing = [
    ...(signIn?.includes(uri) ? [] : ["sign-in"]),
    ...(signOut?.includes(uri) ? [] : ["sign-out"]),
  ];
  if (missing.length === 0) return pass(`${uri} is, for sign-in and sign-out.`);
  return warn(`${uri} is not registered for ${missing.join(" and ")}.`, describeFix(facts, uri, missing));
}

/** From outside only sign-in can be asked for. */
async function askForPreview(facts: Facts, { redirectUri: uri }: WebPreview): Promise<Finding> {
  const reading = await facts.authorizePreview();
  if (reading.kind === "callback") return pass(`${uri} is accepted for sign-in.`);
  if (reading.kind === "refused")
    return warn(`Okta does not accept ${uri} for this app.`, describeFix(facts, uri, ["sign-in"]));
  return inconclusive("The authorization endpoint does not tell.");
}

function describeFix(facts: Facts, uri: string, missing: readonly string[]): string {
  return `Register it: ${hint("apps update", {
    args: [facts.subject.clientId],
    "add-redirect-uri": missing.includes("sign-in") ? uri : undefined,
    "add-post-logout-redirect-uri": missing.includes("sign-out") ? uri : undefined,
    org: orgFlagOf(facts),
  })}`;
}

function judgeOrigin(origins: readonly TrustedOrigin[], wanted: string): Finding {
  const found = origins.find(({ origin }) => readUrl(origin)?.origin === wanted);
  const fix = `Add ${wanted} with CORS in the Admin Console: Security > API > Trusted Origins.`;
  if (found === undefined) return warn(`${wanted} is not among the trusted origins.`, fix);
  if (found.status !== "ACTIVE")
    return warn(`The trusted origin ${wanted} is ${found.status.toLowerCase()}.`, fix);
  return found.scopes?.some(({ type }) => type === "CORS") === true
    ? pass(`${wanted} is trusted.`)
    : warn(`The org trusts ${wanted}, but without CORS.`, fix);
}

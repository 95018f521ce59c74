import { createHash, randomBytes } from "node:crypto";
import type { Subject } from "../../doctor/subject.ts";
import { readServerId } from "../../doctor/subject.ts";
import type { PageName } from "./page-names.ts";

/** What pages are about. */
export interface PageSubject {
  /** Where the org is called by its apps. */
  readonly orgUrl: string;
  /** Where its Admin Console is; undefined for the local org, which has none. */
  readonly adminUrl: string | undefined;
  readonly app:
    | (Pick<Subject, "issuer" | "clientId" | "redirectUri" | "scopes"> & { readonly id: string })
    | undefined;
}

export interface PageRow {
  /** What the page shows, for a person who is asked. */
  readonly title: string;
  readonly needsApp: boolean;
  /** The path in the Admin Console, or a whole URL. */
  okta(subject: PageSubject): string;
  /** The nearest page of the local org, and what to say when it is not the very page. */
  local(subject: PageSubject): { readonly url: string; readonly instead?: string };
}

type ConsolePage = Exclude<PageName, "docs">;

/** The pages of an org, a row each. The paths of the Admin Console are documented nowhere; the links of others have them. */
export const pages: Readonly<Record<ConsolePage, PageRow>> = {
  app: {
    title: "the app in the Admin Console",
    needsApp: true,
    okta: ({ adminUrl, app }) => `${adminUrl}/admin/app/oidc_client/instance/${app?.id}#tab-general`,
    local: (subject) => ({
      url: locateActivity(subject),
      instead: "The local org has no page for an app. This is what the app does there.",
    }),
  },
  policy: {
    title: "the access policies of its authorization server",
    needsApp: true,
    okta: ({ adminUrl, app }) => locatePolicies(`${adminUrl}`, app?.issuer ?? "", app?.id ?? ""),
    local: (subject) => ({
      url: locateActivity(subject),
      instead: "The local org has no page for access policies. This shows what they refused.",
    }),
  },
  tokens: {
    title: "the API tokens of the org",
    needsApp: false,
    okta: ({ adminUrl }) => `${adminUrl}/admin/access/api/tokens`,
    local: ({ orgUrl }) => ({
      url: `${orgUrl}/`,
      instead: "The local org has no page for API tokens. This page names the command that shows its token.",
    }),
  },
  signin: {
    title: "the sign-in page, as a user sees it",
    needsApp: true,
    okta: ({ app }) => (app === undefined ? "" : locateSignIn(app)),
    local: ({ app }) => ({ url: app === undefined ? "" : locateSignIn(app) }),
  },
  logs: {
    title: "the System Log of the app",
    needsApp: false,
    okta: ({ adminUrl, app }) =>
      `${adminUrl}/report/system_log_2${app === undefined ? "" : searchFor(app.id)}`,
    local: (subject) => ({ url: locateActivity(subject) }),
  },
};

function searchFor(appId: string): string {
  return `?${new URLSearchParams({ search: `target.id eq "${appId}"` }).toString()}`;
}

function locateActivity({ orgUrl, app }: PageSubject): string {
  return `${orgUrl}/activity${app === undefined ? "" : `?${new URLSearchParams({ app: app.clientId }).toString()}`}`;
}

/** The console names servers by id. An org authorization server has no policies of its own: the app's decides. */
function locatePolicies(adminUrl: string, issuer: string, appId: string): string {
  const server = readServerId(issuer);
  if (server === undefined) return `${adminUrl}/admin/app/oidc_client/instance/${appId}#tab-signon`;
  return `${adminUrl}/admin/oauth2/as${server === "default" ? "" : `/${server}#policies`}`;
}

/** A sign-in as the app would start it. `prompt=login`: a session of the person who looks would skip the page. */
function locateSignIn({ issuer, clientId, redirectUri, scopes }: NonNullable<PageSubject["app"]>): string {
  const base = readServerId(issuer) === undefined ? `${issuer}/oauth2` : issuer;
  // Nobody can redeem the code: what it takes is thrown away.
  const challenge = createHash("sha256").update(randomBytes(32).toString("base64url")).digest("base64url");
  const parameters = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: scopes.join(" "),
    state: randomBytes(12).toString("base64url"),
    nonce: randomBytes(12).toString("base64url"),
    code_challenge: challenge,
    code_challenge_method: "S256",
    prompt: "login",
  });
  return `${base}/v1/authorize?${parameters.toString()}`;
}

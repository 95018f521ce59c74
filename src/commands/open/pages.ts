import { createHash, randomBytes } from "node:crypto";
import { readServerId } from "../../doctor/subject.ts";
import type { PageName } from "./page-names.ts";

/** What pages are about. */
export interface PageSubject {
  /** Where the org is called by its apps. */
  readonly orgUrl: string;
  /** Where its Admin Console is; undefined for the local org, which has none. */
  readonly adminUrl: string | undefined;
  readonly app: PageApp | undefined;
}

export interface PageApp {
  readonly id: string;
  readonly clientId: string;
  /** Undefined when only its ID is known. */
  readonly signIn?: {
    readonly issuer: string;
    readonly redirectUri: string;
    readonly scopes: readonly string[];
  };
}

interface PageRow {
  /** What has to be known of the app: its ID can be typed, for how it signs in the org has to be asked. */
  readonly needs: "nothing" | "id" | "sign-in";
  /** The whole URL. */
  okta(subject: PageSubject): string;
  /** The nearest page of the local org, and what to say when it is not the very page. */
  local(subject: PageSubject): { readonly url: string; readonly instead?: string };
}

export type OrgPage = Exclude<PageName, "docs">;

/** The pages of an org, a row each. The paths of the Admin Console are documented nowhere; the links of others have them. */
export const pages: Readonly<Record<OrgPage, PageRow>> = {
  app: {
    needs: "id",
    okta: ({ adminUrl, app }) => `${adminUrl}${locateApp(app)}#tab-general`,
    local: (subject) => ({
      url: locateActivity(subject),
      instead: "The local org has no page for an app. This is what the app does there.",
    }),
  },
  policy: {
    needs: "sign-in",
    okta: ({ adminUrl, app }) => `${adminUrl}${locatePolicies(app)}`,
    local: (subject) => ({
      url: locateActivity(subject),
      instead: "The local org has no page for access policies. This shows what they refused.",
    }),
  },
  tokens: {
    needs: "nothing",
    okta: ({ adminUrl }) => `${adminUrl}/admin/access/api/tokens`,
    local: ({ orgUrl }) => ({
      url: `${orgUrl}/`,
      instead: "The local org has no page for API tokens. This page names the command that shows its token.",
    }),
  },
  signin: {
    needs: "sign-in",
    okta: ({ app }) => locateSignIn(app, app?.signIn?.issuer),
    // Its own address: what a project says is not asked for on this machine.
    local: ({ orgUrl, app }) => ({ url: locateSignIn(app, moveIssuer(app, orgUrl)) }),
  },
  logs: {
    needs: "nothing",
    okta: ({ adminUrl, app }) =>
      `${adminUrl}/report/system_log_2${app === undefined ? "" : searchFor(app.id)}`,
    local: (subject) => ({ url: locateActivity(subject) }),
  },
};

function searchFor(appId: string): string {
  return `?${new URLSearchParams({ search: `target.id eq ${JSON.stringify(appId)}` }).toString()}`;
}

function locateActivity({ orgUrl, app }: PageSubject): string {
  return `${orgUrl}/activity${app === undefined ? "" : `?${new URLSearchParams({ app: app.clientId }).toString()}`}`;
}

function locateApp(app: PageApp | undefined): string {
  return `/admin/app/oidc_client/instance/${encodeURIComponent(app?.id ?? "")}`;
}

/** The console names servers by id. An org authorization server has no policies of its own: the app's decides. */
function locatePolicies(app: PageApp | undefined): string {
  const server = readServerId(app?.signIn?.issuer ?? "");
  if (server === undefined) return `${locateApp(app)}#tab-signon`;
  return `/admin/oauth2/as${server === "default" ? "" : `/${server}#policies`}`;
}

function moveIssuer(app: PageApp | undefined, orgUrl: string): string {
  const server = readServerId(app?.signIn?.issuer ?? "");
  return server === undefined ? orgUrl : `${orgUrl}/oauth2/${server}`;
}

/** A sign-in as the app would start it. `prompt=login`: a session of the person who looks would skip the page. */
function locateSignIn(app: PageApp | undefined, issuer = ""): string {
  const base = readServerId(issuer) === undefined ? `${issuer}/oauth2` : issuer;
  const parameters = new URLSearchParams({
    client_id: app?.clientId ?? "",
    redirect_uri: app?.signIn?.redirectUri ?? "",
    response_type: "code",
    scope: app?.signIn?.scopes.join(" ") ?? "",
    state: createRandom(),
    nonce: createRandom(),
    // Nobody can redeem the code: what it takes is thrown away.
    code_challenge: createHash("sha256").update(createRandom()).digest("base64url"),
    code_challenge_method: "S256",
    prompt: "login",
  });
  return `${base}/v1/authorize?${parameters.toString()}`;
}

function createRandom(): string {
  return randomBytes(32).toString("base64url");
}

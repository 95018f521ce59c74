import { chooseOrg } from "../../auth/choose-org.ts";
import { identifyOrg } from "../../auth/identify-org.ts";
import { readProfiles } from "../../auth/profiles/profile-file.ts";
import type { Context } from "../../context.ts";
import { readProjectFile } from "../../doctor/project-files.ts";
import { describeProject, readMeantIssuer } from "../../doctor/subject.ts";
import { OktaUnlockError } from "../../errors.ts";
import { runAppsShow } from "../../flows/app-details.ts";
import { findLastingOrg } from "../../flows/org-session.ts";
import { hint } from "../../hints.ts";
import { readManifest } from "../../project/read-manifest.ts";
import { defaultScopes } from "../../provision/desired.ts";
import { findAdminHost, isLoopback } from "../../values/web-address.ts";
import type { OpenFlags } from "../open.ts";
import type { PageName } from "./page-names.ts";
import { pages, type PageSubject } from "./pages.ts";

type App = NonNullable<PageSubject["app"]>;

/** What a page is about: the app of `--app`, the project in the folder, or the org alone. */
export async function findSubject(
  context: Context,
  page: Exclude<PageName, "docs">,
  flags: OpenFlags,
): Promise<PageSubject> {
  const found = await findApp(context, flags);
  if (found.app === undefined && pages[page].needsApp) throw createNoApp(page);
  const orgUrl = found.orgUrl ?? (await chooseOrgUrl(context, page, flags));
  if (orgUrl === "local" || isLoopback(new URL(orgUrl))) {
    const local = await findLastingOrg(context);
    if (local === undefined) throw createNotRunning();
    return { orgUrl: local.url, adminUrl: undefined, app: found.app };
  }
  const adminUrl = page === "signin" ? orgUrl : await findAdminUrl(context, orgUrl);
  return { orgUrl, adminUrl, app: found.app };
}

interface Found {
  readonly app: App | undefined;
  readonly orgUrl: string | undefined;
}

async function findApp(context: Context, { app, org }: OpenFlags): Promise<Found> {
  if (app === undefined)
    return org === undefined ? readProject(context) : { app: undefined, orgUrl: undefined };
  const { id, clientId, issuer, redirectUri, org: orgUrl } = await runAppsShow(context, { app, org });
  return {
    app: { id, clientId, issuer, redirectUri: redirectUri ?? "", scopes: defaultScopes },
    orgUrl,
  };
}

/** The app of the project in the folder, as its files have it. */
async function readProject(context: Context): Promise<Found> {
  const manifest = await readManifest(context.cwd);
  if (manifest === undefined) return { app: undefined, orgUrl: undefined };
  const subject = describeProject({
    directory: context.cwd,
    manifest,
    file: readProjectFile(context.cwd, manifest),
  });
  const { okta } = manifest;
  const issuer = readMeantIssuer(subject) ?? okta.issuer;
  const id = subject.clientId === okta.clientId ? (okta.appId ?? okta.clientId) : subject.clientId;
  const isUnchanged = issuer === okta.issuer;
  return {
    app: { ...subject, issuer, id: encodeURIComponent(id) },
    orgUrl: (isUnchanged && okta.org) || new URL(issuer).origin,
  };
}

async function chooseOrgUrl(context: Context, page: PageName, { org }: OpenFlags): Promise<string> {
  const chosen = await chooseOrg(context, { org }, () => readProfiles(context));
  if (chosen.kind === "local") return "local";
  if (chosen.kind === "okta") return chosen.orgUrl;
  throw new OktaUnlockError("missing-input", {
    message: "Which org is not known.",
    details: chosen.what,
    next: `Name it: ${hint("open", { args: [page], org: "<org>" })}`,
  });
}

/** A custom domain does not tell where the Admin Console is: the org does. */
async function findAdminUrl(context: Context, orgUrl: string): Promise<string> {
  const known = findAdminHost(new URL(orgUrl).host);
  if (known !== undefined) return `https://${known}`;
  const { canonicalUrl } = await identifyOrg(context, orgUrl);
  const host = findAdminHost(new URL(canonicalUrl).host);
  if (host !== undefined) return `https://${host}`;
  throw new OktaUnlockError("okta-refused", {
    message: `The address of the Admin Console of ${new URL(orgUrl).host} is not known.`,
    why: "The org does not say which okta.com address it has.",
    next: `Name it by that address: ${hint("open", { org: "https://<your-org>.okta.com" })}`,
  });
}

function createNoApp(page: PageName): OktaUnlockError {
  return new OktaUnlockError("missing-input", {
    message: "Which app is not known.",
    why: "The current folder has no project of okta-unlock, and --app was not given.",
    next: `Name the app: ${hint("open", { args: [page], app: "<app>" })}`,
  });
}

function createNotRunning(): OktaUnlockError {
  return new OktaUnlockError("network-unreachable", {
    message: "The local org is not running, so it has no pages.",
    next: `Start it in another terminal: ${hint("local start")}`,
  });
}

import { chooseOrg } from "../../auth/choose-org.ts";
import { readProfiles } from "../../auth/profiles/profile-file.ts";
import type { Context } from "../../context.ts";
import { readProjectFile } from "../../doctor/project-files.ts";
import { describeProject, readMeantIssuer } from "../../doctor/subject.ts";
import { OktaUnlockError } from "../../errors.ts";
import { findAppBy, showApp } from "../../flows/app-details.ts";
import {
  createNoAppHere,
  createSeveralAppsHere,
  findProjectApps,
  findProjectHere,
  type ProjectApp,
} from "../../flows/project-app.ts";
import { findProjectOrg } from "../../flows/project-org.ts";
import { withOrg } from "../../flows/with-org.ts";
import { hint } from "../../hints.ts";
import type { OktaOrg } from "../../okta/port.ts";
import { defaultScopes } from "../../provision/desired.ts";
import { isAppId, parseClientId } from "../../values/client-id.ts";
import { isLoopback } from "../../values/web-address.ts";
import type { OpenFlags } from "./flags.ts";
import { findAdminUrl, findLocalUrl } from "./org-address.ts";
import { type OrgPage, type PageApp, pages, type PageSubject } from "./pages.ts";

/** The local org, with the address that it was named by; or one at Okta. */
type Place =
  | { readonly kind: "local"; readonly at?: string }
  | { readonly kind: "okta"; readonly orgUrl: string };

interface Found {
  readonly app: PageApp | undefined;
  readonly place: Place;
}

/**
 * What a page is about: the app of `--app`, that of the project in the folder, or the org alone. A project may come from anybody:
 * of the pages on this machine, those of the local org are the only ones that it can have opened.
 */
export async function findSubject(context: Context, page: OrgPage, flags: OpenFlags): Promise<PageSubject> {
  const { app, place } = await find(context, page, flags);
  if (place.kind === "local")
    return { orgUrl: await findLocalUrl(context, place.at), adminUrl: undefined, app };
  const { orgUrl } = place;
  const adminUrl = page === "signin" ? orgUrl : await findAdminUrl(context, page, orgUrl);
  return { orgUrl, adminUrl, app };
}

async function find(context: Context, page: OrgPage, flags: OpenFlags): Promise<Found> {
  const { needs } = pages[page];
  const isOfOrg = page === "tokens";
  if (flags.app !== undefined) return findNamed(context, page, flags.app.trim(), flags.org);
  const project = isOfOrg && flags.org !== undefined ? undefined : await findProject(context, page);
  if (project === undefined && needs !== "nothing") {
    throw createNoAppHere(context.cwd, `Name the app: ${hint("open", { args: [page], app: "<app>" })}`);
  }
  const found = project && describeApp(project);
  if (found !== undefined && flags.org === undefined) return found;
  return { app: found?.app, place: await choosePlace(context, page, flags.org) };
}

/**
 * The pages that need no more than an ID ask the org nothing for one, so that nobody has to sign in. The org is that of `--org`, else
 * that of the project here.
 */
async function findNamed(
  context: Context,
  page: OrgPage,
  text: string,
  flag: string | undefined,
): Promise<Found> {
  const project = flag === undefined ? await findProjectHere(context) : undefined;
  if (isAppId(text) && pages[page].needs !== "sign-in") {
    const place = project === undefined ? await choosePlace(context, page, flag) : findPlace(project.okta);
    return { app: { id: text, clientId: text }, place };
  }
  const { okta } = project ?? {};
  const destination = okta && (await findProjectOrg(context, okta));
  if (destination?.kind === "connected") return lookUp(destination.org, page, text);
  return withOrg(context, destination?.kind ?? flag, async ({ org, isLocal }) => {
    const found = await lookUp(org, page, text);
    return isLocal ? { ...found, place: { kind: "local" } } : found;
  });
}

async function lookUp(org: OktaOrg, page: OrgPage, text: string): Promise<Found> {
  const found = await showApp(org, await findAppBy(org, text, `open ${page}`));
  const { id, clientId, issuer, redirectUri } = found;
  if (page === "signin" && redirectUri === null) throw createNoRedirectUri(id, org.flagValue);
  const signIn = { issuer, redirectUri: `${redirectUri}`, scopes: defaultScopes };
  return { app: { id, clientId, signIn }, place: toPlace(found.org) };
}

async function choosePlace(context: Context, page: OrgPage, org: string | undefined): Promise<Place> {
  const chosen = await chooseOrg(context, { org }, () => readProfiles(context));
  if (chosen.kind === "okta") return toPlace(chosen.orgUrl);
  if (chosen.kind === "local") return { kind: "local" };
  throw new OktaUnlockError("missing-input", {
    message: "Which org is not known.",
    details: chosen.what,
    next: `Name it: ${hint("open", { args: [page], org: "<org>" })}`,
  });
}

async function findProject(context: Context, page: OrgPage): Promise<ProjectApp | undefined> {
  const [project, ...others] = await findProjectApps(context);
  if (project === undefined || others.length === 0) return project;
  const given = page === "tokens" ? { org: "<org>" } : { app: project.okta.clientId };
  throw createSeveralAppsHere(
    context.cwd,
    [project, ...others],
    `Name ${page === "tokens" ? "the org" : "the app"}: ${hint("open", { args: [page], ...given })}`,
  );
}

/** The app as the files of the project have it, which may have been changed by hand. */
function describeApp({ directory, manifest, okta }: ProjectApp): Found {
  const subject = describeProject({ directory, manifest, file: readProjectFile(directory, manifest) });
  const issuer = readMeantIssuer(subject) ?? okta.issuer;
  const typed = parseClientId(subject.clientId);
  const clientId = typed.ok ? typed.value : okta.clientId;
  const id = clientId === okta.clientId ? (okta.appId ?? clientId) : clientId;
  const { redirectUri, scopes } = subject;
  const place = issuer === okta.issuer ? findPlace(okta) : toPlace(new URL(issuer).origin);
  return { app: { id, clientId, signIn: { issuer, redirectUri, scopes } }, place };
}

function findPlace({ localOrg, issuer, org }: ProjectApp["okta"]): Place {
  const atIssuer = toPlace(new URL(issuer).origin);
  if (localOrg || atIssuer.kind === "local") return { kind: "local", at: issuer };
  return org === undefined ? atIssuer : toPlace(org);
}

/** No page on this machine is one of Okta's. */
function toPlace(orgUrl: string): Place {
  return isLoopback(new URL(orgUrl)) ? { kind: "local", at: orgUrl } : { kind: "okta", orgUrl };
}

function createNoRedirectUri(id: string, org: string): OktaUnlockError {
  return new OktaUnlockError("okta-refused", {
    message: `The app ${id} has no redirect URI, so nobody can sign in to it.`,
    next: `Add one: ${hint("apps update", { args: [id], org, "add-redirect-uri": "<uri>" })}`,
  });
}

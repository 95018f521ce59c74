import type { ProjectManifest } from "../project/manifest.ts";
import { webPreviewOrigin, webPreviewUri } from "../values/web-preview.ts";
import { type Issuer, parseIssuer } from "../values/issuer.ts";
import type { ProjectFile } from "./project-files.ts";

/** A project on disk, as a check sees it. */
export interface SubjectProject {
  /** Absolute path. */
  readonly directory: string;
  readonly manifest: ProjectManifest;
  /** The file with the settings that the app is built with; undefined when it is missing, or the template is none of ours. */
  readonly file: ProjectFile | undefined;
}

/** Where the preview of a project in a browser is served, and where Okta returns to in it. */
export interface WebPreview {
  readonly origin: string;
  /** After sign-in and after sign-out. */
  readonly redirectUri: string;
}

/** The app that is examined: the values that it signs in with, letter by letter as they were found. */
export interface Subject {
  readonly issuer: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly postLogoutRedirectUri: string | undefined;
  readonly scopes: readonly string[];
  /** What a project needs to be looked at in a browser; undefined for one that has no such preview. */
  readonly webPreview?: WebPreview | undefined;
  /** Undefined for an app that was made elsewhere. */
  readonly project: SubjectProject | undefined;
}

/** The subject of a project: what its file says, and what `okta-unlock.json` says where that is silent. */
export function describeProject(project: SubjectProject): Subject {
  const { answers, okta } = project.manifest;
  const found = project.file?.values ?? {};
  return {
    issuer: found.issuer ?? okta.issuer,
    clientId: found.clientId ?? okta.clientId,
    redirectUri: found.redirectUri ?? answers.redirectUri,
    postLogoutRedirectUri: found.postLogoutRedirectUri ?? answers.postLogoutRedirectUri,
    scopes: found.scopes?.split(/\s+/u).filter((scope) => scope !== "") ?? okta.scopes,
    webPreview: answers.webPreview ? { origin: webPreviewOrigin, redirectUri: webPreviewUri } : undefined,
    project,
  };
}

/** The issuer that was meant: without an end slash or `.well-known`. Undefined when it can't be one. */
export function readMeantIssuer({ issuer }: Pick<Subject, "issuer">): Issuer | undefined {
  const parsed = parseIssuer(issuer);
  return parsed.ok ? parsed.value : undefined;
}

/** `default` or `aus…`; undefined for the org authorization server. */
export function readServerId(issuer: string): string | undefined {
  return /^https?:\/\/[^/]+\/oauth2\/([^/]+)$/u.exec(issuer)?.[1];
}

import { OktaUnlockError } from "../errors.ts";
import type { AppFormat } from "./app-formats.ts";

/** The values of an app in the forms that other programs read. */
export interface AppSettings {
  readonly appId: string;
  readonly org: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly redirectUri: string | null;
  readonly postLogoutRedirectUri: string | null;
}

/** What a project of ours asks for. */
const scopes = "openid profile email offline_access";

/** Writes an app's values as a whole file of the given format, with a newline at its end. */
export function formatApp(settings: AppSettings, format: AppFormat): string {
  return writers[format](settings);
}

const writers: Readonly<Record<AppFormat, (settings: AppSettings) => string>> = {
  env: (settings) =>
    formatEnvLines([
      ["OKTA_APP_ID", settings.appId],
      ["OKTA_ORG_URL", settings.org],
      ["OKTA_ISSUER", settings.issuer],
      ["OKTA_CLIENT_ID", settings.clientId],
      ["OKTA_REDIRECT_URI", settings.redirectUri],
      ["OKTA_POST_LOGOUT_REDIRECT_URI", settings.postLogoutRedirectUri],
    ]),
  json: (settings) => `${JSON.stringify(settings, null, 2)}\n`,
  // The keys that okta-mobile-swift reads (OAuth2ClientConfiguration); a property list of its own for Xcode.
  plist: (settings) =>
    formatPlist(
      formatLines(
        [
          ["issuer_url", settings.issuer],
          ["client_id", settings.clientId],
          ["scope", scopes],
          ["redirect_uri", settings.redirectUri],
          ["logout_redirect_uri", settings.postLogoutRedirectUri],
        ],
        (name, value) => {
          assertFits(name, value, notInXml);
          return `  <key>${name}</key>\n  <string>${escapeXml(value)}</string>`;
        },
      ),
    ),
  // The names of Okta's Android samples, and the scopes: the okta.properties of an Android project.
  properties: (settings) =>
    formatLines(
      [
        ["issuer", settings.issuer],
        ["clientId", settings.clientId],
        ["scopes", scopes],
        ["signInRedirectUri", settings.redirectUri],
        ["signOutRedirectUri", settings.postLogoutRedirectUri],
      ],
      (name, value) => `${name}=${escapePropertyValue(value)}`,
    ),
};

type Row = readonly [name: string, value: string | null];

/** Variables as lines for an env file; those without a value are left out. */
export function formatEnvLines(rows: readonly Row[]): string {
  return formatLines(rows, (name, value) => {
    assertFits(name, value, breakingLines);
    return `${name}=${formatEnvValue(value)}`;
  });
}

/** An app can lack a redirect URI; its line is then left out. */
function formatLines(rows: readonly Row[], write: (name: string, value: string) => string): string {
  return rows.map(([name, value]) => (value === null ? "" : `${write(name, value)}\n`)).join("");
}

/** Safe for `eval`, `source` and dotenv: quoted as soon as a shell would read anything into it. */
function formatEnvValue(value: string): string {
  return /^[\w@%+=:,./-]*$/u.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`;
}

/** GitLab and others read an env file line by line, whatever the quotes say: the rest of a value would be a variable. */
const breakingLines = /[\p{Cc}\u2028\u2029]/u;

/** What XML 1.0 has no spelling for. */
const notInXml = /(?![\t\n\r])[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u;

function assertFits(name: string, value: string, misfits: RegExp): void {
  if (!misfits.test(value)) return;
  throw new OktaUnlockError("okta-refused", {
    message: `${name} can't be written in this format: it is ${JSON.stringify(value.slice(0, 200))}.`,
    why: "It contains a line break or another control character, which the values of an app never need.",
    next: "Correct the app in the Admin Console, or run the command again with --json.",
  });
}

function escapeXml(value: string): string {
  return value
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[\t\n\r]/gu, (blank) => `&#${blank.charCodeAt(0)};`);
}

/** As java.util.Properties reads it: a backslash escapes, a blank at the beginning is skipped, and a line is Latin-1. */
function escapePropertyValue(value: string): string {
  return value
    .replaceAll("\\", "\\\\")
    .replace(/^ /u, "\\ ")
    .replaceAll(/[^\x20-\x7E]/gu, (text) =>
      [...Array(text.length).keys()]
        .map((index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, "0")}`)
        .join(""),
    );
}

function formatPlist(entries: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
${entries}</dict>
</plist>
`;
}

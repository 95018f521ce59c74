import { createHash } from "node:crypto";
import type { Context } from "koa";
import { activityScript, passwordScript, stylesheet } from "./assets.ts";
import { html, Html } from "./html.ts";

interface Page {
  readonly title: string;
  readonly content: Html;
  /** One of the scripts whose hash is in the content security policy. */
  readonly script?: string;
}

/** A page of a sign-in: one narrow column without navigation. */
export function renderPage({ title, content, script }: Page): string {
  const around = {
    title,
    width: "narrow",
    header: html`<header><span class="mark">${symbol} Local org</span></header>`,
  };
  return renderDocument(around, html`<main>${content}</main>`, script);
}

/** A page of the tool itself, with navigation. `here` is the path of the current page. */
export function renderToolPage({ title, content, script, here }: Page & { readonly here: string }): string {
  const around = { title: `${title} · Local org`, width: "wide", header: renderToolHeader(here) };
  return renderDocument(around, html`<main id="main" tabindex="-1">${content}</main>`, script);
}

const places = [
  ["/activity", "Activity"],
  ["/activity/users", "Users"],
] as const;

function renderToolHeader(here: string): Html {
  return html`<a class="skip" href="#main">Skip to the content</a>
    <header>
      <a class="mark" href="/" ${here === "/" ? html` aria-current="page"` : undefined}
        >${symbol} Local org</a
      >
      <nav aria-label="Pages">
        <ul>
          ${places.map(
            ([path, name]) =>
              html`<li>
                <a href="${path}" ${path === here ? html` aria-current="page"` : undefined}>${name}</a>
              </li>`,
          )}
        </ul>
      </nav>
    </header>`;
}

interface Around {
  readonly title: string;
  readonly width: string;
  readonly header: Html;
}

function renderDocument({ title, header, width }: Around, main: Html, script: string | undefined): string {
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="${icon}" />
        ${new Html(`<style>${stylesheet}</style>`)}
      </head>
      <body class="${width}">
        ${header} ${main}
        <footer>
          <p><strong>Development tool.</strong> An Okta-compatible org on this machine. It is not Okta.</p>
        </footer>
        ${script === undefined ? undefined : new Html(`<script type="module">${script}</script>`)}
      </body>
    </html> `.text;
}

/** An open padlock. */
const lock =
  '<path d="M8 11V7.5a4 4 0 0 1 7.7-1.5" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round"/><rect x="5" y="11" width="14" height="10" rx="2.5" fill="currentColor"/>';
const symbol = new Html(`<svg viewBox="0 0 24 24" aria-hidden="true">${lock}</svg>`);
const iconMarkup = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" color="#3a9a86">${lock}</svg>`;
const icon = `data:image/svg+xml,${encodeURIComponent(iconMarkup)}`;

/** Answers with a page of a sign-in. */
export function sendPage(context: Context, page: string, status = 200): void {
  context.status = status;
  context.type = "text/html";
  context.set("Content-Security-Policy", pagePolicy);
  // With no-referrer, as on other answers, browsers send `Origin: null` with forms, and the origin could not be checked.
  context.set("Referrer-Policy", "same-origin");
  context.body = page;
}

/** Answers with a page of the tool itself. */
export function sendToolPage(context: Context, page: string, status = 200): void {
  sendPage(context, page, status);
  context.set("Content-Security-Policy", toolPolicy);
}

const scripts = [passwordScript, activityScript].map(buildSourceHash).join(" ");

/**
 * What a page may do: our one stylesheet and our scripts, known by their hashes. It doesn't say `form-action`, because
 * Chromium applies that to the redirect after a sign-in too, and native apps are called by a scheme of their own.
 */
const pagePolicy = [
  "default-src 'none'",
  `style-src ${buildSourceHash(stylesheet)}`,
  `script-src ${scripts}`,
  "img-src data:",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The policy of the tool's own pages: their forms stay on the org, and they may connect to it. */
const toolPolicy = `${pagePolicy}; connect-src 'self'; form-action 'self'`;

function buildSourceHash(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

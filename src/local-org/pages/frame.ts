import type { Context } from "koa";
import type { Html } from "./html.ts";
import { html } from "./html.ts";

/** What every page has around it: title, styles, and the word that this is a development tool. */
export function frame(title: string, content: Html): string {
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
      </head>
      <body>
        <main>${content}</main>
        <footer>
          <p><strong>Development tool.</strong> An Okta-compatible org on this machine. It is not Okta.</p>
        </footer>
      </body>
    </html> `.text;
}

/** Answers with a page. */
export function sendPage(context: Context, page: string, status = 200): void {
  context.status = status;
  context.type = "text/html";
  context.body = page;
}
